import {
  consequencesOf,
  dateOf,
  decide,
  evolveDecided,
  logEntryOf,
  requireLogged,
  toJson,
  type BorrowerFile,
  type Command,
  type Context,
  type Fact,
  type Instant,
  type IsoDate,
  type Step,
} from '@clearline/line';
import { sha256Hex } from '@clearline/receipts';
import { newId } from '../db/new-id.ts';
import type { BorrowerEntry } from '../log/append.ts';
import { Projector, type SourcedPosting } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';
import { type KeyUse, mayForget, NOTHING_READ, pairOf, type Prefetched } from './prefetch.ts';
import type { ExecuteRequest, ExecuteResult, StoreRefusal } from './types.ts';

/** What one command came to, before it is known whether it commits. */
export type Verdict =
  | { readonly kind: 'answer'; readonly result: ExecuteResult }
  /** The first answer stands; its facts are read after the commit. */
  | { readonly kind: 'repeat'; readonly firstSeq: number; readonly factCount: number }
  | { readonly kind: 'error'; readonly error: unknown };

interface DraftStep {
  readonly fact: Fact;
  readonly after: BorrowerFile;
}

/** What is said to whoever comes with a phone or an identity that is another borrower’s; it tells nothing of that borrower. */
const PERSON_TAKEN = {
  phone: {
    code: 'phone_taken',
    field: 'phone',
    value: null,
    message: { zh: '该手机号已注册。', en: 'This phone number is registered already.' },
  },
  identity: {
    code: 'identity_taken',
    field: 'idNumber',
    value: null,
    message: {
      zh: '这个身份证号已用于另一个手机号的账户，一人只能有一个账户。请退出后用原来的手机号登录；原手机号已不用的，请联系客服核实本人后换绑。',
      en: 'This ID number belongs to an account with another phone; each person has one account. Sign out and sign in with the earlier phone; if you no longer have it, contact us, and after a check of who you are we move your account to the new phone.',
    },
  },
} as const satisfies Record<string, StoreRefusal>;

const hashOf = (request: ExecuteRequest): string => request.requestHash ?? sha256Hex(toJson(request.command));

/** The world a batch is decided in. */
export interface DraftContext {
  readonly contextOf: (now: Instant) => Pick<Context, 'lender' | 'policies' | 'withdrawnRuleIds' | 'unsoundSources'>;
  readonly lastClosedDate: IsoDate | null;
  readonly outboxSeq: bigint;
}

const NONE: readonly string[] = [];

const addMissing = <K, V>(known: Map<K, V>, read: ReadonlyMap<K, V>): void => {
  for (const [key, value] of read) if (!known.has(key)) known.set(key, value);
};

/**
 * A batch of commands decided in memory: new files, rows and postings, none of which is visible to anyone until the
 * transaction commits. Discarding a draft undoes it. Commands come in pieces, each with what was read for it.
 */
export class Draft {
  readonly rows = new RowSet();
  readonly postings: SourcedPosting[] = [];
  /** What the batch leaves in the log, in order (G12). */
  readonly logEntries: BorrowerEntry[] = [];
  outboxSeq: bigint;
  /** Loans of which more than the ageing changed: what they owe may be another now. */
  readonly changedLoans = new Set<string>();
  readonly #projectors = new Map<string, Projector>();
  readonly #changed = new Set<string>();
  readonly #world: DraftContext;
  readonly #files = new Map<string, BorrowerFile>();
  readonly #keys = new Map<string, KeyUse>();
  readonly #phones = new Map<string, string>();
  readonly #identities = new Map<string, string>();
  #piece: Prefetched = NOTHING_READ;
  #now: Instant = '';
  #terms: { readonly now: Instant; readonly terms: ReturnType<DraftContext['contextOf']> } | null = null;

  constructor(world: DraftContext) {
    this.#world = world;
    this.outboxSeq = world.outboxSeq;
  }

  /** Takes in what was read for the next piece of commands, and the time at which they are decided. */
  admit(piece: Prefetched, now: Instant): void {
    this.#piece = piece;
    this.#now = now;
    // What this draft has changed, or given away, it knows better than who read the tables.
    for (const [id, file] of piece.files) if (!this.#changed.has(id)) this.#files.set(id, file);
    addMissing(this.#keys, piece.keys);
    addMissing(this.#phones, piece.phones);
    addMissing(this.#identities, piece.identities);
  }

  get isEmpty(): boolean {
    return this.#changed.size === 0 && this.rows.tables().length === 0;
  }
  get changedFiles(): BorrowerFile[] {
    return [...this.#changed].map((id) => this.#file(id));
  }
  /** The file of a borrower as this draft leaves it; undefined where it changes nothing of it. */
  changedFile(borrowerId: string): BorrowerFile | undefined {
    return this.#changed.has(borrowerId) ? this.#files.get(borrowerId) : undefined;
  }
  /** What a key (as `pairOf` borrower and key) stands for in this draft. */
  keyUse(pair: string): KeyUse | undefined {
    return this.#keys.get(pair);
  }
  /** Whether an event (as `pairOf` borrower and event) is new in this draft. */
  holdsEvent(pair: string): boolean {
    return this.rows.has('behaviour_events', pair);
  }

  /** Decides one command on the state that the commands before it in the batch left. */
  take(request: ExecuteRequest): Verdict {
    // Only a key makes anyone compare; hashing every event of a feed for nothing would cost more than deciding on it.
    const commandHash = request.idempotencyKey === undefined ? '' : hashOf(request);
    const earlier = this.#earlierUse(request, commandHash);
    if (earlier !== null) return earlier;
    const command = this.#withoutOldEvents(request);
    if (command === null) return { kind: 'answer', result: this.#nothingNew(request) };
    const taken = this.#personTaken(request);
    if (taken !== null) return { kind: 'answer', result: taken };
    try {
      return this.#decide(request, command, commandHash);
    } catch (error) {
      // A broken guarantee or a bug fails this command alone: nothing of it has entered the draft.
      return { kind: 'error', error };
    }
  }

  /** Makes the rows of all that changed; to be called once, after the last command. */
  finish(): void {
    for (const [borrowerId, projector] of this.#projectors) {
      projector.finish(this.#file(borrowerId));
      this.postings.push(...projector.postings);
    }
  }

  #decide(request: ExecuteRequest, command: Command, commandHash: string): Verdict {
    const before = this.#file(request.borrowerId);
    const now = request.occurredAt ?? this.#now;
    const terms = this.#termsAt(now);
    // Name by name: to spread the terms into it cost a twentieth of what an event costs.
    const known: Step[] = [];
    const context: Context = {
      lender: terms.lender,
      policies: terms.policies,
      withdrawnRuleIds: terms.withdrawnRuleIds ?? NONE,
      unsoundSources: terms.unsoundSources ?? NONE,
      now,
      recordedAt: this.#now,
      businessDate: request.businessDate ?? dateOf(now),
      commandId: newId(),
      actor: request.actor,
      lastClosedDate: this.#world.lastClosedDate,
      steps: known,
    };
    const decided = decide(before, command, context);
    if (!decided.ok) return { kind: 'answer', result: decided };
    let file = before;
    const steps = decided.value.map((body): DraftStep => {
      const fact: Fact = {
        seq: file.version,
        occurredAt: now,
        recordedAt: this.#now,
        commandId: context.commandId,
        actor: request.actor,
        body,
      };
      file = evolveDecided(file, fact, known);
      return { fact, after: file };
    });
    const facts = steps.map((step) => step.fact);
    const entries = steps.map(({ fact, after }) => logEntryOf(fact, after));
    requireLogged(before, facts, entries);
    for (const entry of entries) if (entry !== null) this.logEntries.push({ borrowerId: request.borrowerId, entry });
    this.#enter(request, commandHash, before.version, steps);
    if (file.loans !== before.loans) this.#noteChangedLoans(before, file);
    return { kind: 'answer', result: { ok: true, facts, file, repeated: false } };
  }

  #noteChangedLoans(before: BorrowerFile, file: BorrowerFile): void {
    for (const [loanId, loan] of Object.entries(file.loans))
      if (loan.account !== before.loans[loanId]?.account || loan.state !== before.loans[loanId]?.state)
        this.changedLoans.add(loanId);
  }

  /** The lender’s terms and the policies as of an instant; nearly all commands of a batch share the batch’s own. */
  #termsAt(now: Instant): ReturnType<DraftContext['contextOf']> {
    if (this.#terms?.now !== now) this.#terms = { now, terms: this.#world.contextOf(now) };
    return this.#terms.terms;
  }

  #enter(request: ExecuteRequest, commandHash: string, firstSeq: number, steps: readonly DraftStep[]): void {
    const { borrowerId } = request;
    const last = steps.at(-1);
    if (last !== undefined) {
      this.#files.set(borrowerId, last.after);
      this.#changed.add(borrowerId);
    }
    const projector = this.#projector(borrowerId);
    for (const { fact, after } of steps) {
      projector.add(fact, after);
      for (const consequence of consequencesOf(fact.body)) {
        this.outboxSeq += 1n;
        this.rows.add('outbox', {
          seq: this.outboxSeq,
          borrower_id: borrowerId,
          kind: consequence.kind,
          payload: toJson(consequence),
          created_at: fact.recordedAt,
          next_at: fact.recordedAt,
        });
      }
    }
    if (request.idempotencyKey !== undefined) {
      const use = { commandHash, firstSeq, factCount: steps.length };
      this.#keys.set(pairOf(borrowerId, request.idempotencyKey), use);
      this.rows.add('idempotency_keys', {
        borrower_id: borrowerId,
        key: request.idempotencyKey,
        command_hash: commandHash,
        first_seq: firstSeq,
        fact_count: steps.length,
        recorded_at: this.#now,
      });
    }
    for (const attachment of request.attachments ?? [])
      if (attachment.kind === 'evidence_file')
        this.rows.add('evidence_files', {
          evidence_id: attachment.evidenceId,
          borrower_id: borrowerId,
          sha256: attachment.sha256,
          bytes: Buffer.from(attachment.bytes),
        });
      else {
        const { phone, idNumber } = attachment.data;
        if (phone !== undefined) this.#phones.set(phone, borrowerId);
        if (idNumber !== undefined) this.#identities.set(idNumber.toUpperCase(), borrowerId);
        const row = this.#piece.personRows.get(request);
        if (row !== undefined) this.rows.add('personal_records', row);
      }
  }

  #earlierUse(request: ExecuteRequest, commandHash: string): Verdict | null {
    const use =
      request.idempotencyKey === undefined
        ? undefined
        : this.#keys.get(pairOf(request.borrowerId, request.idempotencyKey));
    if (use === undefined) return null;
    if (use.commandHash === commandHash) return { kind: 'repeat', firstSeq: use.firstSeq, factCount: use.factCount };
    return {
      kind: 'answer',
      result: {
        ok: false,
        refusal: {
          code: 'idempotency_key_reused',
          field: 'Idempotency-Key',
          value: request.idempotencyKey ?? null,
          message: {
            zh: '这个幂等键已用于另一个请求，请换一个新的键。',
            en: 'This idempotency key was used for another request; use a new key.',
          },
        },
      },
    };
  }

  /** The command without events so old that the file has forgotten them, but the book has not; null when none is left. */
  #withoutOldEvents({ borrowerId, command }: ExecuteRequest): Command | null {
    if (command.type !== 'observe' || !mayForget(this.#file(borrowerId))) return command;
    const isKnown = (pair: string): boolean => this.#piece.knownEvents.has(pair) || this.holdsEvent(pair);
    const events = command.events.filter((event) => !isKnown(pairOf(borrowerId, event.eventId)));
    return events.length === 0 ? null : { ...command, events };
  }

  #nothingNew(request: ExecuteRequest): ExecuteResult {
    return { ok: true, facts: [], file: this.#file(request.borrowerId), repeated: true };
  }

  /** A phone and an identity belong to one borrower each; the batch before this command counts too. */
  #personTaken(request: ExecuteRequest): ExecuteResult | null {
    const isOthers = (holder: string | undefined): boolean => holder !== undefined && holder !== request.borrowerId;
    for (const attachment of request.attachments ?? []) {
      if (attachment.kind !== 'personal') continue;
      const { phone, idNumber } = attachment.data;
      if (phone !== undefined && isOthers(this.#phones.get(phone))) return { ok: false, refusal: PERSON_TAKEN.phone };
      if (idNumber !== undefined && isOthers(this.#identities.get(idNumber.toUpperCase())))
        return { ok: false, refusal: PERSON_TAKEN.identity };
    }
    return null;
  }

  #file(borrowerId: string): BorrowerFile {
    const file = this.#files.get(borrowerId);
    if (file === undefined) throw new Error(`the file of ${borrowerId} was not loaded for the batch`);
    return file;
  }

  #projector(borrowerId: string): Projector {
    let projector = this.#projectors.get(borrowerId);
    if (projector === undefined) {
      projector = new Projector(borrowerId, this.rows);
      this.#projectors.set(borrowerId, projector);
    }
    return projector;
  }
}
