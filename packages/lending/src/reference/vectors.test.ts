import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planLoan } from '../plan/schedule.ts';
import { positionOf } from '../position-of.ts';
import { loanWith } from '../testing-terms.ts';
import { formatVectors, makeVectors, parseVectors } from './vectors.ts';
import type { Vector } from './vectors.ts';

const text = readFileSync(new URL('./vectors.json', import.meta.url), 'utf8');
const vectors = parseVectors(text);

const engineRows = ({ terms, events, asOf }: Vector): Pick<Vector, 'rows' | 'payoffFen'> => {
  if (asOf === null) {
    const plan = planLoan(terms);
    if (!plan.ok) throw new Error(`${plan.refusal.field}: ${plan.refusal.message}`);
    return {
      rows: plan.value.map((row) => [row.dueDate, row.principalFen, row.interestFen].join(' ')),
      payoffFen: null,
    };
  }
  const position = positionOf(loanWith(terms, events), asOf);
  const rows = position.instalments.map((row) => {
    const interest = row.dueDate <= asOf ? row.interestFen : '-';
    return [row.dueDate, row.principalFen, interest, row.penaltyFen, row.feesFen, row.paidFen].join(' ');
  });
  return { rows, payoffFen: position.payoffFen };
};

describe('vectors of our own', () => {
  it('are at least two hundred, and the file is what the reference makes', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(200);
    expect(text).toBe(formatVectors(makeVectors()));
  });

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(engineRows(vector)).toEqual({ rows: vector.rows, payoffFen: vector.payoffFen });
  });
});
