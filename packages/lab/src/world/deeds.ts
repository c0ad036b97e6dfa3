import { type Fact, GIVEN_UP } from '@clearline/line';

/** Ways through the product that a run must have gone to show anything of them, each counted. */
export const DEED_KINDS = [
  'made_longer',
  'not_made_longer',
  'exchanged',
  'not_exchanged',
  'put_off',
  'given_up',
  'decided_by_people',
  'restricted_by_people',
  'not_restricted_by_people',
  'cut_by_strategy',
  'kept_from_strategy',
  'cut_less',
  'verified',
  'evidence_given',
  'evidence_accepted',
  'information_asked',
  'information_came',
  'information_never_came',
  'asked_what_if',
  'credit_agreed',
  'credit_returned',
  'credit_refused',
  'security_valued_again',
] as const;
export type DeedKind = (typeof DEED_KINDS)[number];
export type Deeds = Record<DeedKind, number>;

export const noDeeds = (): Deeds => Object.fromEntries(DEED_KINDS.map((kind) => [kind, 0])) as Deeds;

export const addDeeds = (into: Deeds, more: Readonly<Deeds>): void => {
  for (const kind of DEED_KINDS) into[kind] += more[kind];
};

/** Counts what facts of one commit say was done; what was refused leaves none, and whoever asked counts it. */
export const countDeeds = (
  into: Deeds,
  facts: readonly Fact[],
  announced: Set<string>,
  awaited: Set<string> = new Set(),
): void => {
  for (const { body } of facts) {
    if (body.type === 'restriction.proposed' && body.restriction.strategyId !== null) into.cut_by_strategy += 1;
    if (body.type === 'line.kept' && body.restrictionId !== null) into.kept_from_strategy += 1;
    if (body.type === 'restriction.effective' && body.limitAfterFen !== undefined) into.cut_less += 1;
    if (body.type === 'restriction.renewed') into.made_longer += 1;
    if (body.type === 'credit.agreed') into.credit_agreed += 1;
    if (body.type === 'credit.returned') into.credit_returned += 1;
    if (body.type === 'security.revalued') into.security_valued_again += 1;
    if (body.type === 'line.opened' && facts.some((each) => each.body.type === 'line.closed')) into.exchanged += 1;
    if (
      body.type === 'decision.recorded' &&
      body.decision.kind === 'UNDERWRITING' &&
      body.decision.actor.kind === 'staff'
    )
      into.decided_by_people += 1;
    if (body.type === 'step_up.passed') into.verified += 1;
    if (body.type === 'appeal.evidence_added') into.evidence_given += 1;
    if (body.type === 'remedy.applied' && body.acceptedEvidence.length > 0) into.evidence_accepted += 1;
    if (body.type === 'appeal.moved') countMoved(into, body, awaited);
    if (body.type === 'restriction.announced') {
      if (announced.has(body.restrictionId)) into.put_off += 1;
      announced.add(body.restrictionId);
    }
    if (body.type === 'restriction.ended' && body.reason === GIVEN_UP) into.given_up += 1;
  }
};

/** What was asked of who appealed, and whether it came before the case was taken up without it. */
const countMoved = (
  into: Deeds,
  { appealId, to }: Extract<Fact['body'], { type: 'appeal.moved' }>,
  awaited: Set<string>,
): void => {
  const wasAwaited = awaited.delete(appealId);
  if (to === 'info_requested') {
    into.information_asked += 1;
    awaited.add(appealId);
  } else if (to === 'evidence_received') into.information_came += 1;
  else if (to === 'in_review' && wasAwaited) into.information_never_came += 1;
};
