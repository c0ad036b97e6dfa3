import type { InputDeclaration, InputValue, LocalText, PolicySet } from '@clearline/line';
import { CommandRefused } from './files.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const WHOLE = /^-?\d+$/;
/** `85%` of a ratio, `11.7x` of a multiple: decimals as far as ten-thousandths reach. */
const PERCENT = /^(-?\d+)(?:\.(\d{1,2}))?%$/;
const TIMES = /^(-?\d+)(?:\.(\d{1,4}))?[x×倍]$/;

/** What a value of an input looks like, for the message that refuses one. */
const expected = ({ type, unit }: Pick<InputDeclaration, 'type' | 'unit'>): LocalText => {
  if (unit === 'ratio4')
    return { zh: '万分数（8500）或百分比（85%）', en: 'ten-thousandths (8500) or a percentage (85%)' };
  if (unit === 'times4')
    return { zh: '万分数（117000）或倍数（11.7倍）', en: 'ten-thousandths (117000) or a multiple (11.7x)' };
  if (unit === 'fen') return { zh: '以分为单位的整数（150000即1500.00元）', en: 'whole fen (150000 is CNY 1,500.00)' };
  if (type === 'boolean') return { zh: 'true或false', en: 'true or false' };
  if (type === 'date') return { zh: 'YYYY-MM-DD格式的日期', en: 'a date, YYYY-MM-DD' };
  return { zh: `整数（单位：${unit}）`, en: `a whole number (${unit})` };
};

const valueOf = (text: string, { type, unit }: Pick<InputDeclaration, 'type' | 'unit'>): InputValue | undefined => {
  if (text === '') return null;
  if (type === 'string') return text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'date') return DATE.test(text) ? text : undefined;
  const written = unit === 'ratio4' ? PERCENT.exec(text) : unit === 'times4' ? TIMES.exec(text) : null;
  if (written) {
    const [, whole = '', decimals = ''] = written;
    return Number(`${whole}${decimals.padEnd(unit === 'ratio4' ? 2 : 4, '0')}`);
  }
  const number = WHOLE.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
};

/** The scorecard’s points reach a table as an input that need not be declared. */
const POINTS: Pick<InputDeclaration, 'type' | 'unit'> = { type: 'integer', unit: 'points' };

/**
 * Reads `name=value` words for a table; `name=` means that the value is missing.
 * @throws CommandRefused naming the word and what would be right.
 */
export const parseInputs = (
  words: readonly string[],
  tableInputs: readonly string[],
  policies: PolicySet,
): Record<string, InputValue> => {
  const inputs: Record<string, InputValue> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1)
      throw new CommandRefused(`--input ${word}: write it as name=value.`, `--input ${word}：请写成 名称=值。`);
    const name = word.slice(0, at);
    if (!tableInputs.includes(name))
      throw new CommandRefused(
        `--input ${name}: the table looks at ${tableInputs.join(', ')}.`,
        `--input ${name}：这张表看的是${tableInputs.join('、')}。`,
      );
    const declared = policies.inputs[name] ?? POINTS;
    const value = valueOf(word.slice(at + 1), declared);
    if (value === undefined) {
      const { zh, en } = expected(declared);
      const given = word.slice(at + 1);
      throw new CommandRefused(
        `--input ${name}: “${given}” is not ${en}.`,
        `--input ${name}：“${given}”不对，应为${zh}。`,
      );
    }
    inputs[name] = value;
  }
  return inputs;
};
