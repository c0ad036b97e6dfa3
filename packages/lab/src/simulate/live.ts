import { addDays } from '@clearline/lending';
import {
  type Actor,
  availableOf,
  decidersOf,
  derivedId,
  drawCapOf,
  type IsoDate,
  isOpenAppeal,
  restrictionsInForce,
} from '@clearline/line';
import { BorrowerRun, type RunSettings } from './borrower-run.ts';
import { bureau, stressOf } from './bureau.ts';
import type { Truth } from './lives.ts';
import { masked, type Person, PROVINCES } from './person.ts';
import type { Random } from './random.ts';
import type { Said } from './said.ts';

/** Lives one borrower through a year, day by day. What they do follows their truth; what happens to them, the engine. */
export interface LifeInput {
  readonly borrowerId: string;
  readonly person: Person;
  readonly truth: Truth;
  readonly random: Random;
  /** Dice of their own for what a life may bring beside that; a life without them stays as it was. */
  readonly more?: Random;
  /** What they say beside when they apply; nothing where it is left out. */
  readonly said?: Said;
  readonly from: IsoDate;
  readonly days: number;
  readonly settings: RunSettings;
}

const REVIEWER: Actor = { kind: 'staff', staffNo: 'A2001', roles: ['reviewer'] };
const SECOND: Actor = { kind: 'staff', staffNo: 'A2002', roles: ['second_approver'] };
/** Decides where one of the two above decided before (G8). */
const THIRD: Actor = { kind: 'staff', staffNo: 'A2003', roles: ['reviewer', 'second_approver'] };

export const live = (input: LifeInput): BorrowerRun => {
  const run = new BorrowerRun(input.borrowerId, input.settings);
  for (const _date of daysOf(run, input)) run.closeDay();
  return run;
};

/**
 * The same life one day at a time: each step lives a day and gives its date, its end of day left to the caller. It knows
 * of the engine only what `run` lets through, so that a run with faults between the two lives no other life.
 */
export function* daysOf(run: BorrowerRun, input: LifeInput): Generator<IsoDate, void> {
  const { truth, random, from, days } = input;
  const home = random.pick(PROVINCES);
  for (let day = truth.startsOnDay; day < days; day++) {
    const date = addDays(from, day);
    run.at(date, random.between(9, 20));
    if (day === truth.startsOnDay) join(run, input);
    else if (run.file.line !== null) {
      everyday(run, input, day, home);
      if (truth.turnsOnDay === day) turn(run, input, home);
      // The last days stay open, so that the desks of the demo have work on them.
      if (day < days - 12) peopleDecide(run, truth, random);
    }
    yield date;
  }
}

const join = (run: BorrowerRun, { person, truth, random, more, said }: LifeInput): void => {
  const { name, phone, idNumber } = masked(person);
  run.send({ type: 'register', maskedPhone: phone });
  run.send({ type: 'verify_identity', maskedName: name, maskedIdNumber: idNumber });
  for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
    run.send({ type: 'change_consent', kind, given: true, version: '2026-08' });
  bureau(run, truth, random, truth.overIndebted === true ? 1 : 0, more ?? null, dayGiven(more, truth.startsOnDay));
  run.observe({ kind: 'LOGIN', deviceId: deviceOf(run, 0), province: '浙江', success: true } as never, 'app');
  fileTaxes(run, said?.taxedMonthlyFen ?? null);
  run.send({
    type: 'apply',
    kind: truth.kind,
    monthlyIncomeFen: truth.monthlyIncomeFen,
    employment: truth.kind === 'BUSINESS' ? 'BUSINESS_OWNER' : 'EMPLOYED',
    monthsInWork: random.between(8, 160),
    ...said?.declared,
  });
  const offer = run.file.application?.offer;
  if (offer)
    run.send({
      type: 'accept_offer',
      costSheetHash: offer.costSheetHash,
      readSeconds: random.between(12, 90),
      scrolledToEnd: true,
    });
};

/** Only newer reports say what is with other lenders beside the debts of a life. */
const dayGiven = (more: Random | undefined, day: number): number | null => (more === undefined ? null : day);

/** Returns of the two months before this one: a return is as long as lies between it and the one before. */
const fileTaxes = (run: BorrowerRun, monthlyFen: bigint | null): void => {
  if (monthlyFen === null) return;
  const last = firstOfMonthBefore(run.date);
  for (const periodFrom of [firstOfMonthBefore(last), last])
    run.observe(
      {
        kind: 'TAX_UPDATE',
        periodFrom,
        declaredSalesFen: monthlyFen,
        taxPaidFen: monthlyFen / 33n,
        filedOnTime: true,
      } as never,
      'tax',
    );
};
const firstOfMonthBefore = (date: IsoDate): IsoDate => `${addDays(`${date.slice(0, 7)}-01`, -1).slice(0, 7)}-01`;

export const deviceOf = (run: BorrowerRun, n: number): string => `dev-${run.file.borrowerId.slice(0, 8)}-${n}`;

const everyday = (run: BorrowerRun, input: LifeInput, day: number, home: string): void => {
  const { truth, random, more } = input;
  const turned = truth.turnsOnDay !== null && day >= truth.turnsOnDay;
  const since = turned ? day - (truth.turnsOnDay ?? day) : 0;
  if (random.chance(0.07))
    run.observe({ kind: 'LOGIN', deviceId: deviceOf(run, 0), province: home, success: true } as never, 'app');
  if ((day - truth.startsOnDay) % 30 === 27)
    bureau(run, truth, random, stressOf(truth, day), more ?? null, dayGiven(more, day));
  if (mayDraw(truth, turned, since, random, day)) borrow(run, truth, random);
  payWhatIsDue(run, truth, random, turned, since);
  if (random.chance(0.004)) payEarly(run, random);
  askBack(run, truth, random);
};

const mayDraw = (truth: Truth, turned: boolean, since: number, random: Random, day: number): boolean => {
  if (truth.life === 'OVER_BORROWING' && turned) return since < 60 && random.chance(0.12);
  if (truth.life === 'JOB_LOSS' && turned) return since < 40 && random.chance(0.05);
  // Trade borrows before its season and repays after.
  if (truth.life === 'SEASONAL_TRADE') return random.chance(day % 120 < 25 ? 0.05 : 0.004);
  return random.chance(0.014);
};

const borrow = (run: BorrowerRun, truth: Truth, random: Random): void => {
  // A shop pays its suppliers one by one: several small draws in a day, which are no flight with the line.
  if (truth.life === 'SEASONAL_TRADE' && random.chance(0.4)) {
    for (const share of [4, 7, 5]) borrowShare(run, random, share);
    return;
  }
  borrowShare(run, random, truth.life === 'OVER_BORROWING' ? random.between(40, 90) : random.between(15, 60));
};

/** Draws so many hundredths of what is available, and passes a security check if one is asked for. */
export const borrowShare = (run: BorrowerRun, random: Random, share: number): void => {
  const available = availableOf(run.file, run.now);
  const wanted = (available * BigInt(share)) / 100n;
  // The form shows the cap, and most ask for no more; who does is refused with the day on which it ends.
  const cap = drawCapOf(run.file, run.now);
  const amount = cap !== null && wanted > cap.fen && !random.chance(0.1) ? cap.fen : wanted;
  const rounded = amount - (amount % 10_000n);
  if (rounded < 50_000n) return;
  const method = random.pick([
    'EQUAL_INSTALMENT',
    'EQUAL_INSTALMENT',
    'EQUAL_PRINCIPAL',
    'INTEREST_FIRST',
    'ON_DEMAND',
  ] as const);
  run.draw(
    rounded,
    random.pick([3, 6, 12]),
    method,
    run.file.line?.kind === 'BUSINESS' ? 'BUSINESS_TURNOVER' : random.pick(['DAILY', 'TRAVEL', 'MEDICAL'] as const),
  );
  if (restrictionsInForce(run.file, run.now).some((restriction) => restriction.stepUpLifts) && random.chance(0.9))
    run.send({ type: 'pass_step_up' });
};

const payWhatIsDue = (run: BorrowerRun, truth: Truth, random: Random, turned: boolean, since: number): void => {
  const due = run.dueFen();
  if (due === 0n) return;
  const broke = turned && !truth.good && since > 25;
  if (broke) {
    if (random.chance(0.04)) run.repay((due * BigInt(random.between(20, 60))) / 100n + 1n);
    return;
  }
  // People forget for a day or two; that is not risk.
  if (random.chance(0.93)) run.repay(null);
};

const payEarly = (run: BorrowerRun, random: Random): void => {
  const open = Object.values(run.file.loans).filter((loan) => loan.state === 'ACTIVE');
  if (open.length > 0) run.repay(null, 'EARLY_FULL', random.pick(open).id);
};

/** The event that a life turns on; job loss and over-borrowing need none: their days change. */
const turn = (run: BorrowerRun, { truth, random }: LifeInput, home: string): void => {
  if (truth.life === 'ACCOUNT_TAKEOVER' || truth.life === 'FALSE_ALARM') {
    const away = PROVINCES.filter((province) => province !== home);
    const device = deviceOf(run, 1);
    // A thief and a traveller with a new phone look the same; only one can pass the security check.
    run.observe({ kind: 'LOGIN', deviceId: deviceOf(run, 0), province: home, success: true } as never, 'app');
    run.observe({ kind: 'LOGIN', deviceId: device, province: away[0] ?? home, success: true } as never, 'app');
    run.observe({ kind: 'LOGIN', deviceId: device, province: away[1] ?? home, success: true } as never, 'app');
    run.draw(100_000n, 3, 'EQUAL_INSTALMENT', 'DAILY');
    if (truth.life === 'FALSE_ALARM' && random.chance(0.7)) run.send({ type: 'pass_step_up' });
  } else if (truth.life === 'OVER_BORROWING') {
    // Amounts differ: the same one at the same moment is one draw sent twice, and counts once.
    for (let n = 0n; n < 5n; n++) run.draw(100_000n + n * 10_000n, 6, 'EQUAL_INSTALMENT', 'DAILY');
  }
};

/** Borrowers who were restricted and can show it was wrong contest it; some do it for nothing. */
const askBack = (run: BorrowerRun, truth: Truth, random: Random): void => {
  if (Object.values(run.file.appeals).some(isOpenAppeal)) return;
  const told = Object.values(run.file.restrictions).find(
    (restriction) =>
      (restriction.state === 'effective' || restriction.state === 'pre_notice') && restriction.kind !== 'STEP_UP',
  );
  if (!told || !random.chance(truth.good ? 0.25 : 0.08)) return;
  const alreadyAsked = Object.values(run.file.appeals).some((appeal) => appeal.restrictionId === told.id);
  if (alreadyAsked) return;
  const statement = truth.good ? '这是误会，我一直按时还款，请复核。' : '希望恢复额度。';
  run.send({
    type: 'submit_appeal',
    decisionId: told.decisionId,
    restrictionId: told.id,
    citedReasonCodes: told.reasonCodes.slice(0, 4),
    statement,
    urgentHardship: false,
  });
};

/** Reviewers of the demo: they agree to most proposals, and repair what the truth shows to be wrong. */
const peopleDecide = (run: BorrowerRun, truth: Truth, random: Random): void => {
  for (const restriction of Object.values(run.file.restrictions))
    if (restriction.state === 'proposed' && random.chance(0.2))
      run.send(
        {
          type: 'approve_restriction',
          restrictionId: restriction.id,
          approved: random.chance(0.8),
          note: '核对征信与账务',
        },
        SECOND,
      );
  for (const appeal of Object.values(run.file.appeals)) {
    if (!isOpenAppeal(appeal) || !random.chance(0.4)) continue;
    run.send({ type: 'take_appeal', appealId: appeal.id }, REVIEWER);
    const rules = run.file.decisions[appeal.decisionId]?.firedRuleIds ?? [];
    // People see evidence that the machine did not, and are right more often than not.
    const found = random.chance(truth.good ? 0.85 : 0.1);
    // What was taken back meanwhile, by a roll-back say, is not upheld whatever they find.
    const overturn = found || run.file.restrictions[appeal.restrictionId ?? '']?.state === 'reversed';
    // What was handed in is accepted as it was declared, and then it is no mistake of the rule’s.
    const evidence = overturn
      ? appeal.evidence.flatMap(({ id, declared }) => declared.map((one) => ({ evidenceId: id, ...one })))
      : [];
    run.send(
      {
        type: 'propose_outcome',
        appealId: appeal.id,
        outcome: overturn ? 'overturned' : 'upheld',
        reasonText: overturn
          ? { zh: '核实为误判，予以恢复。', en: 'Found to be a mistake; restored.' }
          : { zh: '核实情况与记录一致，维持原决定。', en: 'The records are right; the decision stands.' },
        acceptedEvidence: evidence,
        mistakenRuleIds: overturn && evidence.length === 0 ? rules : [],
      },
      REVIEWER,
    );
    run.send(
      { type: 'approve_outcome', appealId: appeal.id, approved: true, note: '同意' },
      decidersOf(run.file, appeal).includes('A2002') ? THIRD : SECOND,
    );
  }
};

export const borrowerIdOf = (seed: number, index: number): string =>
  derivedId(`simulation:${seed}`, `borrower:${index}`);
