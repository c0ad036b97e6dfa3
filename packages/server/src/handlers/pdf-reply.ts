import type { PrintedDocument } from '../documents/paper.ts';
import type { FileReply } from '../http/handler.ts';
import { type Answer, answer } from '../http/refused.ts';

/** A printed document as the browser is to show it. */
export const pdfReply = ({ bytes }: PrintedDocument, title: string, part: string): Answer<FileReply> =>
  answer({ fileName: `${title}-${part}.pdf`, mediaType: 'application/pdf', disposition: 'inline', bytes });
