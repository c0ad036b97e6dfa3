import type { FastifyRequest } from 'fastify';
import type { UploadedForm } from './handler.ts';
import { mediaTypeOf } from './media-type.ts';
import { type Answer, answer, refuse } from './refused.ts';
import { storable } from './validate.ts';

export const fileBytesMax = 10 * 1024 * 1024;

/** A file name as given, without folders and control characters, at most 120 characters. */
const safeName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, 120) || 'file';

/** Reads a form with one file part named `file`; refuses one that is missing, too large, or of a type we do not take. */
export async function readForm(request: FastifyRequest): Promise<Answer<UploadedForm>> {
  if (!request.isMultipart()) return refuse('unsupported_media', { value: request.headers['content-type'] ?? 'none' });
  const fields: Record<string, string> = {};
  let file: UploadedForm['file'] | null = null;
  for await (const part of request.parts({ limits: { fileSize: fileBytesMax, files: 1, fields: 20 } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const bytes = new Uint8Array(await part.toBuffer());
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === null) return refuse('unsupported_media', { field: 'file', value: safeName(part.filename) });
    file = { fileName: safeName(part.filename), mediaType, bytes };
  }
  return file === null
    ? refuse('invalid_input', { field: 'file', value: { zh: '必填', en: 'it is required' } })
    : asForm(fields, file);
}

const asForm = (fields: Record<string, string>, file: UploadedForm['file']): Answer<UploadedForm> => {
  const checked = storable(fields);
  return checked.ok ? answer({ fields: checked.value, file }) : checked;
};
