import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord, SeenRestriction } from './borrower-record.ts';

type Begun = Extract<Fact['body'], { type: 'restriction.proposed' }>['restriction'];

/** A cut for the lender’s own reasons, as two people agreed to it. */
export interface ToldStrategy {
  readonly id: string;
  readonly effect: string;
  readonly reduceToPercent: number | null;
  readonly minLimitFen: bigint | null;
  readonly dormantMonths: number | null;
  readonly lineKind: string | null;
  readonly noticeDays: number;
}
export type Strategies = ReadonlyMap<string, ToldStrategy>;

const DAY_MS = 86_400_000;
/** The shortest month there is: less than so many days is no month. */
const MONTH_DAYS_MIN = 28;
const KINDS: Readonly<Record<string, string>> = { REDUCE: 'LIMIT_REDUCED', SUSPEND: 'DRAW_SUSPENDED' };

/** What a strategy begins is what two people agreed to, within its scope, once a borrower (G11, N100, N101). */
export const checkStrategyBegun = (
  record: BorrowerRecord,
  begun: Begun,
  agreed: Strategies,
  atMs: number,
  report: Report,
): void => {
  if (begun.causeFamily !== 'STRATEGY') return;
  const what = `restriction ${begun.id}`;
  const strategy = agreed.get(begun.strategyId ?? '');
  if (strategy === undefined) return report('G11', `${what} is of a strategy that nobody agreed to`);
  if (record.strategies.has(strategy.id)) report('G11', `${what} applies ${strategy.id} a second time`);
  record.strategies.add(strategy.id);
  if (new Set(begun.approvedBy).size < 2) report('G3', `${what} is of a strategy with fewer than two people`);
  if (begun.kind !== KINDS[strategy.effect]) report('G11', `${what} is a ${begun.kind}, which nobody agreed to`);
  if (strategy.lineKind !== null && strategy.lineKind !== record.lineKind)
    report('G11', `${what} is of a ${String(record.lineKind)} line, outside what was agreed to`);
  const limit = record.effectiveLimitFen(atMs);
  if (strategy.minLimitFen !== null && limit < strategy.minLimitFen)
    report('G11', `${what} is of a line of ${limit} fen, below what was agreed to`);
  const idleDays = record.lastDrawAtMs === null ? Infinity : (atMs - record.lastDrawAtMs) / DAY_MS;
  if (strategy.dormantMonths !== null && idleDays < strategy.dormantMonths * MONTH_DAYS_MIN)
    report('G11', `${what} is of a line that was drawn on ${Math.floor(idleDays)} days before`);
  checkCut(record, begun.id, begun.limitAfterFen, 'announces', report);
  const { limitAfterFen: after } = begun;
  if (after !== null && after * 100n < limit * BigInt(strategy.reduceToPercent ?? 0))
    report('G11', `${what} leaves ${after} of ${limit} fen, less than was agreed to`);
};

/** On its day: as long after its notice as was agreed to, nothing that is drawn is cut away (N149), and no line used since lies idle (N101). */
export const checkStrategyEffect = (
  record: BorrowerRecord,
  id: string,
  restriction: SeenRestriction,
  agreed: Strategies,
  atMs: number,
  report: Report,
): void => {
  if (restriction.family !== 'STRATEGY') return;
  checkCut(record, id, restriction.limitAfterFen, 'leaves', report);
  const strategy = agreed.get(restriction.strategyId ?? '');
  const announcedMs = restriction.firstAnnouncedAtMs;
  if (strategy === undefined || announcedMs === null) return;
  if (atMs - announcedMs < strategy.noticeDays * DAY_MS - SKEW_MS)
    report('G11', `restriction ${id} took effect sooner after its notice than was agreed to`);
  if (strategy.dormantMonths !== null && record.lastDrawAtMs !== null && record.lastDrawAtMs > announcedMs)
    report('G11', `restriction ${id} took effect on a line that was drawn on since its notice, as unused`);
};

const SKEW_MS = 180_000;

const checkCut = (record: BorrowerRecord, id: string, afterFen: bigint | null, does: string, report: Report): void => {
  if (afterFen !== null && afterFen < record.drawnFen())
    report('G7', `strategy’s cut ${id} ${does} ${afterFen} fen where ${record.drawnFen()} are drawn`);
};

/** Principal that is out, or on its way out, from what was posted and asked for. */
export const seeDrawn = (record: BorrowerRecord, { body, occurredAt }: Fact): void => {
  if (body.type === 'draw.requested') {
    record.drawsInFlight.set(body.loanId, body.terms.principalFen);
    record.lastDrawAtMs = Date.parse(occurredAt);
  }
  if (body.type === 'draw.paid' || body.type === 'draw.failed') record.drawsInFlight.delete(body.loanId);
  if (!('postings' in body)) return;
  for (const { account, debitFen, creditFen } of body.postings)
    if (account === 'LOAN_PRINCIPAL') record.principalFen += debitFen - creditFen;
};
