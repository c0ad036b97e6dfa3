import type { Fact, FactBody } from '@clearline/line';
import { createHash } from 'node:crypto';
import { BorrowerRecord } from './borrower-record.ts';
import { checkActions, noActions } from './check-action.ts';
import { checkCredit } from './check-credit.ts';
import { checkCured } from './check-cure.ts';
import { checkDecision } from './check-decision.ts';
import { checkLine } from './check-line.ts';
import { checkMoney } from './check-money.ts';
import { checkWhatIf, type Promised } from './check-what-if.ts';
import { checkWaiting } from './check-announced.ts';
import { seeDrawn, type ToldStrategy } from './check-strategy.ts';
import { checkAllRolledBack, checkRollBack, leftToPeopleBy } from './check-roll-back.ts';
import { checkRestriction } from './check-restriction.ts';
import { checkAppeal, checkTakingRefused } from './check-appeal.ts';
import { AuditLedger } from './ledger.ts';
import { AuditLog } from './log.ts';
import type { ToldRollBack } from './roll-back-told.ts';
import { APPEAL_REFUSALS, DELIVERY_HOURS_MAX, REPAYMENT_REFUSALS } from './rules.ts';

export interface Finding {
  readonly guarantee: string;
  readonly borrowerId: string;
  readonly seq: number;
  readonly detail: string;
}
export type Report = (guarantee: string, detail: string) => void;

/** What a book shows the auditor of one commit. Shapes only: the auditor runs none of the engine’s code. */
export interface SeenCommit {
  readonly borrowerId: string;
  readonly facts: readonly Fact[];
  readonly leaves: readonly LeafShape[];
  readonly outboxRows: readonly { readonly consequence: { readonly kind: string; readonly noticeId?: string } }[];
  readonly checkpoint: string | null;
  /** What borrowers are given to open their notices’ commitments with, by notice. */
  readonly salts: ReadonlyMap<string, string>;
}
interface LeafShape {
  readonly sequence: number;
  readonly previous: string | null;
  readonly borrower: string;
  readonly notice: string | null;
  readonly decision: string | null;
}
interface SeenRequest {
  readonly borrowerId: string;
  readonly command: { readonly type: string; readonly appealId?: string };
  readonly now?: string;
}
type SeenAnswer =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly refusal: { readonly code: string } };
interface SeenDisk {
  stream(borrowerId: string): readonly Fact[];
}

/** Findings kept whole; beyond, they are only counted. */
const FINDINGS_MAX = 200;
/**
 * Watches one book from outside and predicts what it may do. It shares no code with the core: rules, state machines,
 * ledger and Merkle tree are written down here a second time, and every commit is held against them as it happens.
 */
export class Auditor {
  readonly findings: Finding[] = [];
  violations = 0;
  checks = 0;
  commits = 0;
  facts = 0;
  readonly records = new Map<string, BorrowerRecord>();
  readonly ledger = new AuditLedger();
  readonly adverse = noActions();
  readonly #silentFeeds = new Map<string, number>();
  readonly #strategies = new Map<string, ToldStrategy>();
  readonly #rollBacks = new Map<string, ToldRollBack>();
  readonly #log: AuditLog;
  readonly #digest = createHash('sha256');
  #atSeq = 0;

  /** @param publicKey the raw 32 bytes of the log’s Ed25519 key */
  constructor(publicKey: Uint8Array) {
    this.#log = new AuditLog(publicKey);
  }

  /**
   * A hash of all that this book ever committed, in order, and of every signed checkpoint: two runs are the same if theirs
   * are, to the text of each decision and notice.
   */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }

  /** Each durable commit, the moment it is durable. */
  committed(commit: SeenCommit): void {
    const record = this.#recordOf(commit.borrowerId);
    this.commits += 1;
    for (const fact of commit.facts) {
      this.facts += 1;
      this.#atSeq = fact.seq;
      const report = this.#reporter(record.borrowerId);
      if (fact.seq !== record.facts) report('STREAM', `fact ${fact.seq} where ${record.facts} was due`);
      record.facts = fact.seq + 1;
      record.lastCommandId = fact.commandId;
      this.#digest.update(`${fact.commandId} ${fact.seq} ${fact.body.type} ${fact.occurredAt}\n`);
      for (const wrong of this.ledger.post(fact)) report('LEDGER', `fact ${fact.body.type}: ${wrong}`);
      const queued = (noticeId: string): boolean =>
        commit.outboxRows.some(
          ({ consequence }) => consequence.kind === 'message' && consequence.noticeId === noticeId,
        );
      record.data.see(fact);
      seeDrawn(record, fact);
      checkDecision(record, fact, report);
      checkLine(record, fact, report);
      checkCredit(record, fact, report);
      checkRestriction(record, fact, queued, this.#strategies, report);
      checkAppeal(record, fact, report);
      checkMoney(record, fact, report);
      this.checks += 1;
    }
    // The signed checkpoint stands for the contents: its root is over every decision and notice so far.
    this.#digest.update(`${commit.checkpoint ?? ''}\n`);
    const report = this.#reporter(record.borrowerId);
    this.#log.check(record, commit, report);
    checkActions(record, commit.facts, this.adverse, report);
    checkCured(record, commit.facts, report);
    checkRollBack(record, commit, this.#rollBacks, report);
  }

  /** Each answer a client got: it must be on the disk, a repayment may not meet a restriction (G7), nor an appeal a closed door (G8). */
  answered(request: SeenRequest, answer: SeenAnswer): void {
    const record = this.#recordOf(request.borrowerId);
    const report = this.#reporter(request.borrowerId);
    if (answer.ok) {
      const last = answer.facts.at(-1);
      if (last !== undefined && last.seq >= record.facts)
        report('LOST', `fact ${last.seq} was acknowledged and is not on the disk`);
    } else if (request.command.type === 'repay' && !REPAYMENT_REFUSALS.includes(answer.refusal.code))
      report('G7', `a repayment was refused: ${answer.refusal.code}`);
    else if (request.command.type === 'submit_appeal' && !APPEAL_REFUSALS.includes(answer.refusal.code))
      report('G8', `an appeal was refused: ${answer.refusal.code}`);
    else if (request.command.type === 'take_appeal') checkTakingRefused(record, request, answer.refusal.code, report);
  }

  /** After a crash: whatever was durable is still there, and nothing is there twice. */
  restarted(disk: SeenDisk): void {
    for (const record of this.records.values()) {
      const stream = disk.stream(record.borrowerId);
      const last = stream.at(-1);
      if (stream.length !== record.facts || (last !== undefined && last.commandId !== record.lastCommandId))
        this.#reporter(record.borrowerId)('LOST', `${stream.length} facts after a restart where ${record.facts} were`);
    }
  }

  delivered(borrowerId: string, noticeId: string, _at: string): void {
    const record = this.#recordOf(borrowerId);
    if (!record.notices.has(noticeId))
      this.#reporter(borrowerId)('G2', `notice ${noticeId} was delivered and never written`);
    record.undelivered.delete(noticeId);
  }

  /** A feed fell silent; nothing that comes through it may act against anybody until it is heard again (N40). */
  feedSilent(feed: string, since: string): void {
    this.#silentFeeds.set(feed, Date.parse(since));
  }

  feedHeard(feed: string): void {
    this.#silentFeeds.delete(feed);
  }

  /** Somebody asked “what if”; the file is the same before and after, or asking would be conduct (G6). */
  askedWhatIf(borrowerId: string, isSame: boolean): void {
    if (!isSame) this.#reporter(borrowerId)('G6', '“what if” left something behind');
  }

  /** They did it at once, and this is what the review came to. */
  didWhatIf(borrowerId: string, promised: Promised, facts: readonly FactBody[], now: string): void {
    checkWhatIf(promised, facts, now, this.#reporter(borrowerId));
  }

  /** Two people agreed to a cut for the lender’s own reasons. */
  strategyAgreed(strategy: ToldStrategy): void {
    this.#strategies.set(strategy.id, strategy);
  }

  /** Two people agreed to take something back; from here on it is to be carried out for everybody. */
  rollBackAgreed(rollBack: ToldRollBack): void {
    this.#rollBacks.set(rollBack.id, rollBack);
  }

  rollBackDone(id: string): void {
    const about = this.#rollBacks.get(id);
    if (about === undefined) return;
    for (const record of this.records.values()) checkAllRolledBack(record, about, this.#reporter(record.borrowerId));
  }

  /** What the desk has before it of what a roll-back left to people: all that there is, and nothing else (N148). */
  putBeforePeople(borrowerId: string, rollBackId: string, decisionIds: readonly string[]): void {
    const about = this.#rollBacks.get(rollBackId);
    const report = this.#reporter(borrowerId);
    if (about === undefined)
      return report('G9', `people are asked about roll-back ${rollBackId}, which nobody agreed to`);
    const due = leftToPeopleBy(this.#recordOf(borrowerId), about);
    for (const id of due)
      if (!decisionIds.includes(id)) report('G9', `decision ${id} stands unseen after roll-back ${rollBackId}`);
    for (const id of decisionIds)
      if (!due.includes(id))
        report('G9', `decision ${id} is put before people after roll-back ${rollBackId} for nothing`);
  }

  /** Evening: what should have ended has ended, and what should have been told has been told. */
  endOfDay(borrowerId: string, now: string): void {
    const record = this.#recordOf(borrowerId);
    const report = this.#reporter(borrowerId);
    const nowMs = Date.parse(now);
    for (const [noticeId, issuedAtMs] of record.undelivered)
      if (nowMs - issuedAtMs > DELIVERY_HOURS_MAX * 3_600_000)
        report('G2', `notice ${noticeId} is not delivered after ${DELIVERY_HOURS_MAX} hours`);
    for (const [id, restriction] of record.restrictions)
      if (restriction.state === 'effective' && restriction.expiresAtMs !== null && restriction.expiresAtMs < nowMs)
        report('G4', `restriction ${id} is past its end and stands`);
    checkWaiting(record, nowMs, report);
  }

  /** Last: each payment moved once on the rail is booked once, and nothing else is. */
  settle(orders: ReadonlyMap<string, { readonly answer: { readonly succeeded: boolean } }>): void {
    for (const record of this.records.values())
      for (const [paymentId, state] of record.payments) {
        const report = this.#reporter(record.borrowerId);
        const order = orders.get(paymentId);
        if (state === 'PENDING') continue;
        if (order === undefined) report('LEDGER', `payment ${paymentId} is booked and the rail never heard of it`);
        else if (order.answer.succeeded !== (state === 'SUCCEEDED'))
          report('LEDGER', `payment ${paymentId} is booked as ${state}, which is not what the rail did`);
      }
  }

  #recordOf(borrowerId: string): BorrowerRecord {
    let record = this.records.get(borrowerId);
    if (record === undefined) {
      record = new BorrowerRecord(borrowerId, this.#silentFeeds);
      this.records.set(borrowerId, record);
    }
    return record;
  }

  #reporter(borrowerId: string): Report {
    return (guarantee, detail) => {
      this.violations += 1;
      if (this.findings.length < FINDINGS_MAX) this.findings.push({ guarantee, borrowerId, seq: this.#atSeq, detail });
    };
  }
}
