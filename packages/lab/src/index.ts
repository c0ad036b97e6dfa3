export { columnsOf, type Mapping, readMapping, ReplayInputError } from './replay/mapping.ts';
export { replayPortfolio, type ReplayOptions } from './replay/replay-portfolio.ts';
export type { MonthFigures, ReplayReport, Verdict } from './replay/report.ts';
export { LIVES, type Life, type Truth } from './simulate/lives.ts';
export type { Person } from './simulate/person.ts';
export {
  type PortfolioSettings,
  simulateBorrower,
  simulatePortfolio,
  type SimulatedBorrower,
} from './simulate/portfolio.ts';
export type { DeedKind } from './world/deeds.ts';
export type { EpisodeKind } from './world/episodes.ts';
export { type FaultKind, type FaultSettings, readFaults } from './world/faults.ts';
export {
  type BookOutcome,
  BORROWERS_PER_BOOK,
  simulateBook,
  type WorldSettings,
} from './world/simulate-book.ts';
export { median, sumBooks, type WorldReport } from './world/world-report.ts';
