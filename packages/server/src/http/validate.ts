import type { LocalText } from '@clearline/line';
import type { z } from 'zod';
import { printableLine } from '../contract/common.ts';
import { type Answer, answer, refuse } from './refused.ts';

const places = { params: 'path', query: 'query', body: '' } as const;

const types: Readonly<Record<string, LocalText>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: '是或否', en: 'yes or no' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '一组字段', en: 'a set of fields' },
};
const formats: Readonly<Record<string, LocalText>> = {
  date: { zh: '应为日期（年-月-日）', en: 'a date is expected (year-month-day)' },
  datetime: {
    zh: '应为世界协调时（UTC）的时刻，写作2026-03-01T02:00:00Z',
    en: 'an instant in UTC is expected, written like 2026-03-01T02:00:00Z',
  },
  email: { zh: '应为邮箱地址', en: 'an email address is expected' },
  uuid: { zh: '应为编号', en: 'an id is expected' },
};
/** By their patterns: what no other format names. */
const patterns: Readonly<Record<string, LocalText>> = {
  [String(printableLine)]: {
    zh: '应为一行UTF-8编码的文字，不含控制字符和无法识别的字符（�）',
    en: 'one line of text in UTF-8 is expected, without control characters and without � where bytes could not be read',
  },
};
const required: LocalText = { zh: '必填', en: 'it is required' };

/** Texts and lists are bounded by their length, numbers by themselves. */
function boundWords(origin: string, bound: number | bigint, least: boolean): LocalText {
  if (origin === 'string') {
    if (least && Number(bound) === 1) return required;
    return least
      ? { zh: `至少${bound}个字符`, en: `at least ${bound} characters are expected` }
      : { zh: `不能超过${bound}个字符`, en: `at most ${bound} characters are expected` };
  }
  if (origin === 'array') {
    return least
      ? { zh: `至少${bound}项`, en: `at least ${bound} are expected` }
      : { zh: `不能超过${bound}项`, en: `at most ${bound} are expected` };
  }
  return least
    ? { zh: `不能小于${bound}`, en: `at least ${bound} is expected` }
    : { zh: `不能大于${bound}`, en: `at most ${bound} is expected` };
}

/** A set of shapes told apart by one field has a closed list of its values, which is no secret: it stands in `/docs`. */
function unionWords(issue: z.core.$ZodIssueInvalidUnion): LocalText {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  if (options.length === 0) return { zh: '不符合任何一种写法', en: 'it fits none of the ways to write it' };
  return { zh: `应为其中之一：${options.join('、')}`, en: `one of these is expected: ${options.join(', ')}` };
}

/** One issue in words that name no library and no code: what was expected of the field. */
function wordsOf(issue: z.core.$ZodIssue): LocalText {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined || issue.input === null) return required;
      const type = types[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      return { zh: `应为${type.zh}`, en: `${type.en} is expected` };
    }
    case 'too_small':
      return boundWords(issue.origin, issue.minimum, true);
    case 'too_big':
      return boundWords(issue.origin, issue.maximum, false);
    case 'invalid_value':
      return { zh: '请从所给的选项中选择', en: 'one of the given choices is expected' };
    case 'invalid_union':
      return unionWords(issue);
    case 'invalid_format':
      return (
        formats[issue.format] ??
        patterns[issue.pattern ?? ''] ?? { zh: '格式不正确', en: 'it is not written as expected' }
      );
    default:
      return { zh: '填写有误', en: 'it is not as expected' };
  }
}

const unstorable: LocalText = {
  zh: '含有无法保存的字符（空字符，或只有一半的字符），请删去后再试',
  en: 'it holds a character that cannot be kept (a NUL, or half of one); take it out and try again',
};

/**
 * Where in a value there is a text that the database would not take or not give back as it was, or null: a NUL, or half a
 * surrogate pair (H170). What people write may have several lines, so that no schema of ours names this.
 */
function placeOfUnstorable(value: unknown, at: readonly string[] = []): readonly string[] | null {
  if (typeof value === 'string') return value.includes('\u0000') || /\p{Cs}/u.test(value) ? at : null;
  if (value === null || typeof value !== 'object') return null;
  for (const [name, inner] of Object.entries(value)) {
    const place = placeOfUnstorable(inner, [...at, name]);
    if (place !== null) return place;
  }
  return null;
}

const refusedAt = (path: readonly string[], words: LocalText): Answer<never> => {
  const field = path.filter((name) => name !== '').join('.') || 'body';
  const { refused } = refuse('invalid_input', { field, value: words });
  return { ok: false, refused: { ...refused, value: null } };
};

/** The fields of a form, which have no schema. */
export function storable<T extends Readonly<Record<string, string>>>(fields: T): Answer<T> {
  const place = placeOfUnstorable(fields);
  return place === null ? answer(fields) : refusedAt(place, unstorable);
}

/**
 * Checks one part of a request against its schema. The refusal names the first field that is wrong and what was
 * expected there; values are not echoed, since they may be personal.
 */
export function validated<T>(schema: z.ZodType<T>, part: keyof typeof places, value: unknown): Answer<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) {
    const place = placeOfUnstorable(result.data);
    return place === null ? answer(result.data) : refusedAt([places[part], ...place], unstorable);
  }
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  return refusedAt([places[part], ...issue.path.map(String)], wordsOf(issue));
}
