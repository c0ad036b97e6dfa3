import { type LoanAccount, positionOf } from '@clearline/lending';
import {
  type Actor,
  type BehaviourEvent,
  type BorrowerFile,
  type Command,
  type Context,
  decide,
  emptyFile,
  endOfDate,
  evolveDecided,
  type Fact,
  type FactBody,
  type Instant,
  type IsoDate,
  type Lender,
  needsClose,
  plusHours,
  type PolicySet,
  quoteDraw,
  type Refusal,
  startOfDate,
  type Step,
  type whatIf,
} from '@clearline/line';

/** One simulated borrower and the engine, under a virtual clock: the same `decide` and `evolve` as live. */
export interface RunSettings {
  readonly lender: Lender;
  readonly policies: PolicySet;
  /** The engine; a test puts a broken one in its place, to see it found. */
  readonly core?: typeof decide;
  /** What answers “what if”; a test puts a broken one in its place too. */
  readonly whatIf?: typeof whatIf;
}

const BORROWER: Actor = { kind: 'borrower' };
const SYSTEM: Actor = { kind: 'machine', name: 'feed' };

export class BorrowerRun {
  file: BorrowerFile;
  readonly facts: Fact[] = [];
  readonly settings: RunSettings;
  date: IsoDate = '2000-01-01';
  lastClosedDate: IsoDate | null = null;
  #commands = 0;
  #hour = 0;
  #now: Instant | null = null;
  /** By loan: where it was last found to owe nothing, and the date before which it will not unless something happens. */
  readonly #nothingDue = new Map<string, { readonly account: LoanAccount; readonly before: IsoDate }>();

  constructor(borrowerId: string, settings: RunSettings) {
    this.file = emptyFile(borrowerId);
    this.settings = settings;
  }

  /** Puts the clock at an hour of a business date. */
  at(date: IsoDate, hour: number): this {
    this.date = date;
    this.#hour = hour;
    this.#now = null;
    return this;
  }

  /** The hour of the business date at which the clock stands. */
  get hour(): number {
    return this.#hour;
  }

  /** The instant of the clock; most days pass without anybody asking. */
  get now(): Instant {
    this.#now ??= plusHours(startOfDate(this.date), this.#hour);
    return this.#now;
  }

  send(command: Command, actor: Actor = BORROWER): readonly FactBody[] | Refusal {
    this.#commands += 1;
    const steps: Step[] = [];
    const context: Context = {
      now: this.now,
      businessDate: this.date,
      commandId: `${this.file.borrowerId}:${this.#commands}`,
      actor,
      lender: this.settings.lender,
      policies: this.settings.policies,
      lastClosedDate: this.lastClosedDate,
      steps,
    };
    const outcome = decide(this.file, command, context);
    if (!outcome.ok) return outcome.refusal;
    for (const body of outcome.value) {
      const fact: Fact = {
        seq: this.file.version,
        occurredAt: this.now,
        recordedAt: this.now,
        commandId: context.commandId,
        actor,
        body,
      };
      this.file = evolveDecided(this.file, fact, steps);
      this.facts.push(fact);
    }
    return outcome.value;
  }

  observe(
    event: Omit<BehaviourEvent, 'eventId' | 'occurredAt' | 'source'> & { kind: BehaviourEvent['kind'] },
    source: string,
  ): void {
    this.send(
      {
        type: 'observe',
        events: [
          {
            ...event,
            eventId: `${this.file.borrowerId}:${this.#commands}`,
            occurredAt: this.now,
            source,
          } as BehaviourEvent,
        ],
      },
      SYSTEM,
    );
  }

  /** Draws on the line and lets the rail answer; true when the money went out. */
  draw(
    amountFen: bigint,
    tenorMonths: number,
    method: 'EQUAL_INSTALMENT' | 'EQUAL_PRINCIPAL' | 'INTEREST_FIRST' | 'ON_DEMAND',
    purpose: 'DAILY' | 'BUSINESS_TURNOVER' | 'TRAVEL' | 'MEDICAL',
  ): boolean {
    const line = this.file.line;
    if (line === null) return false;
    const quote = quoteDraw({ amountFen, tenorMonths, method }, line, {
      businessDate: this.date,
      lender: this.settings.lender,
    });
    if (!quote.ok) return false;
    const sent = this.send({
      type: 'draw',
      amountFen,
      tenorMonths,
      method,
      purpose,
      accountTail: '6688',
      planHash: quote.value.planHash,
      costSheetHash: quote.value.costSheet.hash,
      readSeconds: 30,
      scrolledToEnd: true,
      deviceId: null,
      codeConfirmed: true,
    });
    if (!Array.isArray(sent)) return false;
    const requested = (sent as readonly FactBody[]).find((body) => body.type === 'draw.requested');
    if (requested?.type !== 'draw.requested') return false;
    this.answer(requested.paymentId);
    return true;
  }

  /** Repays what is due, or as told, and lets the rail answer. */
  repay(
    amountFen: bigint | null,
    mode: 'DUE' | 'EARLY_PART' | 'EARLY_FULL' = 'DUE',
    loanId: string | null = null,
  ): boolean {
    const sent = this.send({ type: 'repay', loanId, mode, amountFen, surplus: 'SHORTER_TENOR' });
    if (!Array.isArray(sent)) return false;
    const requested = (sent as readonly FactBody[]).find((body) => body.type === 'repayment.requested');
    if (requested?.type === 'repayment.requested') this.answer(requested.paymentId);
    return true;
  }

  /** What is due on all open loans on the day of the clock. */
  dueFen(): bigint {
    let due = 0n;
    for (const { id, state, account } of Object.values(this.file.loans)) {
      if (state !== 'ACTIVE' || account === null) continue;
      const known = this.#nothingDue.get(id);
      if (known?.account === account && this.date < known.before) continue;
      const { dueFen, nextDue } = positionOf(account, this.date);
      if (dueFen > 0n) due += dueFen;
      else if (nextDue !== null) this.#nothingDue.set(id, { account, before: nextDue.date });
    }
    return due;
  }

  answer(paymentId: string): void {
    this.send(
      { type: 'payment_answered', paymentId, succeeded: true, date: this.date, failure: null },
      { kind: 'rail' },
    );
  }

  /** End of day, where it could change anything; the same question the live day close asks. */
  closeDay(): void {
    this.#now = endOfDate(this.date);
    if (needsClose(this.file, this.date, this.now))
      this.send({ type: 'close_day', date: this.date }, { kind: 'machine', name: 'day-close' });
    this.lastClosedDate = this.date;
  }
}
