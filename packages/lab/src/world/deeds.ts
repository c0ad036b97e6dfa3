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
export const countDeeds = (into: Deeds, facts: readonly Fact[], announced: Set<string>): void => {
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
    if (body.type === 'restriction.announced') {
      if (announced.has(body.restrictionId)) into.put_off += 1;
      announced.add(body.restrictionId);
    }
    if (body.type === 'restriction.ended' && body.reason === GIVEN_UP) into.given_up += 1;
  }
};
