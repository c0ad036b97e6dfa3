import { addDays } from '@clearline/lending';
import {
  type BorrowerFile,
  effectiveLimitOf,
  endOfDate,
  isAdverse,
  type IsoDate,
  startOfDate,
  plusHours,
  toJson,
  toMs,
  usedOf,
} from '@clearline/line';
import { ed25519Signer, type NoteSigner, sha256 } from '@clearline/receipts';
import { Auditor, type Finding } from '../auditor/auditor.ts';
import type { RunSettings } from '../simulate/borrower-run.ts';
import { borrowerIdOf, daysOf } from '../simulate/live.ts';
import { type Truth, truthOf } from '../simulate/lives.ts';
import { personOf } from '../simulate/person.ts';
import { type Random, randomOf, seedFor } from '../simulate/random.ts';
import type { Committed } from './book-disk.ts';
import { FaultDice, type FaultKind, type FaultSettings } from './faults.ts';
import { type Justice, noJustice, weigh } from './justice.ts';
import { proveDecision } from './prove.ts';
import { SimulatedBook } from './simulated-book.ts';
import { WorldRun } from './world-run.ts';
import { routine } from './routine.ts';

export interface WorldSettings extends RunSettings {
  readonly seed: number;
  readonly borrowers: number;
  readonly days: number;
  readonly from: IsoDate;
  readonly faults: FaultSettings;
  /** Everyday events (purchases, sign-ins) per borrower and day, beside what their life brings. */
  readonly eventsPerDay: number;
}

/** Borrowers of one book; a book is the unit that a core simulates by itself. */
export const BORROWERS_PER_BOOK = 50;

/** What one book came to; figures add up over books in any order. */
export interface BookOutcome {
  readonly book: number;
  readonly borrowers: number;
  readonly commands: number;
  readonly events: number;
  readonly retries: number;
  readonly facts: number;
  readonly decisions: number;
  readonly adverse: number;
  readonly adverseWhole: number;
  readonly notices: number;
  readonly checks: number;
  readonly injected: Readonly<Record<FaultKind, number>>;
  readonly violations: number;
  readonly findings: readonly Finding[];
  readonly justice: Justice;
  /** A hash of all that was committed, in order. */
  readonly digest: string;
}

interface Life {
  readonly run: WorldRun;
  readonly truth: Truth;
  readonly days: Generator<IsoDate, void>;
  readonly random: Random;
  firstLateMs: number | null;
  stopped: boolean;
}

const FEEDS = ['app', 'bureau:sandbox'];

/** Lives all borrowers of one book through all days, with faults, watched after every step. */
export const simulateBook = (
  settings: WorldSettings,
  book: number,
  onCommit: (commit: Committed) => void = () => undefined,
): BookOutcome => {
  const random = randomOf(seedFor(settings.seed ^ 0x5eed, book));
  const signer = signerOf(settings.seed, book);
  const tally = new Tally(settings);
  const auditor = new Auditor(signer.key.publicKey);
  const dice = new FaultDice(random, settings.faults);
  const simulated = new SimulatedBook(`simulation/book-${book}`, signer, dice, settings, auditor, (commit) => {
    tally.committed(commit);
    onCommit(commit);
  });
  const lives = livesOf(settings, book, simulated);
  for (let day = 0; day < settings.days; day += 1) {
    const date = addDays(settings.from, day);
    simulated.beginDay(date, plusHours(startOfDate(date), 7), FEEDS);
    for (const life of lives) if (day >= life.truth.startsOnDay) liveOneDay(life, settings, auditor, tally);
  }
  auditor.settle(simulated.rail.orders);
  for (const { run } of lives)
    tally.reread(simulated.file(run.file.borrowerId), simulated.disk.fileFromFacts(run.file.borrowerId));
  const endMs = toMs(endOfDate(addDays(settings.from, settings.days - 1)));
  for (const life of lives) judgeLife(life, settings, auditor, tally, endMs);
  return {
    book,
    borrowers: lives.length,
    commands: simulated.commands,
    events: simulated.events,
    retries: simulated.retries,
    facts: auditor.facts,
    decisions: tally.decisions,
    adverse: tally.justice.adverseDecisions,
    adverseWhole: tally.adverseWhole,
    notices: tally.notices,
    checks: auditor.checks,
    injected: dice.injected,
    violations: auditor.violations + tally.broken.length,
    findings: [...auditor.findings, ...tally.broken],
    justice: tally.justice,
    digest: auditor.digest(),
  };
};

/** The key of a simulated book’s log follows from the seed; a live one is random and kept. */
export const signerOf = (seed: number, book: number): NoteSigner =>
  ed25519Signer(`simulation/book-${book}`, sha256(`simulation ${seed} ${book}`));

const livesOf = (settings: WorldSettings, book: number, simulated: SimulatedBook): Life[] => {
  const lives: Life[] = [];
  const first = book * BORROWERS_PER_BOOK;
  for (let index = first; index < Math.min(first + BORROWERS_PER_BOOK, settings.borrowers); index += 1) {
    const random = randomOf(seedFor(settings.seed, index));
    const truth = truthOf(random, settings.days);
    const person = personOf(random, index);
    const borrowerId = borrowerIdOf(settings.seed, index);
    const run = new WorldRun(borrowerId, settings, simulated);
    const days = daysOf(run, { borrowerId, person, truth, random, from: settings.from, days: settings.days, settings });
    lives.push({
      run,
      truth,
      days,
      random: randomOf(seedFor(settings.seed ^ 0x0da1, index)),
      firstLateMs: null,
      stopped: false,
    });
  }
  return lives;
};

const liveOneDay = (life: Life, settings: WorldSettings, auditor: Auditor, tally: Tally): void => {
  const { run } = life;
  run.refresh();
  const lived = life.days.next();
  if (lived.done === true) return;
  if (run.file.line !== null) routine(run, life.random, settings.eventsPerDay);
  run.closeDay();
  auditor.endOfDay(run.file.borrowerId, run.now);
  const record = auditor.records.get(run.file.borrowerId);
  if (record === undefined) return;
  if (life.firstLateMs === null && record.lateLoans.size > 0) life.firstLateMs = toMs(run.now);
  const stopped = [...record.restrictions.values()].some(
    ({ state, kind, family }) => state === 'effective' && kind !== 'STEP_UP' && family !== 'STRATEGY',
  );
  if (stopped && !life.stopped && !life.truth.good && run.file.line !== null) {
    life.stopped = true;
    // What the line would still have let out, had nothing been done.
    const left = run.file.line.grantedLimitFen - usedOf(run.file);
    const open = [...record.restrictions.values()].some(({ kind }) => kind !== 'LIMIT_REDUCED')
      ? left
      : run.file.line.grantedLimitFen - effectiveLimitOf(run.file, run.now);
    if (open > 0n) tally.justice.exposureSavedFen += open;
  }
};

const judgeLife = (life: Life, settings: WorldSettings, auditor: Auditor, tally: Tally, endMs: number): void => {
  const record = auditor.records.get(life.run.file.borrowerId);
  if (record === undefined) return;
  const { turnsOnDay, startsOnDay } = life.truth;
  weigh(tally.justice, record, life.truth, {
    days: settings.days - startsOnDay,
    endMs,
    turnedAtMs: turnsOnDay === null ? null : toMs(startOfDate(addDays(settings.from, turnsOnDay))),
    firstLateMs: life.firstLateMs,
  });
  tally.justice.appeals += record.appeals.size;
};

/** Counts and proves what the engine says of itself; the auditor beside it believes none of it. */
class Tally {
  readonly justice = noJustice();
  readonly broken: Finding[] = [];
  decisions = 0;
  notices = 0;
  /** Adverse restrictions in effect that carry reason, notice, appeal route and proof. */
  adverseWhole = 0;
  readonly #settings: WorldSettings;

  constructor(settings: WorldSettings) {
    this.#settings = settings;
  }

  /** What a year of crashes left in memory must be what the facts say, read from the first on. */
  reread(held: BorrowerFile, fromFacts: BorrowerFile): void {
    if (toJson(held) !== toJson(fromFacts))
      this.broken.push({
        guarantee: 'STREAM',
        borrowerId: held.borrowerId,
        seq: held.version,
        detail: 'the file that the facts make is not the one that was worked with',
      });
  }

  committed({ borrowerId, facts }: Committed): void {
    for (const { body, seq } of facts) {
      if (body.type === 'notice.issued') {
        this.notices += 1;
        if (body.notice.adverse) this.justice.adverseNotices += 1;
      }
      if (body.type === 'appeal.decided' && body.outcome === 'overturned') this.justice.overturned += 1;
      if (body.type !== 'decision.recorded') continue;
      const { decision } = body;
      this.decisions += 1;
      const proof = proveDecision(decision, this.#settings.policies);
      this.justice.counterfactuals += proof.counterfactuals;
      const report = (guarantee: string, detail: string): void =>
        void this.broken.push({ guarantee, borrowerId, seq, detail });
      if (!proof.identical) report('G10', `decision ${decision.id} replays otherwise: ${proof.differences.join(', ')}`);
      if (proof.unflipped > 0) report('G1', `${proof.unflipped} counterfactual(s) of ${decision.id} flip nothing`);
      if (!isAdverse(decision.action)) continue;
      this.justice.adverseDecisions += 1;
      if (decision.reasons.length > 0) this.adverseWhole += 1;
      const useful = decision.reasons.some(
        ({ changeable, earliestDate, cure }) => changeable || earliestDate !== null || cure !== 'NONE',
      );
      if (useful) this.justice.usefulReasons += 1;
    }
  }
}
