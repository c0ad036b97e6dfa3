import { type Appeal, derivedId, isOpenAppeal, restrictionsInForce } from '@clearline/line';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import { OPERATOR } from './people.ts';
import type { WorldRun } from './world-run.ts';

/** On a day so many of a hundred do what a notice names, or answer what they were asked. */
const VERIFIES = 0.4;
const HANDS_IN = 0.4;
const ANSWERS = 0.12;
/** On a day so many of a hundred open appeals are sent back for more. */
const ASKS_MORE = 0.08;

/**
 * What people with the truth on their side do about what they were told: who they are they can show, and what they say in an appeal they
 * can prove by what the notice names. A thief can do neither, and who has nothing to show hands in nothing.
 */
export const answerNotices = (run: WorldRun, truth: Truth, random: Random, day: number): void => {
  const isStolen = truth.life === 'ACCOUNT_TAKEOVER' && truth.turnsOnDay !== null && day >= truth.turnsOnDay;
  if (isStolen) return;
  if (restrictionsInForce(run.file, run.now).some(({ stepUpLifts }) => stepUpLifts) && random.chance(VERIFIES))
    run.send({ type: 'pass_step_up' });
  for (const appeal of Object.values(run.file.appeals)) {
    if (!isOpenAppeal(appeal) || !truth.good) continue;
    const isAsked = appeal.state === 'info_requested';
    if (!random.chance(isAsked ? ANSWERS : appeal.evidence.length === 0 ? HANDS_IN : 0)) continue;
    const declared = shows(run, truth, appeal);
    if (declared.length > 0 || isAsked) handIn(run, appeal, declared);
  }
};

type Declared = Appeal['evidence'][number]['declared'];

const handIn = (run: WorldRun, appeal: Appeal, declared: Declared): void => {
  const ofIncome = declared.some(({ input }) => input === 'monthly_income');
  const n = appeal.evidence.length;
  run.send({
    type: 'add_evidence',
    appealId: appeal.id,
    evidence: {
      id: derivedId(appeal.id, `evidence:${n}`),
      kind: ofIncome ? 'BANK_STATEMENT' : 'OTHER',
      fileName: `${n + 1}.pdf`,
      mediaType: 'application/pdf',
      sizeBytes: 120_000,
      sha256: derivedId(appeal.id, `file:${n}`),
      declared,
    },
  });
};

/** Debts measured by income: whoever earns more than was known of can show it. */
const OVER_INCOME: readonly string[] = ['debt_service_ratio', 'debt_to_monthly_income'];
/** What is none of theirs: payments to a supplier that looked like misuse, and debts of another in their report. */
const NOT_THEIRS: readonly string[] = [
  'misused_transfers_30d',
  'overdue_accounts',
  'overdue_days_max',
  'overdue_amount',
  'overdue_months_24m',
  'consecutive_overdue_months_24m',
];

const shows = (run: WorldRun, truth: Truth, appeal: Appeal): Declared => {
  const decision = run.file.decisions[appeal.decisionId];
  const known = decision?.inputs.find(({ name }) => name === 'monthly_income')?.value;
  const inputs = new Set((decision?.reasons ?? []).map(({ input }) => input));
  const trueFen = Number(truth.monthlyIncomeFen);
  const earnsMore = typeof known === 'number' && trueFen > known && OVER_INCOME.some((input) => inputs.has(input));
  return [
    ...(earnsMore ? [{ input: 'monthly_income', value: trueFen }] : []),
    ...NOT_THEIRS.filter((input) => inputs.has(input)).map((input) => ({ input, value: 0 })),
  ];
};

/** Reviewers ask for something more before they look, once a case at most; it comes, or never does. */
export const askForMore = (run: WorldRun, random: Random): void => {
  for (const appeal of Object.values(run.file.appeals)) {
    if (appeal.state !== 'triaged' && appeal.state !== 'evidence_received') continue;
    if (appeal.steps.some(({ state }) => state === 'info_requested') || !random.chance(ASKS_MORE)) continue;
    run.send(
      {
        type: 'request_info',
        appealId: appeal.id,
        text: { zh: '请补充能说明情况的材料。', en: 'Please hand in what shows how it was.' },
      },
      OPERATOR,
    );
  }
};
