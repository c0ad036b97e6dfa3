import {
  type Actor,
  type BorrowerFile,
  type Command,
  type Context,
  decide,
  evolveDecided,
  type Fact,
  type Instant,
  type IsoDate,
  type LogEntry,
  logEntryOf,
  type Refusal,
  requireLogged,
  type Step,
} from '@clearline/line';
import type { RunSettings } from '../simulate/borrower-run.ts';
import { type BookDisk, type Commit, DiskFull } from './book-disk.ts';
import type { FaultDice } from './faults.ts';

/** A command as a client sends it; the same key again is the same deed. */
export interface Request {
  readonly borrowerId: string;
  readonly command: Command;
  readonly actor: Actor;
  readonly key: string;
  readonly now: Instant;
  readonly date: IsoDate;
}
export type Answer =
  | { readonly ok: true; readonly facts: readonly Fact[]; readonly file: BorrowerFile }
  | { readonly ok: false; readonly refusal: Refusal };

/** What is known of the whole book at a moment and counts for every command: as live, read at each. */
export type Terms = (request: Request) => Pick<Context, 'unsoundSources' | 'policies' | 'withdrawnRuleIds'>;

/** The process died here; nothing that it held in memory is left. */
export class Crash extends Error {}

/**
 * One process that writes a book: files in memory, decisions by the live core, one commit per command. It may die
 * between any two of its steps.
 */
export class BookProcess {
  readonly #disk: BookDisk;
  readonly #dice: FaultDice;
  readonly #settings: RunSettings;
  readonly #terms: Terms;
  readonly #files = new Map<string, BorrowerFile>();
  #version: number;

  constructor(disk: BookDisk, dice: FaultDice, settings: RunSettings, terms: Terms) {
    this.#disk = disk;
    this.#dice = dice;
    this.#settings = settings;
    this.#terms = terms;
    this.#version = disk.takeLease();
  }

  /** The file as committed; made from facts where this process has not seen it yet. */
  file(borrowerId: string): BorrowerFile {
    const known = this.#files.get(borrowerId);
    if (known !== undefined) return known;
    const file = this.#disk.fileOf(borrowerId);
    this.#files.set(borrowerId, file);
    return file;
  }

  /** @throws Crash, Fenced or DiskFull; the client then knows nothing and asks again with the same key. */
  execute(request: Request): Answer {
    this.#step();
    const before = this.file(request.borrowerId);
    const used = this.#disk.keys.get(`${request.borrowerId} ${request.key}`);
    if (used !== undefined)
      return {
        ok: true,
        facts: this.#disk.stream(request.borrowerId).slice(used.firstSeq, used.firstSeq + used.factCount),
        file: before,
      };
    const steps: Step[] = [];
    const context: Context = {
      now: request.now,
      businessDate: request.date,
      commandId: `${request.borrowerId}:${request.key}`,
      actor: request.actor,
      lender: this.#settings.lender,
      lastClosedDate: null,
      steps,
      ...this.#terms(request),
    };
    const outcome = (this.#settings.core ?? decide)(before, request.command, context);
    if (!outcome.ok) return { ok: false, refusal: outcome.refusal };
    const facts: Fact[] = [];
    const entries: LogEntry[] = [];
    let file = before;
    for (const body of outcome.value) {
      const fact: Fact = {
        seq: file.version,
        occurredAt: request.now,
        recordedAt: request.now,
        commandId: context.commandId,
        actor: request.actor,
        body,
      };
      file = evolveDecided(file, fact, steps);
      facts.push(fact);
      const entry = logEntryOf(fact, file);
      if (entry !== null) entries.push(entry);
    }
    requireLogged(before, facts, entries);
    this.#step();
    if (facts.length > 0) this.#commit(request, { facts, entries }, file);
    this.#step();
    return { ok: true, facts, file };
  }

  #commit(request: Request, made: Pick<Commit, 'facts' | 'entries'>, file: BorrowerFile): void {
    if (this.#dice.strikes('disk_full')) throw new DiskFull('no space left on the device');
    this.#version = this.#disk.commit(this.#version, {
      borrowerId: request.borrowerId,
      key: request.command.type === 'observe' ? null : request.key,
      ...made,
    });
    this.#files.set(request.borrowerId, file);
  }

  /** Between two steps the process may die. */
  #step(): void {
    if (this.#dice.strikes('crash')) throw new Crash('killed');
  }
}
