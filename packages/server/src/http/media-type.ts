const signatures: readonly { readonly mediaType: string; readonly bytes: readonly number[] }[] = [
  { mediaType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];

const matches = (bytes: Uint8Array, signature: (typeof signatures)[number]): boolean =>
  signature.bytes.every((byte, index) => bytes[index] === byte);

/** Text has no control characters but tab, line feed and carriage return, and is UTF-8 or GB18030 as banks send it. */
function isText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 65_536);
  if (start.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  return ['utf-8', 'gb18030'].some((encoding) => {
    try {
      // `stream` because the slice may end in the middle of a character.
      new TextDecoder(encoding, { fatal: true }).decode(start, { stream: true });
      return true;
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  });
}

/** What an appeal’s evidence may be, as its page says: what a camera and a bank’s own papers give, and no table or text. */
export const evidenceTypes: ReadonlySet<string> = new Set(signatures.map((signature) => signature.mediaType));

/** The media type that the bytes themselves show, or null when it is none that we take. The sender’s word is not used. */
export function mediaTypeOf(bytes: Uint8Array): string | null {
  const found = signatures.find((signature) => matches(bytes, signature));
  if (found !== undefined) return found.mediaType;
  return bytes.length > 0 && isText(bytes) ? 'text/plain' : null;
}
