export { columnsOf, type Mapping, readMapping, ReplayInputError } from './replay/mapping.ts';
export { replayPortfolio, type ReplayOptions } from './replay/replay-portfolio.ts';
export type { MonthFigures, ReplayReport, Verdict } from './replay/report.ts';
