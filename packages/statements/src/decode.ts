import { fault, type StatementFault } from './fault.ts';

/** First bytes of a zip, which an .xlsx is, and of an old .xls. */
const WORKBOOKS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** The text of a file (B1): its mark, then UTF-8, then GB18030, of which GBK is a part. */
export function decode(bytes: Uint8Array): string | StatementFault {
  if (WORKBOOKS.some((start) => start.every((byte, at) => bytes[at] === byte))) return fault('WORKBOOK');
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return fault('NOT_TEXT');
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      // Not in this encoding; whether in the next is seen by trying.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return fault('NOT_TEXT');
}
