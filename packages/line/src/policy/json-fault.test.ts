import { expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

const faultOf = (text: string): string => {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonFault(error, text);
  }
  throw new Error('this is JSON');
};

it('says where a text is no JSON by line and column, whatever version reads it', () => {
  expect(faultOf('{\n  "a": 1\n  "b": 2\n}')).toMatch(/ at position 13 \(line 3 column 3\)$/);
  expect(faultOf('{"a":1,}')).toMatch(/\(line 1 column 8\)$/);
});

it('leaves alone what names no place, or names it so already', () => {
  expect(jsonFault(new Error('Unexpected end of JSON input'), '')).toBe('Unexpected end of JSON input');
  const told = 'Unterminated string in JSON at position 4 (line 2 column 3)';
  expect(jsonFault(new Error(told), '[\n "')).toBe(told);
});
