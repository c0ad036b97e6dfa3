import type { LoanEvent } from '../replay/loan-event.ts';
import type { LoanTerms } from '../terms.ts';
import { referenceAllocate } from './allocation.ts';
import { later, nextDay, nights } from './calendar.ts';
import { base, born, earns, interestNow, isOpen, laid, least, passNight, penaltyNow, performing } from './life.ts';
import type { Life, Line } from './life.ts';
import { spread } from './plan.ts';
import { plus, ratio, times, toWhole } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * What happens to a loan of `life.ts`: every kind of event, under every rule of allocation.
 */
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
  readonly writtenOff: bigint;
  readonly recovered: bigint;
}

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

const receive = (life: Life, event: Extract<LoanEvent, { kind: 'repayment' }>): void => {
  let money = event.amountFen;
  const give = (line: Line, part: Part, wanted: bigint): void => {
    const paid = least(money, wanted);
    line.paid[part] += paid;
    money -= paid;
  };
  const due = life.lines
    .filter((each) => each.due <= event.date || each.closedAt !== null)
    .flatMap((each, instalment) =>
      PARTS.map((component) => ({
        line: each,
        instalment,
        component,
        due: each.due,
        owed: asked(life, each, component),
      })),
    );
  const { paid } = referenceAllocate(due, money, event.date, life.terms.allocation);
  for (const [k, { line: each, component }] of due.entries()) give(each, component, paid[k] ?? 0n);
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
  if (event.surplus === 'SMALLER_INSTALMENT') smaller(life, open, owed - amount, event.date);
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

/** As `anew`, but rows at the end never ask for more than before: then they stay, and those before them are levelled alone. */
const smaller = (life: Life, open: readonly Line[], balance: bigint, day: string): void => {
  const rows = payers(open);
  const before = rows.map((row) => row.principal - row.paid.principal);
  for (let count = rows.length; count > 0; count -= 1) {
    const stay = before.slice(count);
    const kept = stay.reduce((sum, part) => sum + part, 0n);
    const { parts, level } = spread(life.terms, balance, ratesFrom(life, rows.slice(0, count), day), kept);
    const isLower = (parts.at(-1) ?? 0n) <= (before[count - 1] ?? 0n);
    if (!isLower && life.terms.instalmentMultipleFen === null) continue;
    place(open, rows, [...parts, ...stay]);
    life.level = level;
    return;
  }
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
    case 'write_off': {
      life.writtenOff = emptied(life);
      life.lines = life.lines.filter(wasUsed);
      return;
    }
    case 'recovery': {
      const owed = life.writtenOff === null ? 0n : sumOf(life.writtenOff) - life.recovered;
      const part = least(event.amountFen, owed);
      life.recovered += part;
      life.credit += event.amountFen - part;
      return;
    }
    case 'credit_refund':
      life.credit -= event.amountFen;
      return;
    case 'reversal':
      // What was undone is not lived at all.
      return;
  }
};

type Owed = Record<Part, bigint>;
const sumOf = (owed: Owed): bigint => PARTS.reduce((sum, part) => sum + owed[part], 0n);
const wasUsed = (line: Line): boolean => PARTS.some((part) => line.paid[part] > 0n);

/** Takes all that is owed out of every line; what was paid on it stays. */
const emptied = (life: Life): Owed => {
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
  return owed;
};

const unplanned = (terms: LoanTerms): LoanTerms => {
  const { interestOnlyInstalments: _a, principalGraceInstalments: _b, ...rest } = terms;
  return rest;
};

/** Empties every line into the first of a new plan; the principal is spread over all of it. */
const planAnew = (life: Life, day: string, terms: LoanTerms): void => {
  if (life.lines.every((line) => asked(life, line, 'principal') === 0n)) return;
  const owed = emptied(life);
  const used = life.lines.filter(wasUsed);
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
  if (life.writtenOff !== null) return;
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
    // What was written off had been earned.
    interestEarned: lines.reduce((sum, line) => sum + line.interest, life.writtenOff?.interest ?? 0n),
    penaltyEarned: lines.reduce((sum, line) => sum + line.penalty, life.writtenOff?.penalty ?? 0n),
    prepaid: life.prepaid,
    credit: life.credit,
    daysPastDue:
      late === undefined
        ? 0
        : nights(late.due, day).filter(
            (night) => !life.ageingPauses.some((pause) => pause.from <= night && night < pause.until),
          ).length,
    settledOn: life.settledOn,
    writtenOff: life.writtenOff === null ? 0n : sumOf(life.writtenOff),
    recovered: life.recovered,
  };
};
