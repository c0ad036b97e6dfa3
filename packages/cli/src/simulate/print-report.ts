import type { WorldReport } from '@clearline/lab';
import { type ReportSection, reportSections } from './report-sections.ts';
import type { Words } from './report-words.ts';

const FINDINGS: Words = { zh: '发现的问题', en: 'What was found' };

/** The report as lines for a terminal, the same for the same seed and version but for the time it took. */
export const reportLines = (report: WorldReport, language: keyof Words): string[] => [
  ...reportSections(report).flatMap(({ title, rows }) => [
    title[language],
    ...rows.map(({ label, value }) => `  ${label[language]}: ${value[language]}`),
    '',
  ]),
  ...(report.findings.length === 0 ? [] : [FINDINGS[language]]),
  ...report.findings.map(
    ({ guarantee, borrowerId, seq, detail }) => `  ${guarantee} ${borrowerId} fact ${seq}: ${detail}`,
  ),
  `digest ${report.digest}`,
];

/** What was run, so that anyone can run it again. */
export interface RunMade {
  readonly command: string;
  readonly policy: string;
  readonly seconds: number;
  readonly machine: string;
}

/** The report as a page of tables, Chinese first. */
export const reportMarkdown = (report: WorldReport, run: RunMade): string =>
  [
    '# 模拟所得 · What the simulation measured',
    '',
    '`npx clearline simulate` 以已知真相的借款人运行整个系统，注入故障，并由独立的审计逐步检查。',
    '`npx clearline simulate` runs the whole system on borrowers whose truth is known, injects faults, and has an independent auditor watch every step.',
    '',
    `\`${run.command}\``,
    '',
    `政策 policy ${run.policy}; ${run.seconds.toFixed(0)} s, ${Math.round(report.events / run.seconds)} events/s, ${run.machine}; digest \`${report.digest}\`.`,
    '',
    ...reportSections(report).flatMap(table),
  ].join('\n');

const table = ({ title, rows }: ReportSection): string[] => [
  `## ${title.zh} · ${title.en}`,
  '',
  '| | | 数 figure |',
  '|---|---|---|',
  ...rows.map(
    ({ label, value }) =>
      `| ${label.zh} | ${label.en} | ${value.zh === value.en ? value.zh : `${value.zh} · ${value.en}`} |`,
  ),
  '',
];
