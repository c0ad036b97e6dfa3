import { addDeeds, noDeeds } from './deeds.ts';
import { addEpisodes, noEpisodes } from './episodes.ts';
import { addJustice, noJustice } from './justice.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import type { BookOutcome } from './simulate-book.ts';
import { addRepairs, noRepairs } from './repairs.ts';
import { addFired, type RulesFired } from './rules-fired.ts';
import { sha256Hex } from '@clearline/receipts';

/** A whole simulation: the sums over its books, and one hash by which two runs can be told to be the same. */
export interface WorldReport extends Omit<BookOutcome, 'book'> {
  readonly books: number;
}

/** Findings printed; the count is always whole. */
const FINDINGS_MAX = 50;

/** Adds books up, in the order of their numbers, whatever order they arrived in. */
export const sumBooks = (outcomes: readonly BookOutcome[]): WorldReport => {
  const books = outcomes.toSorted((a, b) => a.book - b.book);
  const sum = (of: (outcome: BookOutcome) => number): number =>
    books.reduce((total, outcome) => total + of(outcome), 0);
  const justice = noJustice();
  const deeds = noDeeds();
  const episodes = noEpisodes();
  const repairs = noRepairs();
  const rulesFired: RulesFired = {};
  for (const book of books) {
    addJustice(justice, book.justice);
    addDeeds(deeds, book.deeds);
    addEpisodes(episodes, book.episodes);
    addRepairs(repairs, book.repairs);
    addFired(rulesFired, book.rulesFired);
  }
  return {
    books: books.length,
    borrowers: sum(({ borrowers }) => borrowers),
    commands: sum(({ commands }) => commands),
    events: sum(({ events }) => events),
    retries: sum(({ retries }) => retries),
    facts: sum(({ facts }) => facts),
    decisions: sum(({ decisions }) => decisions),
    identical: sum(({ identical }) => identical),
    adverse: {
      actions: sum(({ adverse }) => adverse.actions),
      withReasons: sum(({ adverse }) => adverse.withReasons),
      withNotice: sum(({ adverse }) => adverse.withNotice),
      withAppealRoute: sum(({ adverse }) => adverse.withAppealRoute),
      withProof: sum(({ adverse }) => adverse.withProof),
    },
    notices: sum(({ notices }) => notices),
    checks: sum(({ checks }) => checks),
    injected: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, sum(({ injected }) => injected[kind])])) as Record<
      FaultKind,
      number
    >,
    violations: sum(({ violations }) => violations),
    findings: books.flatMap(({ findings }) => findings).slice(0, FINDINGS_MAX),
    justice,
    deeds,
    episodes,
    repairs,
    rulesFired,
    digest: sha256Hex(books.map(({ digest }) => digest).join('\n')),
  };
};

/** The middle value, or null of none. */
export const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};
