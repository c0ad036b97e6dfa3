import { effectiveLimitOf, type FactBody, plusDays, type Refusal, usedOf } from '@clearline/line';
import { bureau, stressOf } from '../simulate/bureau.ts';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import type { Deeds } from './deeds.ts';
import { OPERATOR, SENIOR } from './people.ts';
import type { WorldRun } from './world-run.ts';

/** What the lender’s people do in a day beside answering proposals and appeals. */
export const deskWork = (run: WorldRun, truth: Truth, random: Random, day: number, deeds: Deeds): void => {
  decideReferred(run, random);
  makeLonger(run, truth, random, deeds);
  lookOnceMore(run, truth, random, day);
};

export const wasRefused = (answer: readonly FactBody[] | Refusal): answer is Refusal => !Array.isArray(answer);

/** Applications that the machine would not decide: most are granted, the rest declined for the reason that brought them here. */
const decideReferred = (run: WorldRun, random: Random): void => {
  const { application } = run.file;
  if (application?.status !== 'REFERRED' || !random.chance(0.3)) return;
  const reasons = run.file.decisions[application.decisionId ?? '']?.reasons ?? [];
  const approved = reasons.length === 0 || random.chance(0.7);
  run.send(
    {
      type: 'decide_application',
      approved,
      limitFen: approved ? BigInt(random.between(5, 30)) * 100_000n : null,
      reasonCodes: approved ? [] : reasons.map(({ code }) => code),
      note: '人工核查',
    },
    OPERATOR,
  );
};

/**
 * Holds and caps are made longer, mostly on the day on which they were laid on. Whoever asks does not look whether their reasons
 * still hold, whether the data is sound, or whether they may do it alone: the engine must.
 */
const makeLonger = (run: WorldRun, truth: Truth, random: Random, deeds: Deeds): void => {
  for (const { id, state, expiresAt, stepUpLifts } of Object.values(run.file.restrictions)) {
    if (state !== 'effective' || expiresAt === null || stepUpLifts || !random.chance(truth.good ? 0.06 : 0.25))
      continue;
    const answer = run.send(
      { type: 'renew_restriction', restrictionId: id, days: random.between(1, 20), reason: '核查尚未完成' },
      random.chance(0.6) ? OPERATOR : SENIOR,
    );
    if (wasRefused(answer)) deeds.not_made_longer += 1;
  }
};

/** For how many days a person still acts on what a machine put before people. */
const ACTS_WITHIN_DAYS = 6;

/**
 * What the machine put before people is acted on: a hold at once, or a lower limit that a second person must agree to. Whoever does it
 * gives reasons of the machine’s, without looking whether they may stand alone, still hold, or rest on sound data: the engine must.
 */
export const restrict = (run: WorldRun, truth: Truth, random: Random, deeds: Deeds): void => {
  if (run.file.line?.status !== 'ACTIVE') return;
  const last = Object.values(run.file.decisions).at(-1);
  if (last?.action !== 'REVIEW' || last.kind === 'UNDERWRITING') return;
  if (plusDays(last.at, ACTS_WITHIN_DAYS) < run.now || !random.chance(truth.good ? 0.006 : 0.08)) return;
  const reasonCodes = [...new Set(last.reasons.map(({ code }) => code))].slice(0, random.between(1, 4));
  if (reasonCodes.length === 0) return;
  const hold = random.chance(0.4);
  const limit = effectiveLimitOf(run.file, run.now);
  const lower = (limit * BigInt(random.between(50, 90))) / 100n;
  const limitAfterFen = lower > usedOf(run.file) ? lower - (lower % 10_000n) : usedOf(run.file);
  const answer = run.send(
    {
      type: 'propose_restriction',
      kind: hold ? 'DRAW_HOLD' : 'LIMIT_REDUCED',
      reasonCodes,
      limitAfterFen: hold ? null : limitAfterFen,
      days: hold ? random.between(1, 5) : null,
      note: '核查后处理',
    },
    OPERATOR,
  );
  deeds[wasRefused(answer) ? 'not_restricted_by_people' : 'restricted_by_people'] += 1;
};

/** Before an announced change takes effect, another report is sometimes asked for: it may clear, confirm, or say nothing usable. */
const lookOnceMore = (run: WorldRun, truth: Truth, random: Random, day: number): void => {
  if (!Object.values(run.file.restrictions).some(({ state }) => state === 'pre_notice')) return;
  if (random.chance(0.12)) bureau(run, truth, random, stressOf(truth, day), random, day);
};
