import { indexOf, pieceOf, type Starts } from './bitmap-index.ts';
import { encode } from './encode.ts';
import type { PolicyTable, PolicyValue } from './table.ts';

/** Whether no cell of a table tells two values of an input apart: either may stand for the other in any decision of it. */
export type Alike = (input: string, one: PolicyValue, other: PolicyValue) => boolean;

/**
 * Values are alike when they fall between the same lines of every column (D64); an input that the table does not look at has
 * none. A missing value is like no other. Beside a ratio, and under hit policies whose changes are not searched by cover, two
 * values are never alike.
 */
export const alikeIn = (table: PolicyTable): Alike => {
  const known = alikes.get(table) ?? makeAlike(table);
  alikes.set(table, known);
  return known;
};
const alikes = new WeakMap<PolicyTable, Alike>();

/** Whether the changes of a table’s decisions are searched by which rules fire alone. */
export const isCovered = ({ hitPolicy }: PolicyTable): boolean =>
  hitPolicy === 'FIRST' || hitPolicy === 'COLLECT' || hitPolicy === 'RULE ORDER';

const makeAlike = (table: PolicyTable): Alike => {
  const { columns } = indexOf(table);
  if (!isCovered(table) || columns.some(({ kind }) => kind === 'ratio')) return () => false;
  const lines = new Map(
    table.inputs.map(({ name }, position) => [
      name,
      {
        position,
        starts: columns.flatMap((column): Starts[] =>
          column.kind === 'value' && column.input === position ? [column.starts] : [],
        ),
      },
    ]),
  );
  return (input, one, other) => {
    if (one === other) return true;
    const looked = lines.get(input);
    if (looked === undefined) return true;
    const a = encode(table, looked.position, one);
    const b = encode(table, looked.position, other);
    if (a === null || b === null) return a === b;
    for (const starts of looked.starts) if (pieceOf(starts, a) !== pieceOf(starts, b)) return false;
    return true;
  };
};
