import type { Fact, IsoDate } from '@clearline/line';
import type { RunSettings } from './borrower-run.ts';
import { borrowerIdOf, live } from './live.ts';
import { type Truth, truthOf } from './lives.ts';
import { type Person, personOf } from './person.ts';
import { randomOf, seedFor } from './random.ts';

/** One simulated borrower’s stream, with what was true of them. */
export interface SimulatedBorrower {
  readonly borrowerId: string;
  readonly person: Person;
  readonly truth: Truth;
  readonly facts: readonly Fact[];
}

export interface PortfolioSettings extends RunSettings {
  readonly seed: number;
  readonly borrowers: number;
  readonly days: number;
  /** The first business date; the last is `days - 1` later. */
  readonly from: IsoDate;
}

/** Borrower `index` of a portfolio; depends on nothing but the settings and the index, so any share can be made apart. */
export const simulateBorrower = (settings: PortfolioSettings, index: number): SimulatedBorrower => {
  const random = randomOf(seedFor(settings.seed, index));
  const truth = truthOf(random, settings.days);
  const person = personOf(random, index);
  const borrowerId = borrowerIdOf(settings.seed, index);
  const run = live({ borrowerId, person, truth, random, from: settings.from, days: settings.days, settings });
  return { borrowerId, person, truth, facts: run.facts };
};

/** All borrowers, one after the other. */
export function* simulatePortfolio(settings: PortfolioSettings): Generator<SimulatedBorrower> {
  for (let index = 0; index < settings.borrowers; index++) yield simulateBorrower(settings, index);
}
