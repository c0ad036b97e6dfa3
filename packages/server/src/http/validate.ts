import type { z } from 'zod';
import { type Answer, answer, refuse } from './refused.ts';

const places = { params: 'path', query: 'query', body: '' } as const;

/** One issue in words that name no library: what was expected of the field. */
function wordsOf(issue: z.core.$ZodIssue): { zh: string; en: string } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { zh: '必填', en: 'it is required' }
        : { zh: `类型应为${issue.expected}`, en: `a value of type ${issue.expected} is expected` };
    case 'too_small':
      return { zh: `不能小于${issue.minimum}`, en: `at least ${issue.minimum} is expected` };
    case 'too_big':
      return { zh: `不能大于${issue.maximum}`, en: `at most ${issue.maximum} is expected` };
    case 'invalid_value':
      return {
        zh: `应为：${issue.values.map(String).join('、')}`,
        en: `one of these is expected: ${issue.values.map(String).join(', ')}`,
      };
    case 'invalid_format':
      return { zh: `格式不正确（${issue.format}）`, en: `its format is wrong (${issue.format})` };
    default:
      return { zh: '填写有误', en: issue.message };
  }
}

/**
 * Checks one part of a request against its schema. The refusal names the first field that is wrong and what was
 * expected there; values are not echoed, since they may be personal.
 */
export function validated<T>(schema: z.ZodType<T>, part: keyof typeof places, value: unknown): Answer<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return answer(result.data);
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const path = [places[part], ...issue.path.map(String)].filter((name) => name !== '');
  const field = path.join('.') || 'body';
  const words = wordsOf(issue);
  const refusal = refuse('invalid_input', { field, value: words.en });
  return {
    ok: false,
    refused: {
      ...refusal.refused,
      value: null,
      message: { zh: `“${field}”填写有误：${words.zh}。`, en: refusal.refused.message.en },
    },
  };
}
