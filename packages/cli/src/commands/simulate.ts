import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BookOutcome, median, readFaults, sumBooks, type WorldReport } from '@clearline/lab';
import { DEMO_LENDER, toJson } from '@clearline/line';
import type { Command } from '../command.ts';
import { repositoryRoot } from '../data-dir.ts';
import { loadPolicies } from '../policies.ts';
import { progress, progressDone } from '../progress.ts';
import { reportLines, reportMarkdown, type RunMade } from '../simulate/print-report.ts';
import { booksOf, simulateBooks } from '../simulate/simulate-books.ts';

/** The first business date of every simulation; a date of the run would make two runs differ. */
const FROM = '2026-01-01';

const numberIn = (name: string, text: string, low: number, high: number): number | string => {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= low && value <= high
    ? value
    : `--${name} is “${text}”; it is a number from ${low} to ${high}.`;
};

const commandOf = (
  { seed, borrowers, days, eventsPerDay }: Readonly<Record<string, number>>,
  faults: string,
  threads: number,
): string =>
  `npx clearline simulate --seed ${seed} --borrowers ${borrowers} --days ${days} --faults ${faults} --events-per-day ${eventsPerDay} --threads ${threads}`;

const middleOf = (hours: readonly number[]) => ({ of: hours.length, medianHours: median(hours) });

/** A run and what came of it. Hours are a figure of each restriction or borrower; the file holds their middle and number. */
const fileOf = (report: WorldReport, run: RunMade): string => {
  const { repairHours, ...justice } = report.justice;
  const { hoursSinceFound, hoursInForce, ...sums } = report.repairs;
  const repair = { ended: repairHours.length, medianHours: median(repairHours) };
  const repairs = { ...sums, sinceFound: middleOf(hoursSinceFound), inForce: middleOf(hoursInForce) };
  const eventsPerSecond = Math.round(report.events / run.seconds);
  return `${JSON.stringify(JSON.parse(toJson({ run, eventsPerSecond, ...report, justice: { ...justice, repair }, repairs })), null, 2)}\n`;
};

export const simulate: Command = {
  name: 'simulate',
  summary: 'live borrowers with known truth through the engine under faults, with an independent auditor watching',
  usage:
    '[--seed N] [--borrowers N] [--days N] [--faults all|none|KIND,…[,x3]] [--events-per-day N] [--threads N] [--lang zh|en] [--json FILE] [--markdown FILE]',
  async run(parameters) {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        seed: { type: 'string', default: '1' },
        borrowers: { type: 'string', default: '500' },
        days: { type: 'string', default: '180' },
        faults: { type: 'string', default: 'all' },
        'events-per-day': { type: 'string', default: '1' },
        threads: { type: 'string', default: String(availableParallelism()) },
        lang: { type: 'string', default: 'en' },
        json: { type: 'string' },
        markdown: { type: 'string' },
      },
    });
    const wanted = {
      seed: numberIn('seed', values.seed, 0, 2 ** 31 - 1),
      borrowers: numberIn('borrowers', values.borrowers, 1, 10_000_000),
      days: numberIn('days', values.days, 30, 3_650),
      eventsPerDay: numberIn('events-per-day', values['events-per-day'], 0, 1_000),
      threads: numberIn('threads', values.threads, 1, 256),
    };
    const faults = readFaults(values.faults);
    const problems = Object.values(wanted).filter((value) => typeof value === 'string');
    const { lang } = values;
    if (lang !== 'zh' && lang !== 'en') problems.push(`--lang is “${lang}”; it is zh or en.`);
    if ('problem' in faults) problems.push(`--faults: ${faults.problem}.`);
    if (problems.length > 0 || 'problem' in faults || (lang !== 'zh' && lang !== 'en')) {
      for (const problem of problems) console.error(problem);
      return 2;
    }
    const { threads, ...size } = wanted as Record<keyof typeof wanted, number>;
    const policies = await loadPolicies(null);
    const started = performance.now();
    const outcomes: BookOutcome[] = [];
    await simulateBooks(
      { ...size, from: FROM, faults, lender: DEMO_LENDER, policies },
      {
        policiesDir: join(repositoryRoot(), 'policies'),
        threads,
        onBook: (outcome) => {
          outcomes.push(outcome);
          const events = outcomes.reduce((sum, each) => sum + each.events, 0);
          progress(`${outcomes.length} of ${booksOf(size.borrowers)} books, ${events.toLocaleString('en-US')} events`);
        },
      },
    );
    progressDone();
    const report = sumBooks(outcomes);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `seed ${size.seed}, ${size.days} days, policy ${policies.version}: ${seconds.toFixed(1)} s on ${threads} thread(s), ${Math.round(report.events / seconds).toLocaleString('en-US')} events/s, ${Math.round(report.facts / seconds).toLocaleString('en-US')} facts/s\n`,
    );
    for (const line of reportLines(report, lang)) console.log(line);
    const run: RunMade = {
      command: commandOf(size, values.faults, threads),
      policy: policies.version,
      seconds,
      machine: `${threads} thread(s), ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    };
    if (values.json !== undefined) await writeFile(values.json, fileOf(report, run));
    if (values.markdown !== undefined) await writeFile(values.markdown, reportMarkdown(report, run));
    return report.violations === 0 ? 0 : 1;
  },
};
