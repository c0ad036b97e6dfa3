import type { Actor, FactBody, Refusal } from '@clearline/line';
import { bureau, stressOf } from '../simulate/bureau.ts';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import type { Deeds } from './deeds.ts';
import type { WorldRun } from './world-run.ts';

/** Not those who review appeals: whoever made a hold last longer may not review it (G8). */
const OPERATOR: Actor = { kind: 'staff', staffNo: 'A2101', roles: ['reviewer'] };
const SENIOR: Actor = { kind: 'staff', staffNo: 'A2102', roles: ['reviewer', 'second_approver'] };

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
  const [reason] = run.file.decisions[application.decisionId ?? '']?.reasons ?? [];
  const approved = reason === undefined || random.chance(0.7);
  run.send(
    {
      type: 'decide_application',
      approved,
      limitFen: approved ? BigInt(random.between(5, 30)) * 100_000n : null,
      reasonCode: approved ? null : reason.code,
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

/** Before an announced change takes effect, another report is sometimes asked for: it may clear, confirm, or say nothing usable. */
const lookOnceMore = (run: WorldRun, truth: Truth, random: Random, day: number): void => {
  if (!Object.values(run.file.restrictions).some(({ state }) => state === 'pre_notice')) return;
  if (random.chance(0.12)) bureau(run, truth, random, stressOf(truth, day), random);
};
