import type { Fact } from '@clearline/line';
import type { Report, SeenCommit } from './auditor.ts';
import type { BorrowerRecord, SeenDecision, SeenRestriction } from './borrower-record.ts';
import { lacksFormer } from './check-appeal.ts';
import type { Mistake, ToldRollBack } from './roll-back-told.ts';
import { ADVERSE_ACTIONS, MADE_AGAIN, REASONS_MAX, STANDING } from './rules.ts';

type Applied = Extract<Fact['body'], { type: 'roll_back.applied' }>;
type LookedAt = Extract<Fact['body'], { type: 'roll_back.looked_at' }>;
type Recorded = Extract<Fact['body'], { type: 'decision.recorded' }>['decision'];
export type RollBacks = ReadonlyMap<string, ToldRollBack>;

/** Tables that are no tables: what people decided, and strategies from before they had any. */
const NO_TABLES: readonly string[] = ['human', 'strategy'];

/** What a roll-back is about, as the product page says: all that the version, the scorecard or the rules decided against a borrower. */
const isTouched = ({ kind, tableId, action, proposed, versions, fired }: SeenDecision, about: ToldRollBack): boolean =>
  !NO_TABLES.includes(tableId) &&
  !MADE_AGAIN.includes(kind) &&
  (ADVERSE_ACTIONS.includes(action) || ADVERSE_ACTIONS.includes(proposed)) &&
  (about.policyVersion === null || versions.policy === about.policyVersion) &&
  (about.scorecardVersion === null || versions.scorecard === about.scorecardVersion) &&
  (about.ruleIds.length === 0 || fired.some((ruleId) => about.ruleIds.includes(ruleId)));

const touchedOf = (record: BorrowerRecord, about: ToldRollBack): [string, SeenDecision][] =>
  [...record.decisions].filter(([, decision]) => isTouched(decision, about));

/** Whether nothing but the mistake made a decision. Said only where the auditor was told every reason. */
const isOfMistakeAlone = ({ fired, reasons, points }: SeenDecision, mistake: Mistake): boolean => {
  if (mistake.kind === 'RULES') return fired.length > 0 && fired.every((ruleId) => mistake.ruleIds.includes(ruleId));
  if (mistake.kind === 'POINTS')
    return fired.length === 1 && fired[0] === mistake.ruleId && points !== null && points + mistake.lost >= mistake.cut;
  return reasons.length > 0 && reasons.length < REASONS_MAX && reasons.every((reason) => isBelow(reason, mistake));
};

const isBelow = (
  { input, operator, value }: SeenDecision['reasons'][number],
  { input: mistaken, trueLine }: Extract<Mistake, { kind: 'LINE' }>,
): boolean => input === mistaken && operator.startsWith('>') && typeof value === 'number' && value < trueLine;

/** Whether the mistake had any part in a decision; where it had none, nothing is undone. */
const hasMistake = ({ fired, inputs, points }: SeenDecision, mistake: Mistake): boolean => {
  if (mistake.kind === 'RULES') return fired.some((ruleId) => mistake.ruleIds.includes(ruleId));
  if (mistake.kind === 'POINTS') return points !== null;
  const value = inputs.get(mistake.input);
  return typeof value === 'number' && value >= mistake.wrongLine && value < mistake.trueLine;
};

/** One commit in which a roll-back repaired a borrower, or a person looked at what one had left to people (G9, N30, N130, N148). */
export const checkRollBack = (
  record: BorrowerRecord,
  commit: Pick<SeenCommit, 'facts' | 'outboxRows'>,
  told: RollBacks,
  report: Report,
): void => {
  for (const { body, occurredAt } of commit.facts) {
    if (body.type === 'roll_back.applied') checkApplied(record, body, commit, told, Date.parse(occurredAt), report);
    if (body.type === 'roll_back.looked_at') checkLookedAt(record, body, commit, Date.parse(occurredAt), report);
    if (body.type === 'decision.recorded') checkWithdrawn(body.decision, told, report);
  }
};

/** Rules that were taken back by name count for nobody from then on. */
const checkWithdrawn = (decision: Recorded, told: RollBacks, report: Report): void => {
  if (MADE_AGAIN.includes(decision.kind)) return;
  for (const { id, ruleIds } of told.values())
    for (const ruleId of decision.firedRuleIds)
      if (ruleIds.includes(ruleId)) report('G9', `decision ${decision.id} counts ${ruleId}, which ${id} took back`);
};

const checkApplied = (
  record: BorrowerRecord,
  body: Applied,
  { facts, outboxRows }: Pick<SeenCommit, 'facts' | 'outboxRows'>,
  told: RollBacks,
  atMs: number,
  report: Report,
): void => {
  const { rollBackId: id, decisionIds } = body;
  const about = told.get(id);
  if (about === undefined) return report('G9', `roll-back ${id} was carried out and nobody agreed to it`);
  if (body.by === body.secondBy) report('G9', `roll-back ${id} was agreed to by ${body.by} alone`);
  if (record.rolledBack.has(id)) report('G9', `roll-back ${id} was carried out twice`);
  record.rolledBack.add(id);
  const touched = touchedOf(record, about);
  for (const [decisionId] of touched)
    if (!decisionIds.includes(decisionId)) report('G9', `roll-back ${id} passed over decision ${decisionId}`);
  const again = facts.filter((fact) => isRedecision(fact.body)).length;
  if (again !== touched.length) report('G9', `roll-back ${id} ran ${again} of ${touched.length} decisions again`);
  const mistaken = [
    ...touched.filter(
      ([decisionId, decision]) =>
        cameToSomething(record, decisionId, decision) && isOfMistakeAlone(decision, about.mistake),
    ),
    ...[...record.decisions].filter(([, decision]) => fallsByItself(decision, about)),
  ];
  const undone = new Set(mistaken.map(([decisionId]) => decisionId));
  checkUndone(record, id, undone, facts, report);
  checkNoMore(record, about, facts, report);
  checkRestored(record, `roll-back ${id}`, facts, atMs, report);
  if (undone.size > 0 && !isTold(facts, outboxRows)) report('G9', `roll-back ${id} undid something and told nobody`);
};

/** Whether a decision took anything, or put something before people; one that rested, or that its data could not carry, did not. */
const cameToSomething = (record: BorrowerRecord, id: string, { action }: SeenDecision): boolean =>
  ADVERSE_ACTIONS.includes(action) || [...record.restrictions.values()].some(({ decisionId }) => decisionId === id);

const isRedecision = (body: Fact['body']): boolean =>
  body.type === 'decision.recorded' && body.decision.kind === 'ROLL_BACK_REDECISION';

/** By rules named one by one, what a person decided for those alone falls as well (N130). */
const fallsByItself = ({ tableId, reasons, versions }: SeenDecision, about: ToldRollBack): boolean =>
  tableId === 'human' &&
  reasons.length > 0 &&
  (about.policyVersion === null || versions.policy === about.policyVersion) &&
  reasons.every(({ ruleId }) => about.ruleIds.includes(ruleId));

/** What came of a mistake alone is gone, and counts against the rule that made it. */
const checkUndone = (
  record: BorrowerRecord,
  id: string,
  undone: ReadonlySet<string>,
  facts: readonly Fact[],
  report: Report,
): void => {
  for (const [restrictionId, { decisionId, state }] of record.restrictions)
    if (undone.has(decisionId) && STANDING.includes(state))
      report('G9', `roll-back ${id} leaves restriction ${restrictionId}, which came of the mistake alone`);
  if (record.declinedBy !== null && undone.has(record.declinedBy) && !isReopened(facts))
    report('G9', `roll-back ${id} leaves an application declined by the mistake alone`);
  for (const decisionId of undone)
    if (!facts.some(({ body }) => body.type === 'rule.contested' && body.decisionId === decisionId))
      report('G9', `roll-back ${id} undid decision ${decisionId}, and it counts against no rule`);
};

/** Nothing else is undone with it: what stands on other legs goes on standing. */
const checkNoMore = (record: BorrowerRecord, about: ToldRollBack, facts: readonly Fact[], report: Report): void => {
  for (const [restrictionId] of reversedIn(record, facts)) {
    const decision = record.decisions.get(record.restrictions.get(restrictionId)?.decisionId ?? '');
    const isRight =
      decision !== undefined &&
      ((isTouched(decision, about) && hasMistake(decision, about.mistake)) || fallsByItself(decision, about));
    if (!isRight) report('G9', `roll-back ${about.id} undid ${restrictionId}, in which the mistake had no part`);
  }
};

/** An offer, or the word that one may apply again at once. */
const isReopened = (facts: readonly Fact[]): boolean =>
  facts.some(({ body }) => body.type === 'offer.made' || body.type === 'application.declined');

const reversedIn = (record: BorrowerRecord, facts: readonly Fact[]): [string, SeenRestriction][] =>
  facts.flatMap(({ body }): [string, SeenRestriction][] => {
    if (body.type !== 'restriction.ended' || body.state !== 'reversed') return [];
    const restriction = record.restrictions.get(body.restrictionId);
    return restriction === undefined ? [] : [[body.restrictionId, restriction]];
  });

/** At least the former line (G9). */
const checkRestored = (
  record: BorrowerRecord,
  what: string,
  facts: readonly Fact[],
  atMs: number,
  report: Report,
): void => {
  for (const [id, { limitBeforeFen }] of reversedIn(record, facts)) {
    const left = lacksFormer(record, limitBeforeFen, atMs);
    if (left !== null) report('G9', `${what} reversed ${id} and leaves ${left} fen where ${limitBeforeFen} was`);
  }
};

/** A remedy’s notice, without fault, on its way. */
const isTold = (facts: readonly Fact[], outboxRows: SeenCommit['outboxRows']): boolean =>
  facts.some(
    ({ body }) =>
      body.type === 'notice.issued' &&
      body.notice.kind === 'REMEDY' &&
      body.notice.noFault &&
      outboxRows.some(({ consequence: { kind, noticeId } }) => kind === 'message' && noticeId === body.notice.id),
  );

/** After the last borrower: nobody was passed over. */
export const checkAllRolledBack = (record: BorrowerRecord, about: ToldRollBack, report: Report): void => {
  if (record.rolledBack.has(about.id)) return;
  const left = touchedOf(record, about).length;
  if (left > 0) report('G9', `roll-back ${about.id} is done and ${left} decision(s) were never run again`);
};

/** What a version’s roll-back leaves to people, by the auditor’s own reckoning: what people decided under it and that still stands. */
export const leftToPeopleBy = (record: BorrowerRecord, about: ToldRollBack): string[] =>
  about.ruleIds.length > 0 || about.policyVersion === null
    ? []
    : [...record.decisions].flatMap(([id, { tableId, versions, reasons }]) => {
        if (tableId !== 'human' || versions.policy !== about.policyVersion || reasons.length === 0) return [];
        if (record.lookedAt.has(`${about.id} ${id}`)) return [];
        const led = [...record.restrictions.values()].find(({ decisionId }) => decisionId === id);
        return (led === undefined ? record.declinedBy === id : STANDING.includes(led.state)) ? [id] : [];
      });

const checkLookedAt = (
  record: BorrowerRecord,
  { rollBackId, decisionId, kept, by }: LookedAt,
  { facts, outboxRows }: Pick<SeenCommit, 'facts' | 'outboxRows'>,
  atMs: number,
  report: Report,
): void => {
  record.lookedAt.add(`${rollBackId} ${decisionId}`);
  const what = `decision ${decisionId}, looked at after ${rollBackId},`;
  const led = [...record.restrictions].find(([, restriction]) => restriction.decisionId === decisionId);
  const people = [record.decisions.get(decisionId)?.decider, ...(led?.[1].approvedBy ?? [])];
  if (people.includes(by)) report('G8', `${what} was looked at by ${by}, who had stood behind it`);
  const undone = reversedIn(record, facts);
  if (kept && undone.length > 0) report('G9', `${what} was kept and yet undone`);
  if (kept) return;
  const stands =
    led === undefined ? record.declinedBy === decisionId && !isReopened(facts) : STANDING.includes(led[1].state);
  if (stands) report('G9', `${what} was taken back and stands`);
  checkRestored(record, what, facts, atMs, report);
  // Of a mere proposal nobody outside had heard.
  const wasTold = led === undefined || led[1].announcedAtMs !== null || led[1].effectiveAtMs !== null;
  if (wasTold && !isTold(facts, outboxRows)) report('G9', `${what} was taken back and nobody was told`);
};
