import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { PolicySet } from '@clearline/line';
import { reportHtml } from './html.ts';
import type { Mapping } from './mapping.ts';
import { readPortfolio } from './read-portfolio.ts';
import { replayClient } from './replay-client.ts';
import { gather, type ReplayReport } from './report.ts';

export interface ReplayOptions {
  readonly file: string;
  readonly mapping: Mapping;
  readonly policies: PolicySet;
  /** Folder for report.html and report.json; null prints nothing to disk. */
  readonly out: string | null;
  readonly onProgress?: (clients: number) => void;
}

/**
 * Replays a portfolio through the live decision code. The two reports appear together or not at all.
 * @throws ReplayInputError for a bad file; nothing is written then.
 */
export const replayPortfolio = async (options: ReplayOptions): Promise<ReplayReport> => {
  const { mapping, policies } = options;
  const labels = mapping.months.map((month) => month.label);
  const gatherer = gather(mapping, policies);
  let clients = 0;
  await readPortfolio(options.file, mapping, (client) => {
    gatherer.add(client, replayClient(client, labels, policies));
    clients += 1;
    if (clients % 1_000 === 0) options.onProgress?.(clients);
  });
  const report = gatherer.report();
  if (options.out !== null)
    await writeTogether(resolve(options.out), {
      'report.json': `${JSON.stringify(report, null, 2)}\n`,
      'report.html': reportHtml(report, policies),
    });
  return report;
};

/** Writes beside the target first, then moves: a full disk leaves no half report. */
const writeTogether = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(join(dirname(folder), '.clearline-report-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(staging, name), text);
    await mkdir(folder, { recursive: true });
    for (const name of Object.keys(files)) await rename(join(staging, name), join(folder, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
};
