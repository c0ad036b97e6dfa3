import { addDays } from '@clearline/lending';
import type { IsoDate } from '@clearline/line';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import type { Deeds } from './deeds.ts';
import { wasRefused } from './desk.ts';
import type { WorldRun } from './world-run.ts';

/** Of a hundred who borrow as a person and steadily, so many begin to trade. */
const TRADES = 0.12;
const CONSENT = '2026-08';

/** The day on which somebody begins to trade, counted from the first of the run; null for those who never do. */
export const tradesFrom = (truth: Truth, random: Random, days: number): number | null =>
  truth.kind === 'CONSUMER' && truth.good && random.chance(TRADES)
    ? random.between(truth.startsOnDay + 10, Math.max(truth.startsOnDay + 10, days - 15))
    : null;

/**
 * A consumer who trades exchanges their line for a business line: takings come in, they are asked, think it over, take their word
 * back or say no, apply, and accept. They try as well where it cannot be, and are told so.
 */
export const trade = (run: WorldRun, random: Random, deeds: Deeds): void => {
  if (run.file.line?.kind !== 'CONSUMER') return;
  if (random.chance(0.3)) takings(run, random);
  answer(run, random, deeds);
  apply(run, random, deeds);
};

const takings = (run: WorldRun, random: Random): void =>
  run.observe(
    {
      kind: 'SALES_UPDATE',
      salesDate: dayBefore(run.date),
      salesFen: BigInt(random.between(200, 6_000)) * 100n,
      orders: random.between(3, 90),
    } as never,
    'app',
  );
const dayBefore = (date: IsoDate): IsoDate => addDays(date, -1);

/** Most say yes, some at once and some unasked; some say no, and one in thirty takes a yes back. */
const answer = (run: WorldRun, random: Random, deeds: Deeds): void => {
  const { move } = run.file;
  const isAgreed = move?.state === 'AGREED';
  if (!random.chance(isAgreed ? 0.03 : move?.state === 'INVITED' ? 0.25 : 0.02)) return;
  const agreed = !isAgreed && random.chance(0.8);
  const answered = run.send({ type: 'answer_move', agreed, version: CONSENT });
  if (wasRefused(answered)) deeds.not_exchanged += 1;
};

const apply = (run: WorldRun, random: Random, deeds: Deeds): void => {
  const isAgreed = run.file.move?.state === 'AGREED';
  // Some apply without having agreed; nothing comes of it.
  if (!random.chance(isAgreed ? 0.4 : 0.01)) return;
  const applied = run.send({
    type: 'apply',
    kind: 'BUSINESS',
    monthlyIncomeFen: BigInt(random.between(60, 300)) * 10_000n,
    employment: 'BUSINESS_OWNER',
    monthsInWork: random.between(3, 60),
  });
  if (wasRefused(applied)) deeds.not_exchanged += 1;
};

/** Who is told that an unused line is cut keeps it with one tap, now and then. */
export const keepLine = (run: WorldRun, random: Random): void => {
  const isToBeCut = Object.values(run.file.restrictions).some(
    ({ state, strategyId }) => state === 'pre_notice' && strategyId !== null,
  );
  if (isToBeCut && random.chance(0.03)) run.send({ type: 'keep' });
};

/** An offer is read and accepted within days, that of a first line as well as of an exchange. */
export const acceptOffer = (run: WorldRun, random: Random, deeds: Deeds): void => {
  const { application, line } = run.file;
  if (application?.status !== 'OFFERED' || application.offer === null || !random.chance(0.5)) return;
  const accepted = run.send({
    type: 'accept_offer',
    costSheetHash: application.offer.costSheetHash,
    readSeconds: random.between(15, 90),
    scrolledToEnd: true,
  });
  if (wasRefused(accepted) && line !== null) deeds.not_exchanged += 1;
};
