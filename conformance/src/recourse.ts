import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type Alternative,
  applyChange,
  approves,
  type Condition,
  counterfactuals,
  type RecourseModel,
  type TreeNode,
} from '@clearline/dmn';
import type { SuiteResult } from './suite.ts';

/** Milliseconds per search, over the denied rows of a kind of model. */
interface Timing {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly rows: number;
}

/** Runs every row of the problem files given; each row is a case named `file/problem#row`. */
export async function run(
  paths: readonly string[],
): Promise<SuiteResult & { readonly timing: Readonly<Record<string, Timing>> }> {
  const failed: string[] = [];
  const times = new Map<string, number[]>();
  let total = 0;
  for (const path of paths) {
    for (const [place, problem] of (await problemsOf(path)).entries()) {
      const model = modelOf(problem.model);
      problem.rows.forEach((row, index) => {
        total++;
        const fault = checkRow(model, row);
        if (!row.approved) times.set(model.kind, [...(times.get(model.kind) ?? []), timeOf(model, row)]);
        if (fault === null) return;
        const id = `${basename(path)}/${problem.name ?? place}#${index}`;
        failed.push(id);
        if (process.env['VERBOSE']) console.error(`${id}: ${fault}`);
      });
    }
  }
  const timing = Object.fromEntries([...times].map(([kind, samples]) => [kind, quantiles(samples)]));
  for (const [kind, { p50, p99, max, rows }] of Object.entries(timing))
    console.log(`${kind}: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms over ${rows} denied rows`);
  return { suite: 'recourse', total, passed: total - failed.length, failed, skipped: [], timing };
}

/** The least of three searches after the checked one: what the search costs, not what else the machine was doing. */
const timeOf = (model: RecourseModel, row: Row): number => {
  const spent = [1, 2, 3].map(() => {
    const started = performance.now();
    counterfactuals({ model, x: row.x, groups: row.groups });
    return performance.now() - started;
  });
  return Math.min(...spent);
};

interface Row {
  readonly x: readonly number[];
  readonly groups: readonly (readonly Alternative[])[];
  readonly approved: boolean;
  readonly minCost: number | null;
}
interface Problem {
  readonly name?: string;
  readonly model: FileModel;
  readonly rows: readonly Row[];
}
interface FileTree {
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}
type FileModel =
  | Extract<RecourseModel, { kind: 'scorecard' | 'binned-scorecard' | 'collect' }>
  | { readonly kind: 'trees'; readonly base: number; readonly trees: readonly FileTree[] }
  | {
      readonly kind: 'first-hit';
      readonly rules: readonly { readonly when: readonly Condition[]; readonly outcome: string }[];
      readonly default: string;
    };

const problemsOf = async (path: string): Promise<readonly Problem[]> => {
  const bytes = await readFile(path);
  const file = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Problem & {
    readonly problems?: readonly Problem[];
  };
  return file.problems ?? [file];
};

/** The model in the shape of the engine: trees as nodes, outcomes as truth values. */
const modelOf = (model: FileModel): RecourseModel => {
  if (model.kind === 'trees') return { kind: 'trees', base: model.base, trees: model.trees.map(nodesOf) };
  if (model.kind !== 'first-hit') return model;
  const rules = model.rules.map(({ when, outcome }) => ({ when, approve: outcome === 'approve' }));
  return { kind: 'first-hit', rules, default: model.default === 'approve' };
};

const nodesOf = (tree: FileTree): TreeNode[] =>
  tree.left.map((left, index) => ({
    feature: tree.feature[index] ?? 0,
    threshold: tree.threshold[index] ?? 0,
    left,
    right: tree.right[index] ?? -1,
    value: tree.value[index] ?? 0,
  }));

/** Null when cost and existence are right and the change does what it says. */
const checkRow = (model: RecourseModel, row: Row): string | null => {
  if (approves(model, row.x) !== row.approved) return `the decision itself should be ${row.approved}`;
  const found = counterfactuals({ model, x: row.x, groups: row.groups });
  if (!found.proven) return `not proven after ${found.nodes} nodes`;
  if (found.cost !== row.minCost) return `expected cost ${row.minCost}, found ${found.cost}`;
  if (found.change === null) return null;
  const cost = found.change.reduce<number>(
    (sum, taken, group) => sum + (taken === null ? 0 : (row.groups[group]?.[taken]?.cost ?? Number.NaN)),
    0,
  );
  return cost === found.cost && approves(model, applyChange(row.x, row.groups, found.change))
    ? null
    : 'the change does not do what it says';
};

const quantiles = (samples: readonly number[]): Timing => {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(4));
  return { p50: at(0.5), p99: at(0.99), max: at(1), rows: sorted.length };
};
