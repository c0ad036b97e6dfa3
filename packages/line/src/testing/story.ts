import type { BureauUpdateEvent } from '../behaviour-event.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact, FactBody } from '../fact.ts';
import { type BorrowerFile, emptyFile } from '../file.ts';
import { decodeFact, encodeFact } from '../json.ts';
import { DEMO_LENDER } from '../lender.ts';
import { quoteDraw } from '../quote.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Refusal } from '../refusal.ts';
import { dateOf, plusDays, plusHours, plusMs } from '../time.ts';
import type { Actor, Instant, IsoDate, StaffRole } from '../vocabulary.ts';
import { defaultPolicies } from './default-policies.ts';

/** For tests only: one borrower’s life under a clock that the test moves. Each fact goes through its JSON and back. */
export const BORROWER: Actor = { kind: 'borrower' };
export const staff = (staffNo: string, ...roles: StaffRole[]): Actor => ({ kind: 'staff', staffNo, roles });
export const REVIEWER = staff('A2001', 'reviewer');
export const OPERATOR = staff('A3001', 'operator');
export const SECOND = staff('A2002', 'second_approver');

export class Story {
  file: BorrowerFile = emptyFile('00000000-0000-8000-8000-000000000001');
  facts: Fact[] = [];
  now: Instant;
  /** The last closed day of the book. */
  lastClosed: IsoDate | null = null;
  /** Sources whose feeds are in trouble, for tests of what must not rest on them. */
  unsoundSources: readonly string[] = [];
  #policies: PolicySet = defaultPolicies();
  #commands = 0;
  #events = 0;

  constructor(now: Instant = '2026-03-02T02:00:00.000Z') {
    this.now = now;
  }

  context(actor: Actor): Context {
    this.#commands += 1;
    return {
      now: this.now,
      businessDate: dateOf(this.now),
      commandId: `c${this.#commands}`,
      actor,
      lender: DEMO_LENDER,
      policies: this.#policies,
      lastClosedDate: this.lastClosed,
      unsoundSources: this.unsoundSources,
    };
  }

  /** Decides by another policy from here on. */
  policy(policies: PolicySet): this {
    this.#policies = policies;
    return this;
  }

  /** Runs a command; gives the refusal, or null. */
  try(command: Command, actor: Actor = BORROWER): Refusal | null {
    const context = this.context(actor);
    const outcome = decide(this.file, command, context);
    if (!outcome.ok) return outcome.refusal;
    for (const body of outcome.value) this.#append(body, context);
    return null;
  }

  /** Runs a command that must be accepted; gives its facts. */
  do(command: Command, actor: Actor = BORROWER): FactBody[] {
    const before = this.facts.length;
    const refusal = this.try(command, actor);
    if (refusal)
      throw new Error(`${command.type} was refused: ${refusal.code} ${refusal.field ?? ''} ${refusal.message.en}`);
    return this.facts.slice(before).map((fact) => fact.body);
  }

  #append(body: FactBody, context: Context): void {
    const fact = decodeFact(
      encodeFact({
        seq: this.file.version,
        occurredAt: context.now,
        recordedAt: context.now,
        commandId: context.commandId,
        actor: context.actor,
        body,
      }),
    );
    this.file = evolve(this.file, fact);
    this.facts.push(fact);
  }

  later(time: { days?: number; hours?: number }): this {
    this.now = plusHours(plusDays(this.now, time.days ?? 0), time.hours ?? 0);
    return this;
  }

  nextEventId(): string {
    this.#events += 1;
    return `e${this.#events}`;
  }

  bureau(change: Partial<BureauUpdateEvent> = {}): FactBody[] {
    // Two reports of one moment that differ would contradict each other.
    this.now = plusMs(this.now, 1);
    return this.do({ type: 'observe', events: [this.report(change)] });
  }

  /** A credit report of this moment, quiet but for what is changed. */
  report(change: Partial<BureauUpdateEvent> = {}): BureauUpdateEvent {
    return {
      kind: 'BUREAU_UPDATE',
      eventId: this.nextEventId(),
      occurredAt: this.now,
      source: 'bureau:sandbox',
      reportDate: dateOf(this.now),
      overdueAccounts: (change.overdueDaysMax ?? 0) > 0 || (change.overdueAmountFen ?? 0n) > 0n ? 1 : 0,
      overdueDaysMax: 0,
      overdueAmountFen: 0n,
      hardEnquiries1m: 0,
      hardEnquiries3m: Math.max(1, change.hardEnquiries1m ?? 0),
      unsettledLenders: 1,
      newLenders3m: 0,
      totalDebtFen: 2_000_000n,
      monthlyDebtServiceFen: 150_000n,
      overdueMonths24m: change.consecutiveOverdueMonths24m ?? 0,
      consecutiveOverdueMonths24m: 0,
      ...change,
    };
  }

  login(deviceId: string, province: string, success = true): FactBody[] {
    return this.do({
      type: 'observe',
      events: [
        {
          kind: 'LOGIN',
          eventId: this.nextEventId(),
          occurredAt: this.now,
          source: 'app',
          deviceId,
          province,
          success,
        },
      ],
    });
  }

  /** From registration to an application with its answer. */
  applyOnly(said: Partial<Extract<Command, { type: 'apply' }>> = {}): this {
    this.do({ type: 'register', maskedPhone: '138****5678' });
    this.do({ type: 'verify_identity', maskedName: '张**', maskedIdNumber: '1101**********1234' });
    for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
      this.do({ type: 'change_consent', kind, given: true, version: '1' });
    this.bureau();
    this.do({
      type: 'apply',
      kind: 'CONSUMER',
      monthlyIncomeFen: 1_200_000n,
      employment: 'EMPLOYED',
      monthsInWork: 40,
      ...said,
    });
    return this;
  }

  /** From registration to an open line. */
  openLine(said: Partial<Extract<Command, { type: 'apply' }>> = {}): this {
    this.applyOnly(said);
    const offer = this.file.application?.offer;
    if (!offer) throw new Error('no offer');
    this.do({ type: 'accept_offer', costSheetHash: offer.costSheetHash, readSeconds: 30, scrolledToEnd: true });
    return this;
  }

  drawCommand(amountFen: bigint, tenorMonths = 6): Extract<Command, { type: 'draw' }> {
    const line = this.file.line;
    if (!line) throw new Error('no line');
    const quote = quoteDraw({ amountFen, tenorMonths, method: 'EQUAL_INSTALMENT' }, line, {
      businessDate: dateOf(this.now),
      lender: DEMO_LENDER,
    });
    if (!quote.ok) throw new Error(quote.refusal.message.en);
    return {
      type: 'draw',
      amountFen,
      tenorMonths,
      method: 'EQUAL_INSTALMENT',
      purpose: 'DAILY',
      accountTail: '1234',
      planHash: quote.value.planHash,
      costSheetHash: quote.value.costSheet.hash,
      readSeconds: 30,
      scrolledToEnd: true,
      deviceId: null,
      codeConfirmed: true,
    };
  }

  /** Draws and lets the rail confirm. */
  draw(amountFen: bigint, tenorMonths = 6): FactBody[] {
    const facts = this.do(this.drawCommand(amountFen, tenorMonths));
    const requested = facts.find((fact) => fact.type === 'draw.requested');
    if (requested?.type === 'draw.requested') facts.push(...this.answer(requested.paymentId, true));
    return facts;
  }

  answer(paymentId: string, succeeded: boolean): FactBody[] {
    return this.do(
      { type: 'payment_answered', paymentId, succeeded, date: dateOf(this.now), failure: null },
      { kind: 'rail' },
    );
  }

  /** Repays and lets the rail confirm. */
  repay(command: Partial<Extract<Command, { type: 'repay' }>> = {}): FactBody[] {
    const facts = this.do({
      type: 'repay',
      loanId: null,
      mode: 'DUE',
      amountFen: null,
      surplus: 'SHORTER_TENOR',
      ...command,
    });
    const requested = facts.find((fact) => fact.type === 'repayment.requested');
    if (requested?.type === 'repayment.requested') facts.push(...this.answer(requested.paymentId, true));
    return facts;
  }

  closeDay(): FactBody[] {
    return this.do({ type: 'close_day', date: dateOf(this.now) }, { kind: 'machine', name: 'day-close' });
  }
}
