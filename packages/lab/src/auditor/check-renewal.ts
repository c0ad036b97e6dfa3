import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { checkGrounds } from './check-grounds.ts';
import { RENEWALS_ALONE_DAYS_MAX, TEMPORARY_KINDS } from './rules.ts';

const DAY_MS = 86_400_000;
type Renewed = Extract<Fact['body'], { type: 'restriction.renewed' }>;

/** What ends by itself is made longer like a new one: by people, for reasons that hold, told with its new end (G1-G5, N129). */
export const checkRenewal = (
  record: BorrowerRecord,
  body: Renewed,
  { actor, occurredAt }: Fact,
  report: Report,
): void => {
  const { restrictionId: id, by, secondBy } = body;
  const [atMs, untilMs] = [Date.parse(occurredAt), Date.parse(body.until)];
  const restriction = record.restrictions.get(id);
  if (restriction === undefined || restriction.effectiveAtMs === null || restriction.state !== 'effective') {
    report('STATES', `restriction ${id} was renewed and is not in force`);
    return;
  }
  const what = `restriction ${id} was renewed`;
  if (!TEMPORARY_KINDS.includes(restriction.kind) || restriction.expiresAtMs === null)
    report('STATES', `${what}, a ${restriction.kind}, which has no end to put off`);
  else if (restriction.expiresAtMs <= atMs) report('G4', `${what} after its end`);
  else if (untilMs <= restriction.expiresAtMs) report('STATES', `${what} to an end before its end`);
  if (actor.kind !== 'staff' || actor.staffNo !== by) report('G4', `${what} by no person, or in another’s name`);
  const days = (untilMs - restriction.effectiveAtMs) / DAY_MS;
  if (days > RENEWALS_ALONE_DAYS_MAX && !isSecond(restriction, by, secondBy))
    report('G4', `${what} to ${Math.floor(days)} days by one person`);
  if (!isTold(record, id, untilMs, atMs))
    report('G2', `restriction ${id} was made longer and nobody was told until when and why`);
  checkGrounds(record, restriction.decisionId, restriction.family, what, atMs, report);
  restriction.expiresAtMs = untilMs;
  restriction.heldBy.add(by);
};

/** Whether the person named beside the one who renews is another, who stood behind it before. */
const isSecond = ({ heldBy, approvedBy }: Holders, by: string, secondBy: string | null): boolean =>
  secondBy !== null && secondBy !== by && (heldBy.has(secondBy) || approvedBy.has(secondBy));
interface Holders {
  readonly heldBy: ReadonlySet<string>;
  readonly approvedBy: ReadonlySet<string>;
}

/** A notice of this moment, with reasons, the very end, and a way to contest. */
const isTold = (record: BorrowerRecord, id: string, untilMs: number, atMs: number): boolean =>
  [...record.notices.values()].some(
    (notice) =>
      notice.about === id &&
      notice.untilMs === untilMs &&
      notice.issuedAtMs === atMs &&
      notice.reasons > 0 &&
      notice.isContestable &&
      notice.queued,
  );
