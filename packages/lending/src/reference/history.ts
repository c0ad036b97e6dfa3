import type { LoanEvent } from '../replay/loan-event.ts';
import type { LoanTerms } from '../terms.ts';
import { later, nextDay, nights, shareOfLateNight } from './calendar.ts';
import type { ReferencePeriod } from './calendar.ts';
import { interestOnlyRows, rateOver, referencePeriods, spread } from './plan.ts';
import { plus, ratio, times, toWhole } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * A loan lived through night by night. Slow, plain, and written apart from the engine: only the types of terms and events are
 * shared. It knows all but write-off and recovery, with allocation instalment by instalment.
 */
interface Line {
  readonly n: number;
  readonly due: string;
  readonly silent: boolean;
  principal: bigint;
  interest: Rational;
  closedAt: bigint | null;
  /** Closed because it was paid in full before its due day. */
  paidAhead: boolean;
  penalty: Rational;
  /** Interest and penalty brought along from an older plan; negative penalty where the line was emptied by one. */
  broughtInterest: bigint;
  broughtPenalty: bigint;
  waived: bigint;
  fees: bigint;
  paid: Record<'fee' | 'penalty' | 'interest' | 'principal', bigint>;
}

interface Life {
  terms: LoanTerms;
  periods: readonly ReferencePeriod[];
  lines: Line[];
  rate: bigint;
  rateOf: Map<string, bigint>;
  pauses: { readonly from: string; readonly until: string }[];
  ageingPauses: { readonly from: string; readonly until: string }[];
  flatBase: bigint;
  level: bigint;
  prepaid: bigint;
  credit: bigint;
  settledOn: string | null;
}

export interface ReferenceState {
  readonly lines: readonly {
    readonly n: number;
    readonly due: string;
    readonly principal: bigint;
    readonly interest: bigint;
    readonly penalty: bigint;
    readonly fees: bigint;
    readonly paid: Readonly<Record<'fee' | 'penalty' | 'interest' | 'principal', bigint>>;
  }[];
  readonly principalOutstanding: bigint;
  readonly due: bigint;
  readonly payoff: bigint;
  readonly interestEarned: bigint;
  readonly penaltyEarned: bigint;
  readonly prepaid: bigint;
  readonly credit: bigint;
  readonly daysPastDue: number;
  readonly settledOn: string | null;
}

const BILLION = 1_000_000_000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Lines of a plan, numbered from `first`, with the level amount and the periods they lie in. */
const laid = (terms: LoanTerms, first: number): { lines: Line[]; level: bigint; periods: ReferencePeriod[] } => {
  const periods = referencePeriods(terms);
  const silent = interestOnlyRows(terms);
  const rates = periods.map((period) => rateOver(terms, terms.annualRatePpb, period, nights(period.start, period.end)));
  const { parts, level } = spread(terms, terms.principalFen, rates.slice(silent));
  const lines = periods.map((period, k) => ({
    n: first + k,
    due: period.end,
    silent: k < silent,
    principal: k < silent ? 0n : (parts[k - silent] ?? 0n),
    interest: ratio(0),
    closedAt: null,
    paidAhead: false,
    penalty: ratio(0),
    broughtInterest: 0n,
    broughtPenalty: 0n,
    waived: 0n,
    fees: 0n,
    paid: { fee: 0n, penalty: 0n, interest: 0n, principal: 0n },
  }));
  return { lines, level, periods };
};

const born = (terms: LoanTerms): Life => ({
  terms,
  ...laid(terms, 1),
  rate: terms.annualRatePpb,
  rateOf: new Map(),
  pauses: [],
  ageingPauses: [],
  flatBase: terms.principalFen,
  prepaid: 0n,
  credit: 0n,
  settledOn: null,
});

const interestNow = (life: Life, line: Line): bigint =>
  (line.closedAt ?? toWhole(line.interest, life.terms.rounding)) + line.broughtInterest;
const penaltyNow = (life: Life, line: Line): bigint => {
  const net = toWhole(line.penalty, life.terms.rounding) + line.broughtPenalty - line.waived;
  return net > line.paid.penalty ? net : line.paid.penalty;
};
const isOpen = (line: Line, day: string): boolean => line.due > day && line.closedAt === null;
const performing = (life: Life, day: string): bigint =>
  life.lines.reduce((sum, line) => sum + (line.due > day ? line.principal - line.paid.principal : 0n), 0n);
const base = (life: Life, day: string): bigint => {
  const owed = performing(life, day);
  return life.terms.method === 'FLAT' && owed > 0n ? life.flatBase : owed;
};
const isPaused = (life: Life, night: string): boolean =>
  life.pauses.some((pause) => pause.from <= night && night < pause.until);

/** What one unit of base earns during some nights at today’s rate. */
const earns = (life: Life, during: readonly string[]): Rational =>
  during
    .filter((night) => !isPaused(life, night))
    .reduce((sum, night) => {
      const period = life.periods.find(({ start, end }) => start <= night && night < end);
      return period === undefined ? sum : plus(sum, rateOver(life.terms, life.rate, period, [night]));
    }, ratio(0));

const passNight = (life: Life, night: string): void => {
  life.rateOf.set(night, life.rate);
  const line = life.lines.find((candidate) => isOpen(candidate, night));
  if (line !== undefined && life.settledOn === null)
    line.interest = plus(line.interest, times(ratio(base(life, night)), earns(life, [night])));
  for (const late of life.lines) {
    if (late.due > night) continue;
    const graceEnd = later(late.due, life.terms.graceDays);
    if (night < graceEnd) continue;
    const counted = night === graceEnd ? nights(late.due, nextDay(night)) : [night];
    const interest =
      life.terms.penaltyBase === 'PRINCIPAL_AND_INTEREST' ? interestNow(life, late) - late.paid.interest : 0n;
    const owed = late.principal - late.paid.principal + interest;
    for (const each of counted) {
      if (isPaused(life, each)) continue;
      const yearly = ratio((life.rateOf.get(each) ?? 0n) * life.terms.penaltyMultiplePpb, BILLION * BILLION);
      late.penalty = plus(late.penalty, times(ratio(owed), times(yearly, shareOfLateNight(life.terms.dayCount, each))));
    }
  }
};

type Part = 'fee' | 'penalty' | 'interest' | 'principal';
const asked = (life: Life, line: Line, part: Part): bigint => {
  const whole = {
    fee: line.fees,
    penalty: penaltyNow(life, line),
    interest: interestNow(life, line),
    principal: line.principal,
  };
  return whole[part] - line.paid[part];
};

const orderOf = (terms: LoanTerms): readonly Part[] => {
  if (terms.allocation.kind !== 'PER_INSTALMENT')
    throw new Error('the reference allocates instalment by instalment only');
  return terms.allocation.order;
};

const receive = (life: Life, event: Extract<LoanEvent, { kind: 'repayment' }>): void => {
  let money = event.amountFen;
  const give = (line: Line, part: Part, wanted: bigint): void => {
    const paid = least(money, wanted);
    line.paid[part] += paid;
    money -= paid;
  };
  for (const line of life.lines.filter((each) => each.due <= event.date || each.closedAt !== null))
    for (const part of orderOf(life.terms)) give(line, part, asked(life, line, part));
  const line = life.lines.find((each) => isOpen(each, event.date));
  if (line !== undefined && money > 0n) {
    const atHand = money;
    const toCome =
      toWhole(
        plus(line.interest, times(ratio(base(life, event.date)), earns(life, nights(event.date, line.due)))),
        life.terms.rounding,
      ) + line.broughtInterest;
    const whole =
      asked(life, line, 'fee') +
      asked(life, line, 'penalty') +
      toCome -
      line.paid.interest +
      asked(life, line, 'principal');
    give(line, 'fee', asked(life, line, 'fee'));
    give(line, 'penalty', asked(life, line, 'penalty'));
    const owed = performing(life, event.date);
    const waits = life.terms.method === 'ON_DEMAND' && event.mode !== 'DUE' && money <= owed;
    if (!waits) give(line, 'interest', asked(life, line, 'interest'));
    const ahead = least(money, owed);
    if (ahead > 0n) repayAhead(life, event, owed, ahead);
    money -= ahead;
    const closes = event.surplus === 'NEXT_INSTALMENT' && atHand >= whole && ahead < owed && line !== life.lines.at(-1);
    if (closes && asked(life, line, 'principal') === 0n && asked(life, line, 'interest') === 0n) {
      line.closedAt = line.paid.interest - line.broughtInterest;
      line.paidAhead = true;
    }
    if (ahead === owed) dropEmpty(life, event.date);
  }
  life.credit += money;
};

const repayAhead = (
  life: Life,
  event: Extract<LoanEvent, { kind: 'repayment' }>,
  owed: bigint,
  amount: bigint,
): void => {
  if (life.terms.method === 'FLAT')
    life.flatBase = toWhole(ratio(life.flatBase * (owed - amount), owed), life.terms.rounding);
  const open = life.lines.filter((line) => isOpen(line, event.date));
  if (event.surplus === 'NEXT_INSTALMENT' || amount === owed) {
    let left = amount;
    for (const line of open) {
      const part = least(left, line.principal - line.paid.principal);
      line.paid.principal += part;
      left -= part;
    }
    return;
  }
  life.prepaid += amount;
  if (event.surplus === 'SMALLER_INSTALMENT') anew(life, open, owed - amount, event.date);
  else shorter(life, open, owed - amount, event.date);
};

const payers = (open: readonly Line[]): readonly Line[] => {
  const loud = open.filter((line) => !line.silent);
  return loud.length > 0 ? loud : open.slice(-1);
};

/** Rates of rows from a day: the first open row takes all nights up to its due day, the others those of their own period. */
const ratesFrom = (life: Life, rows: readonly Line[], day: string): Rational[] =>
  rows.map((row) => {
    const before = life.lines.findLast((line) => line.due < row.due);
    const from = before === undefined || before.closedAt !== null || before.due < day ? day : before.due;
    return earns(life, nights(from, row.due));
  });

const place = (open: readonly Line[], rows: readonly Line[], parts: readonly bigint[]): void => {
  for (const line of open) line.principal = line.paid.principal;
  for (const [k, row] of rows.entries()) row.principal = row.paid.principal + (parts[k] ?? 0n);
};

const anew = (life: Life, open: readonly Line[], balance: bigint, day: string): void => {
  const rows = payers(open);
  if (rows.length === 0) return;
  const { parts, level } = spread(life.terms, balance, ratesFrom(life, rows, day));
  place(open, rows, parts);
  life.level = level;
};

const shorter = (life: Life, open: readonly Line[], balance: bigint, day: string): void => {
  const rows = payers(open);
  const rates = ratesFrom(life, rows, day);
  const isLevelTotal = life.terms.method !== 'EQUAL_PRINCIPAL' && life.terms.method !== 'FLAT';
  let left = balance;
  const parts = rows.map((_, k) => {
    const interest = isLevelTotal ? toWhole(times(ratio(left), rates[k] ?? ratio(0)), life.terms.rounding) : 0n;
    const part = k + 1 === rows.length ? left : least(left, life.level > interest ? life.level - interest : 0n);
    left -= part;
    return part;
  });
  place(open, rows, parts);
  dropEmpty(life, day);
};

const dropEmpty = (life: Life, day: string): void => {
  const first = life.lines.find((line) => isOpen(line, day));
  while (life.lines.at(-1) !== first) {
    const last = life.lines.at(-1);
    if (last === undefined || last.principal > last.paid.principal || last.paid.principal > 0n || last.fees > 0n)
      return;
    if (last.interest.top !== 0n || last.due <= day || last.closedAt !== null) return;
    life.lines.pop();
  }
};

const happen = (life: Life, event: LoanEvent): void => {
  switch (event.kind) {
    case 'repayment':
      return receive(life, event);
    case 'rate_change': {
      life.rate = event.annualRatePpb;
      const [current, ...rest] = life.lines.filter((line) => isOpen(line, event.date));
      if (current === undefined || life.terms.method === 'EQUAL_PRINCIPAL' || life.terms.method === 'FLAT') return;
      const balance = performing(life, event.date) - (current.principal - current.paid.principal);
      if (balance > 0n) anew(life, rest, balance, event.date);
      return;
    }
    case 'interest_pause':
      life.pauses.push({ from: event.date, until: event.until });
      return;
    case 'fee': {
      const line = life.lines.find((each) => each.due > event.date && !each.paidAhead) ?? life.lines.at(-1);
      if (line !== undefined) line.fees += event.amountFen;
      return;
    }
    case 'fee_waiver':
    case 'penalty_waiver': {
      let left = event.amountFen;
      for (const line of life.lines) {
        const part = least(left, asked(life, line, event.kind === 'fee_waiver' ? 'fee' : 'penalty'));
        if (event.kind === 'fee_waiver') line.fees -= part;
        else line.waived += part;
        left -= part;
      }
      return;
    }
    case 'ageing_pause':
      life.ageingPauses.push({ from: event.date, until: event.until });
      return;
    case 'charge_off':
      life.pauses.push({ from: event.date, until: '9999-12-31' });
      return;
    case 'reage':
      return planAnew(life, event.date, {
        ...unplanned(life.terms),
        instalments: event.instalments,
        firstDueDate: event.firstDueDate,
        annualRatePpb: life.rate,
      });
    case 'restructure': {
      const { instalments, every, unit, firstDueDate, annualRatePpb } = event;
      return planAnew(life, event.date, {
        ...unplanned(life.terms),
        instalments,
        every,
        unit,
        firstDueDate,
        annualRatePpb,
      });
    }
    default:
      throw new Error(`the reference does not know ${event.kind}`);
  }
};

const unplanned = (terms: LoanTerms): LoanTerms => {
  const { interestOnlyInstalments: _a, principalGraceInstalments: _b, ...rest } = terms;
  return rest;
};

/** Empties every line into the first of a new plan; the principal is spread over all of it. */
const planAnew = (life: Life, day: string, terms: LoanTerms): void => {
  if (life.lines.every((line) => asked(life, line, 'principal') === 0n)) return;
  const owed = { fee: 0n, penalty: 0n, interest: 0n, principal: 0n };
  for (const line of life.lines) {
    for (const part of PARTS) owed[part] += asked(life, line, part);
    line.broughtPenalty += line.paid.penalty - penaltyNow(life, line);
    line.closedAt = line.paid.interest;
    line.broughtInterest = 0n;
    line.principal = line.paid.principal;
    line.fees = line.paid.fee;
    line.paidAhead = true;
  }
  const used = life.lines.filter((line) => PARTS.some((part) => line.paid[part] > 0n));
  life.terms = { ...terms, startDate: day, principalFen: owed.principal };
  const { lines, level, periods } = laid(life.terms, (used.at(-1)?.n ?? 0) + 1);
  const [first] = lines;
  if (first !== undefined) {
    first.broughtInterest = owed.interest;
    first.broughtPenalty = owed.penalty;
    first.fees = owed.fee;
  }
  life.lines = [...used, ...lines];
  life.periods = periods;
  life.level = level;
  life.rate = terms.annualRatePpb;
  life.flatBase = owed.principal;
};

const PARTS: readonly Part[] = ['fee', 'penalty', 'interest', 'principal'];

const settleIfOver = (life: Life, day: string): void => {
  const isOver =
    performing(life, day) === 0n && life.lines.every((line) => PARTS.every((part) => asked(life, line, part) === 0n));
  if (!isOver) {
    life.settledOn = null;
    return;
  }
  life.settledOn ??= day;
  dropUnused(life, day);
  for (const line of life.lines) if (isOpen(line, day)) line.closedAt = line.paid.interest - line.broughtInterest;
};

/** Once over, rows not yet due that were never used go. */
const dropUnused = (life: Life, day: string): void => {
  while (life.lines.length > 1) {
    const last = life.lines.at(-1);
    if (last === undefined || last.due <= day || last.closedAt !== null || last.fees > 0n || last.interest.top !== 0n)
      return;
    if (PARTS.some((part) => last.paid[part] > 0n)) return;
    life.lines.pop();
  }
};

/** Lives a loan up to a day, events sorted by the caller, and says where it stands after the day's events. */
export const referenceOn = (terms: LoanTerms, events: readonly LoanEvent[], asOf: string): ReferenceState => {
  const known = events.filter((event) => event.date <= asOf);
  const undone = new Set(known.flatMap((event) => (event.kind === 'reversal' ? [event.ofId] : [])));
  const real = known.filter((event) => event.kind !== 'reversal' && !undone.has(event.id));
  const life = born(terms);
  for (let day = terms.startDate; ; day = nextDay(day)) {
    for (const event of real.filter((each) => each.date === day)) {
      happen(life, event);
      settleIfOver(life, day);
    }
    if (day >= asOf) return report(life, day);
    passNight(life, day);
  }
};

const report = (life: Life, day: string): ReferenceState => {
  const lines = life.lines.map((line) => ({
    n: line.n,
    due: line.due,
    principal: line.principal,
    interest: interestNow(life, line),
    penalty: penaltyNow(life, line),
    fees: line.fees,
    paid: { ...line.paid },
  }));
  const owed = (line: Line): bigint => PARTS.reduce((sum, part) => sum + asked(life, line, part), 0n);
  const late = life.lines.find(
    (line) =>
      line.due <= day &&
      day > later(line.due, life.terms.graceDays) &&
      (['fee', 'interest', 'principal'] as const).some((part) => asked(life, line, part) > 0n),
  );
  return {
    lines,
    principalOutstanding: life.lines.reduce((sum, line) => sum + line.principal - line.paid.principal, 0n),
    due: life.lines.filter((line) => line.due <= day).reduce((sum, line) => sum + owed(line), 0n),
    payoff: life.lines.reduce((sum, line) => sum + owed(line), 0n),
    interestEarned: lines.reduce((sum, line) => sum + line.interest, 0n),
    penaltyEarned: lines.reduce((sum, line) => sum + line.penalty, 0n),
    prepaid: life.prepaid,
    credit: life.credit,
    daysPastDue:
      late === undefined
        ? 0
        : nights(late.due, day).filter(
            (night) => !life.ageingPauses.some((pause) => pause.from <= night && night < pause.until),
          ).length,
    settledOn: life.settledOn,
  };
};
