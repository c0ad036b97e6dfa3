import type { IsoDate } from '@clearline/line';
import type { RailRow } from './rail-file.ts';

/** A payment as our book has it. */
export interface OurPayment {
  readonly paymentId: string;
  readonly borrowerId: string;
  readonly direction: 'OUT' | 'IN';
  readonly amountFen: bigint;
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** The day from which the money counts with us; null while there is no answer. When we heard of it does not matter. */
  readonly valueDate: IsoDate | null;
}

export const DIFFERING_FIELDS = ['direction', 'amount', 'status', 'date'] as const;
export type DifferingField = (typeof DIFFERING_FIELDS)[number];

/** A payment on which both agree, reported with the file of a day later than the one it counts from. */
export interface LateLine {
  readonly externalId: string;
  readonly rail: RailRow;
  readonly ours: OurPayment;
}

/** A payment on which the rail and we do not agree. */
export type Difference =
  /** The rail reports it and we have never ordered it. */
  | { readonly kind: 'MISSING_WITH_US'; readonly externalId: string; readonly rail: RailRow; readonly ours: null }
  /** With us it counts from the day, and the rail does not report it. */
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
  /** Lines on which both agree, late ones among them. */
  readonly matched: number;
  readonly late: readonly LateLine[];
  readonly differences: readonly Difference[];
}

const fieldsThatDiffer = (rail: RailRow, ours: OurPayment): DifferingField[] => {
  const differs: Readonly<Record<DifferingField, boolean>> = {
    direction: rail.direction !== ours.direction,
    amount: rail.amountFen !== ours.amountFen,
    status: rail.status !== ours.state,
    // Without an answer there is no date yet; that the status differs says it. What failed moved no money on any day.
    date: ours.valueDate !== null && rail.date !== ours.valueDate && ours.state === 'SUCCEEDED',
  };
  return DIFFERING_FIELDS.filter((field) => differs[field]);
};

/**
 * Compares a day’s file of the rail with our payments, by external id; order does not matter. The value date decides, since
 * interest does by it: a line is late when the file is of a later day, and different when it counts from another day than with us.
 * @param rail the file’s rows, each id once
 * @param ours payments that count from that day, and every other one that the rows name
 * @returns each payment exactly once: matched, or one difference; differences and late lines in order of their ids
 */
export const matchRail = (rail: readonly RailRow[], ours: readonly OurPayment[], day: IsoDate): Matching => {
  const byId = new Map(ours.map((payment) => [payment.paymentId, payment]));
  const differences: Difference[] = [];
  const late: LateLine[] = [];
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
    if (fields.length === 0) {
      matched += 1;
      if (row.date < day) late.push({ externalId, rail: row, ours: payment });
    } else differences.push({ kind: 'DIFFERENT', externalId, rail: row, ours: payment, fields });
  }
  for (const payment of byId.values())
    differences.push({ kind: 'EXTRA_WITH_US', externalId: payment.paymentId, rail: null, ours: payment });
  const inOrder = (a: { externalId: string }, b: { externalId: string }): number =>
    a.externalId < b.externalId ? -1 : 1;
  return { matched, late: late.sort(inOrder), differences: differences.sort(inOrder) };
};
