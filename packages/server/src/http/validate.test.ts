import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { storable, validated } from './validate.ts';

const Words = z.object({ note: z.string(), list: z.array(z.object({ text: z.string() })).optional() });

describe('H170: a text that could not be kept as it is', () => {
  it.each([
    ['a NUL', 'a\u0000b'],
    ['the first half of a pair', 'a\ud83d'],
    ['the second half of a pair', '\ude00a'],
  ])('is refused by its place: %s', (_what, text) => {
    const plain = validated(Words, 'body', { note: text });
    expect(plain).toMatchObject({ ok: false, refused: { status: 422, field: 'note', value: null } });
    const nested = validated(Words, 'body', { note: '', list: [{ text: 'a' }, { text }] });
    expect(nested).toMatchObject({ ok: false, refused: { field: 'list.1.text' } });
    expect(validated(Words, 'query', { note: text })).toMatchObject({ ok: false, refused: { field: 'query.note' } });
    expect(storable({ kind: 'INCOME', note: text })).toMatchObject({ ok: false, refused: { field: 'note' } });
    expect(JSON.stringify(plain)).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  it('is not one that people write: lines, tabs, whole pairs, rare characters', () => {
    for (const note of ['两行\n文字\t。', '😀', '𠮷野家', ''])
      expect(validated(Words, 'body', { note })).toEqual({ ok: true, value: { note } });
    expect(storable({ note: '两行\n文字' })).toEqual({ ok: true, value: { note: '两行\n文字' } });
  });
});
