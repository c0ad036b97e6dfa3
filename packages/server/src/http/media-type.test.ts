import { describe, expect, it } from 'vitest';
import { evidenceTypes, mediaTypeOf } from './media-type.ts';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the type that a file’s own bytes show (S11)', () => {
  it.each([
    ['application/pdf', ascii('%PDF-1.7')],
    ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['text/plain', ascii('日期,金额\n2026-11-01,12.00\n')],
    // “日期” as banks export it: GB18030.
    ['text/plain', bytes(0xc8, 0xd5, 0xc6, 0xda, 0x0a)],
  ])('%s', (mediaType, content) => expect(mediaTypeOf(content)).toBe(mediaType));

  it.each([
    ['nothing', bytes()],
    ['an archive', ascii('PK\u0003\u0004')],
    ['a program', bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0)],
    ['a picture cut off in its signature', bytes(0x89, 0x50, 0x4e, 0x00)],
    ['text that is neither UTF-8 nor GB18030', bytes(0x61, 0xff, 0xff, 0x61)],
  ])('refuses %s', (_, content) => expect(mediaTypeOf(content)).toBeNull());

  it('takes PDF, PNG and JPEG as evidence, and no text whatever its name', () => {
    expect([...evidenceTypes].toSorted()).toEqual(['application/pdf', 'image/jpeg', 'image/png']);
    expect(evidenceTypes.has(mediaTypeOf(ascii('MZ as text')) ?? '')).toBe(false);
  });
});
