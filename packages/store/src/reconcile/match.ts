import type { IsoDate } from '@clearline/line';
import type { RailRow } from './rail-file.ts';

/** A payment as our book has it. */
export interface OurPayment {
  readonly paymentId: string;
  readonly borrowerId: string;
  readonly direction: 'OUT' | 'IN';
  readonly amountFen: bigint;
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** The business date of the rail’s answer as we recorded it; null while there is none. */
  readonly answeredOn: IsoDate | null;
}

export const DIFFERING_FIELDS = ['direction', 'amount', 'status', 'date'] as const;
export type DifferingField = (typeof DIFFERING_FIELDS)[number];

/** A payment on which the rail and we do not agree. */
export type Difference =
  /** The rail reports it and we have never ordered it. */
  | { readonly kind: 'MISSING_WITH_US'; readonly externalId: string; readonly rail: RailRow; readonly ours: null }
  /** We have it answered on the day and the rail does not report it. */
  | { readonly kind: 'EXTRA_WITH_US'; readonly externalId: string; readonly rail: null; readonly ours: OurPayment }
  | {
      readonly kind: 'DIFFERENT';
      readonly externalId: string;
      readonly rail: RailRow;
      readonly ours: OurPayment;
      readonly fields: readonly DifferingField[];
    };
export type DifferenceKind = Difference['kind'];

export interface Matching {
  readonly matched: number;
  readonly differences: readonly Difference[];
}

const fieldsThatDiffer = (rail: RailRow, ours: OurPayment): DifferingField[] => {
  const differs: Readonly<Record<DifferingField, boolean>> = {
    direction: rail.direction !== ours.direction,
    amount: rail.amountFen !== ours.amountFen,
    status: rail.status !== ours.state,
    // Without an answer there is no date yet; that the status differs says it.
    date: ours.answeredOn !== null && rail.date !== ours.answeredOn,
  };
  return DIFFERING_FIELDS.filter((field) => differs[field]);
};

/**
 * Compares a day’s rows of the rail with our payments, by external id; order does not matter.
 * @param rail rows of one day, each id once
 * @param ours payments answered on that day, and every other one that the rows name
 * @returns each payment exactly once: matched, or one difference; differences in order of their ids
 */
export const matchRail = (rail: readonly RailRow[], ours: readonly OurPayment[]): Matching => {
  const byId = new Map(ours.map((payment) => [payment.paymentId, payment]));
  const differences: Difference[] = [];
  let matched = 0;
  for (const row of rail) {
    const { externalId } = row;
    const payment = byId.get(externalId);
    byId.delete(externalId);
    if (payment === undefined) {
      differences.push({ kind: 'MISSING_WITH_US', externalId, rail: row, ours: null });
      continue;
    }
    const fields = fieldsThatDiffer(row, payment);
    if (fields.length === 0) matched += 1;
    else differences.push({ kind: 'DIFFERENT', externalId, rail: row, ours: payment, fields });
  }
  for (const payment of byId.values())
    differences.push({ kind: 'EXTRA_WITH_US', externalId: payment.paymentId, rail: null, ours: payment });
  return { matched, differences: differences.sort((a, b) => (a.externalId < b.externalId ? -1 : 1)) };
};
