import { dayToIso, isoDay } from '../calendar.ts';
import type { PolicyInput, PolicyTable, PolicyValue, Whole } from './table.ts';

/** The code of a text that occurs in no cell: outside every `=`, inside every `not`. */
const UNSEEN = -1;

/**
 * The whole code of a value of a declared input; null when missing. A value of the wrong type is a fault of the caller,
 * who had the declaration, so it throws.
 */
export const encode = (table: PolicyTable, position: number, value: PolicyValue | undefined): Whole | null => {
  if (value === null || value === undefined) return null;
  const input = table.inputs[position];
  if (!input) throw new RangeError(`table ${table.id} has no input at position ${position}`);
  switch (input.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value ? 1 : 0;
      break;
    case 'string':
      if (typeof value === 'string') return table.texts[position]?.get(value) ?? UNSEEN;
      break;
    case 'date': {
      const day = typeof value === 'string' ? isoDay(value) : null;
      if (day !== null) return day;
      break;
    }
    default:
      if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return value;
  }
  throw new TypeError(
    `table ${table.id}: input ${input.name} is a ${describe(input)}, but the value given is ${typeof value} ${String(value)}`,
  );
};

const describe = (input: PolicyInput): string => {
  if (input.type === 'date') return 'date YYYY-MM-DD';
  return input.type === 'boolean' || input.type === 'string' ? input.type : `${input.type}, as a whole number`;
};

/** The value a code stands for. */
export const decode = (table: PolicyTable, position: number, code: Whole): PolicyValue => {
  const input = table.inputs[position];
  switch (input?.type) {
    case 'boolean':
      return Number(code) === 1;
    case 'date':
      return dayToIso(Number(code));
    case 'string':
      for (const [text, known] of table.texts[position] ?? []) if (known === Number(code)) return text;
      return null;
    default:
      return code;
  }
};
