import type { Context } from '../context.ts';
import type { DecisionRecord } from '../decision-record.ts';
import { judgeFile, lookAt, recordOf } from '../decision/record.ts';
import type { Judgement } from '../decision/judge.ts';
import { lookFor } from '../decision/look.ts';
import { isAdverse, SEVERITY } from '../decision/severity.ts';
import type { BorrowerFile } from '../file.ts';
import { rulesOfSameMatter } from '../matters.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { restrictionsInForce } from '../selectors.ts';
import type { CauseFamily, RestrictionKind } from '../vocabulary.ts';
import { noteDoubts } from './doubts.ts';
import { announce, impose, propose } from './restrict.ts';
import { asMachine, type Work } from './work.ts';

/**
 * Looks at the file after something was seen, and reacts in proportion. A judgement in which no rule fired changes
 * nothing and is not recorded: with it the record would hold one line per login. Everything else is.
 */
export const monitor = (work: Work, context: Context): void => {
  const line = work.file.line;
  if (line === null || line.status === 'CLOSED') return;
  if (!lookFor(context.policies, 'EVENT_MONITOR', line.kind)(work.file, context.now, context.businessDate)) {
    noteDoubts(work, [], context);
    return;
  }
  const machine = asMachine(context, 'monitor');
  const answered = answeredRules(work.file, context);
  const seen = lookAt('EVENT_MONITOR', line.kind, work.file, machine, answered);
  noteDoubts(work, seen.inputs, machine);
  if (seen.ruleIds.length === 0) return;
  const families = familiesOf(seen, machine.policies);
  // Each cause has its own way back, so each gets its own decision and restriction.
  for (const [family, ruleIds] of families) {
    const others = seen.ruleIds.filter((ruleId) => !ruleIds.includes(ruleId));
    const setAside = [...answered, ...others];
    // What was raised already is not recorded again; to know that, nothing need be explained (N107).
    const bare = judgeFile('EVENT_MONITOR', line.kind, work.file, machine, { explain: false, setAside }).judgement;
    if (!isForPeople(bare) && isOldNews(work.file, bare)) continue;
    const { inputs, about, judgement } = judgeFile('EVENT_MONITOR', line.kind, work.file, machine, {
      explain: true,
      setAside,
    });
    const record = recordOf('EVENT_MONITOR', inputs, about, judgement, machine, `EVENT_MONITOR:${family}`);
    work.add({ type: 'decision.recorded', decision: record });
    act(work, record, judgement, machine);
  }
};

/** Rules that fired, by cause family. */
const familiesOf = (
  { tableId, ruleIds }: Pick<ReturnType<typeof lookAt>, 'tableId' | 'ruleIds'>,
  policies: PolicySet,
): Map<CauseFamily, string[]> => {
  const families = new Map<CauseFamily, string[]>();
  for (const rule of policies.models[tableId]?.tables[0]?.rules ?? []) {
    const family = policies.reasons[rule.annotations['reason'] ?? '']?.family;
    if (family === undefined || !ruleIds.includes(rule.id)) continue;
    families.set(family, [...(families.get(family) ?? []), rule.id]);
  }
  return families;
};

/**
 * Rules whose signal has led to a restriction or proposal that still stands: they have had their answer, and with them
 * whatever asks for as much over the same matter (N82).
 */
const answeredRules = (file: BorrowerFile, { now, policies }: Context): string[] => {
  const standing = [...restrictionsInForce(file, now), ...pending(file)];
  return standing.flatMap(({ kind, ruleIds }) => [...ruleIds, ...rulesOfSameMatter(ruleIds, kind, policies)]);
};

/** Carries out what a recorded machine decision ended in. */
export const act = (
  work: Work,
  record: DecisionRecord,
  how: Pick<Judgement, 'action' | 'wantedAction' | 'stepUpLifts' | 'holdHours'>,
  context: Context,
): void => {
  const causeFamily = record.causeFamily;
  if (causeFamily === null) return;
  if (record.action === 'STEP_UP')
    impose(work, { kind: 'STEP_UP', causeFamily, stepUpLifts: true }, record, null, context);
  else if (record.action === 'SINGLE_DRAW_CAP' && record.singleDrawCapFen !== undefined)
    impose(
      work,
      { kind: 'SINGLE_DRAW_CAP', causeFamily, singleDrawCapFen: record.singleDrawCapFen },
      record,
      how.holdHours,
      context,
    );
  else if (record.action === 'DRAW_HOLD')
    impose(work, { kind: 'DRAW_HOLD', causeFamily, stepUpLifts: how.stepUpLifts }, record, how.holdHours, context);
  else if (isForPeople(how))
    propose(
      work,
      { kind: how.wantedAction as RestrictionKind, causeFamily, limitAfterFen: record.limitFen },
      record,
      context,
    );
  else if (record.action === 'LIMIT_REDUCED' || record.action === 'DRAW_SUSPENDED') {
    const id = propose(work, { kind: record.action, causeFamily, limitAfterFen: record.limitFen }, record, context);
    announce(work, id, record, context.lender.noticeDays, context);
  }
};

/** What a judgement and the record of one have in common. */
type Said = Pick<DecisionRecord, 'action' | 'causeFamily' | 'firedRuleIds' | 'reasons'>;

/** A mere flag that the last decision about this family of causes raised already. */
const isOldNews = (file: BorrowerFile, found: Said): boolean => {
  if (isAdverse(found.action)) return false;
  const last = Object.values(file.decisions).findLast(
    (decision) => decision.kind === 'EVENT_MONITOR' && decision.causeFamily === found.causeFamily,
  );
  return last !== undefined && last.action === found.action && saidOf(last) === saidOf(found);
};

/** What a flag says: the rules, and until when each reason is held back. */
const saidOf = ({ firedRuleIds, reasons }: Said): string =>
  `${firedRuleIds.join()} ${reasons.map(({ heldBackUntil = '' }) => heldBackUntil).join()}`;

const pending = (file: BorrowerFile) =>
  Object.values(file.restrictions).filter(
    (restriction) => restriction.state === 'proposed' || restriction.state === 'pre_notice',
  );

/** Beyond what the machine alone may do: a restriction to put before a person (G3). */
const isForPeople = ({ action, wantedAction }: Pick<Judgement, 'action' | 'wantedAction'>): boolean =>
  action === 'REVIEW' && SEVERITY[wantedAction] > SEVERITY.DRAW_HOLD;
