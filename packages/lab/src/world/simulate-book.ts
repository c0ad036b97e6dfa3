import { addDays } from '@clearline/lending';
import { effectiveLimitOf, endOfDate, type IsoDate, startOfDate, plusHours, toMs, usedOf } from '@clearline/line';
import { ed25519Signer, type NoteSigner, sha256 } from '@clearline/receipts';
import { Auditor, type Finding } from '../auditor/auditor.ts';
import type { AdverseActions } from '../auditor/check-action.ts';
import type { RunSettings } from '../simulate/borrower-run.ts';
import type { BorrowerRecord } from '../auditor/borrower-record.ts';
import { askedAroundOnce } from '../simulate/bureau.ts';
import { saidOf } from '../simulate/said.ts';
import { borrowerIdOf, daysOf } from '../simulate/live.ts';
import { besidesTruth, type Truth, truthOf } from '../simulate/lives.ts';
import { personOf } from '../simulate/person.ts';
import { type Random, randomOf, seedFor } from '../simulate/random.ts';
import { AfterRollBack } from './after-roll-back.ts';
import type { Committed } from './book-disk.ts';
import type { Deeds } from './deeds.ts';
import { answerNotices, askForMore } from './answers.ts';
import { askWhatIf } from './ask.ts';
import { deskWork, restrict } from './desk.ts';
import { countEpisode, type EpisodeKind, type Episodes, liveEpisode, plan, type Planned } from './episodes.ts';
import { FaultDice, type FaultKind, type FaultSettings } from './faults.ts';
import { type Justice, weigh } from './justice.ts';
import { payroll, payrollOf } from './papers.ts';
import type { Repairs } from './repairs.ts';
import { RollOut } from './roll-out.ts';
import type { RulesFired } from './rules-fired.ts';
import { Strategies } from './strategies.ts';
import { Tally } from './tally.ts';
import { checkBusiness } from './three-part-check.ts';
import { SimulatedBook } from './simulated-book.ts';
import { WorldRun } from './world-run.ts';
import { routine } from './routine.ts';
import { acceptOffer, keepLine, trade, tradesFrom } from './trade.ts';

export interface WorldSettings extends RunSettings {
  readonly seed: number;
  readonly borrowers: number;
  readonly days: number;
  readonly from: IsoDate;
  readonly faults: FaultSettings;
  /** Everyday events (purchases, sign-ins) per borrower and day, beside what their life brings. */
  readonly eventsPerDay: number;
  /** The share of books in which something that decides turns out wrong and is rolled back; three in four where it is left out. */
  readonly goesWrong?: number;
  /** How often on a day a borrower asks “what if”; {@link ASKS} where it is left out. */
  readonly asksPerDay?: number;
  /** How many times as often as by default something befalls the innocent, or the one thing that befalls everybody. */
  readonly episodes?: { readonly often?: number; readonly only?: EpisodeKind };
}

/** Seldom enough that hardly a life becomes another one by asking. */
const ASKS = 0.001;

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
  /** Decisions that came out the same to the bit when they were run again from their record (G10). */
  readonly identical: number;
  readonly adverse: AdverseActions;
  readonly notices: number;
  readonly checks: number;
  readonly injected: Readonly<Record<FaultKind, number>>;
  readonly violations: number;
  readonly findings: readonly Finding[];
  readonly justice: Justice;
  /** Ways through the product that were gone. */
  readonly deeds: Readonly<Deeds>;
  /** What befell few, and what was done about it. */
  readonly episodes: Readonly<Episodes>;
  /** What roll-backs put right. */
  readonly repairs: Readonly<Repairs>;
  /** How often each rule of the policy fired; 0 for those that no life made fire. */
  readonly rulesFired: Readonly<RulesFired>;
  /** A hash of all that was committed, in order. */
  readonly digest: string;
}

interface Life {
  readonly run: WorldRun;
  readonly truth: Truth;
  readonly days: Generator<IsoDate, void>;
  readonly random: Random;
  /** Dice for what a life may bring beside that, and what people do about it. */
  readonly more: Random;
  /** Dice of those at the desk, and of those who check businesses. */
  readonly desk: Random;
  readonly check: Random;
  /** Dice of who asks what would be. */
  readonly asks: Random;
  readonly tradesFrom: number | null;
  /** Dice of who answers what they were told, and of who asks them for more. */
  readonly answers: Random;
  /** What befalls them beside their life, if anything; and what their employer’s payroll says, if it says anything. */
  readonly episode: Planned | null;
  readonly payrollFrom: number | null | undefined;
  firstLateMs: number | null;
  stopped: boolean;
}

/** Applicants who should be declined, so that declines are looked at too. */
const OVER_INDEBTED = 0.04;

/** Lives all borrowers of one book through all days, with faults, watched after every step. */
export const simulateBook = (
  settings: WorldSettings,
  book: number,
  onCommit: (commit: Committed) => void = () => undefined,
): BookOutcome => {
  const random = randomOf(seedFor(settings.seed ^ 0x5eed, book));
  const signer = signerOf(settings.seed, book);
  const own = randomOf(seedFor(settings.seed ^ 0x0110, book));
  const rollOut = new RollOut(settings, `${settings.seed}:${book}`, own);
  const strategies = new Strategies(`${settings.seed}:${book}`, settings.days, own);
  const tally = new Tally({ ...settings, policies: rollOut.policies });
  const auditor = new Auditor(signer.key.publicKey);
  const dice = new FaultDice(random, settings.faults);
  const simulated = new SimulatedBook(`simulation/book-${book}`, signer, dice, settings, auditor, rollOut, (commit) => {
    tally.committed(commit);
    onCommit(commit);
  });
  const after = new AfterRollBack(rollOut, auditor);
  const lives = livesOf(settings, book, simulated);
  for (let day = 0; day < settings.days; day += 1) {
    const date = addDays(settings.from, day);
    const morning = plusHours(startOfDate(date), 7);
    for (const life of lives) if (day >= life.truth.startsOnDay) liveOneNight(life, day, date);
    simulated.beginDay(day, date, morning);
    strategies.beginDay(day, date, morning, simulated, auditor);
    for (const life of lives)
      if (day >= life.truth.startsOnDay) {
        liveOneDay(life, day, settings, auditor, tally, after);
      }
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
    identical: tally.identical,
    adverse: auditor.adverse,
    notices: tally.notices,
    checks: auditor.checks,
    injected: dice.injected,
    violations: auditor.violations + tally.broken.length,
    findings: [...auditor.findings, ...tally.broken],
    justice: tally.justice,
    deeds: tally.deeds,
    episodes: tally.episodes,
    repairs: rollOut.repairs,
    rulesFired: tally.rulesFired,
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
    const own = randomOf(seedFor(settings.seed ^ 0x0da1, index));
    const more = randomOf(seedFor(settings.seed ^ 0x3013, index));
    const episodes = randomOf(seedFor(settings.seed ^ 0xe715, index));
    const main = {
      ...truthOf(random, settings.days),
      overIndebted: own.chance(OVER_INDEBTED),
      askedAround: askedAroundOnce(more),
    };
    const truth = { ...main, ...besidesTruth(main, episodes) };
    const person = personOf(random, index);
    const borrowerId = borrowerIdOf(settings.seed, index);
    const run = new WorldRun(borrowerId, settings, simulated);
    const { from, days: length } = settings;
    const said = saidOf(truth, randomOf(seedFor(settings.seed ^ 0x5a1d, index)));
    const days = daysOf(run, { borrowerId, person, truth, random, more, said, from, days: length, settings });
    lives.push({
      run,
      truth,
      days,
      random: own,
      more,
      desk: randomOf(seedFor(settings.seed ^ 0x0de5, index)),
      check: randomOf(seedFor(settings.seed ^ 0xc4ec, index)),
      asks: randomOf(seedFor(settings.seed ^ 0xa5c5, index)),
      tradesFrom: tradesFrom(truth, more, length),
      answers: randomOf(seedFor(settings.seed ^ 0xa275, index)),
      payrollFrom: payrollOf(truth, episodes, length),
      episode: plan(truth, run, episodes, length, settings.episodes),
      firstLateMs: null,
      stopped: false,
    });
  }
  return lives;
};

/** What happens between midnight and morning: before the feeds of the day, and before its people are at their desks. */
const liveOneNight = ({ run, episode }: Life, day: number, date: IsoDate): void => {
  if (episode?.atNight !== true || day < episode.day) return;
  run.refresh();
  run.at(date, 1);
  liveEpisode(episode, day, run, true);
};

const liveOneDay = (
  life: Life,
  day: number,
  settings: WorldSettings,
  auditor: Auditor,
  tally: Tally,
  after: AfterRollBack,
): void => {
  const { run } = life;
  run.refresh();
  const lived = life.days.next();
  if (lived.done === true) return;
  if (run.file.line !== null) routine(run, life.random, settings.eventsPerDay);
  besides(life, day, tally.deeds);
  askWhatIf(run, life.asks, settings.asksPerDay ?? ASKS, auditor, tally.deeds);
  after.look(run, life.desk);
  run.closeDay();
  auditor.endOfDay(run.file.borrowerId, run.now);
  const record = auditor.records.get(run.file.borrowerId);
  if (record === undefined) return;
  if (life.firstLateMs === null && record.lateLoans.size > 0) life.firstLateMs = toMs(run.now);
  if (!life.stopped && isTurnedBad(life, run.date, settings)) noteSaved(life, record, tally);
};

/** What a day brings beside the life itself: trade, and the lender’s people at their desks. */
const besides = (life: Life, day: number, deeds: Deeds): void => {
  const { run, truth, more, desk, check, tradesFrom: from } = life;
  payroll(run, truth, day, life.payrollFrom);
  liveEpisode(life.episode, day, run, false);
  answerNotices(run, truth, life.answers, day);
  askForMore(run, life.answers);
  deskWork(run, truth, more, day, deeds);
  checkBusiness(run, check, deeds);
  restrict(run, truth, desk, deeds);
  keepLine(run, desk);
  if (from !== null && day >= from) trade(run, more, deeds);
  acceptOffer(run, more, deeds);
};

/** Whether the life of one who will not repay has taken its turn. */
const isTurnedBad = ({ truth }: Life, date: IsoDate, { from }: WorldSettings): boolean =>
  !truth.good && truth.turnsOnDay !== null && date >= addDays(from, truth.turnsOnDay);

/** Adds what the line would still have let out, had nothing been done: the first time that it is stopped or reduced. */
const noteSaved = (life: Life, record: BorrowerRecord, tally: Tally): void => {
  const { file, now } = life.run;
  const inForce = [...record.restrictions.values()].filter(
    ({ state, kind, family }) => state === 'effective' && kind !== 'STEP_UP' && family !== 'STRATEGY',
  );
  if (inForce.length === 0 || file.line === null) return;
  life.stopped = true;
  const undrawn = file.line.grantedLimitFen - usedOf(file);
  const isStopped = inForce.some(({ kind }) => kind !== 'LIMIT_REDUCED');
  const cut = file.line.grantedLimitFen - effectiveLimitOf(file, now);
  const saved = isStopped || undrawn < cut ? undrawn : cut;
  if (saved > 0n) tally.justice.exposureSavedFen += saved;
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
  countEpisode(tally.episodes, life.episode, record);
};
