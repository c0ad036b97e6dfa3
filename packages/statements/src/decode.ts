import { fault, type StatementFault } from './fault.ts';
import { BYTES_AT_ONCE, type Pause } from './slices.ts';

/** First bytes of a zip, which an .xlsx is, and of an old .xls. */
const WORKBOOKS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** The text of a file (B1), in pieces: its mark, then UTF-8, then GB18030, of which GBK is a part. */
export async function decode(bytes: Uint8Array, pause: Pause): Promise<readonly string[] | StatementFault> {
  if (WORKBOOKS.some((start) => start.every((byte, at) => bytes[at] === byte))) return fault('WORKBOOK');
  for (const encoding of ['utf-8', 'gb18030']) {
    const pieces = await decodeAs(encoding, bytes, pause);
    if (pieces !== null) return pieces;
  }
  return fault('NOT_TEXT');
}

/** Null where the bytes are no text of this encoding. */
async function decodeAs(encoding: string, bytes: Uint8Array, pause: Pause): Promise<readonly string[] | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const pieces: string[] = [];
  for (let begin = 0; begin < bytes.length; begin += BYTES_AT_ONCE) {
    const slice = bytes.subarray(begin, begin + BYTES_AT_ONCE);
    if (slice.some(isControl)) return null;
    try {
      // A sign that the slice cuts is kept by the decoder until the next one; after the last there is nothing to wait for.
      pieces.push(decoder.decode(slice, { stream: begin + BYTES_AT_ONCE < bytes.length }));
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
    await pause();
  }
  return pieces;
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
