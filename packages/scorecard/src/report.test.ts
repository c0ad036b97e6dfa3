import { describe, expect, it } from 'vitest';
import { crossValidate } from './cross-validate.ts';
import { compareGroups } from './fairness.ts';
import { scorecardLearner, treeLearner } from './learner.ts';
import { dealFolds } from './random.ts';
import { validationReport } from './report.ts';
import { reportHtml, tableHtml } from './report-html.ts';
import type { ScoredCase } from './scored-case.ts';
import { madeUpRows } from './testing/made-up-rows.ts';
import { trainScorecard } from './train.ts';

const rows = madeUpRows(3000);
const options = { id: 'made-up', version: '1', specialCodes: { debtPpm: [-1] } };
const result = crossValidate(rows, scorecardLearner(options), { folds: 4, seed: 3 });
if (!result.ok) throw new Error(result.problems[0]?.message);
const { validation } = result;

describe('cross-validation (S7)', () => {
  it('deals goods and bads evenly, and scores every row once', () => {
    const foldOf = dealFolds(
      Uint8Array.from(rows, ({ bad }) => (bad ? 1 : 0)),
      4,
      3,
    );
    const bads = [0, 1, 2, 3].map((fold) => rows.filter(({ bad }, row) => bad && foldOf[row] === fold).length);
    expect(Math.max(...bads) - Math.min(...bads)).toBeLessThanOrEqual(1);
    expect(validation.cases.length).toBe(rows.length);
    expect(validation.cases.map(({ bad }) => bad)).toEqual(rows.map(({ bad }) => bad));
    expect(validation.folds.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('finds what can be found, and nothing where there is nothing', () => {
    expect(validation.mean.auc).toBeGreaterThan(0.68);
    expect(validation.aucSpread).toBeLessThan(0.06);
    const shuffled = rows.map((row, index) => ({ ...row, bad: rows[(index * 7 + 1) % rows.length]!.bad }));
    const chance = crossValidate(shuffled, treeLearner({ id: 'x', version: '1', trees: 20 }), { folds: 4 });
    expect(chance.ok && Math.abs(chance.validation.mean.auc - 0.5)).toBeLessThan(0.06);
  });

  it('passes on why it could not learn', () => {
    expect(crossValidate([], scorecardLearner(options))).toMatchObject({ ok: false, problems: [{ code: 'no_rows' }] });
  });
});

describe('fairness (S11)', () => {
  const item = (score: number, bad: boolean, group: string): ScoredCase => ({
    score,
    probabilityOfBad: 0.5,
    bad,
    groups: { team: group },
    period: null,
  });

  it('compares pass rates and wrongly refused goods at the cut', () => {
    const cases = [
      ...[5, 5, 5, 1].map((score) => item(score, false, 'a')),
      ...[5, 1, 1, 1].map((score) => item(score, score === 5, 'b')),
    ];
    expect(compareGroups(cases, 3, 1)).toEqual([
      {
        by: 'team',
        outcomes: [
          {
            group: 'a',
            count: 4,
            observedBadRate: 0,
            expectedBadRate: 0.5,
            auc: Number.NaN,
            passRate: 0.75,
            goodsRefusedRate: 0.25,
          },
          {
            group: 'b',
            count: 4,
            observedBadRate: 0.25,
            expectedBadRate: 0.5,
            auc: 0,
            passRate: 0.25,
            goodsRefusedRate: 1,
          },
        ],
        passRatio: 1 / 3,
        goodsRefusedGap: 0.75,
      },
    ]);
    expect(compareGroups(cases, null, 1)[0]).toMatchObject({ passRatio: null, goodsRefusedGap: null });
    expect(compareGroups(cases, 3, 5)[0]).toMatchObject({ outcomes: [], passRatio: null });
  });
});

describe('the validation report (S10, S11)', () => {
  const report = validationReport(validation.cases, {
    title: 'Made-up <lines>',
    cut: 420,
    reference: validation.cases,
  });

  it('adds up', () => {
    expect(report.count).toBe(rows.length);
    expect(report.bads).toBe(rows.filter(({ bad }) => bad).length);
    expect(report.auc).toBeCloseTo(validation.mean.auc, 1);
    expect(report.brier).toBeLessThan(report.brierOfAverage);
    expect(report.psi).toBe(0);
    for (const list of [report.calibration, report.bands])
      expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
    expect(report.curve.every(({ bads, goods }) => bads >= goods - 0.05)).toBe(true);
    expect(Math.max(...report.curve.map(({ bads, goods }) => bads - goods))).toBeCloseTo(report.ks, 1);
    expect(report.periods.map(({ period }) => period)).toEqual(['2026-01', '2026-02', '2026-03', '2026-04']);
    expect(report.periods[0]?.psi).toBe(0);
    expect(report.groups.map(({ by }) => by)).toEqual(['side']);
  });

  it('notices that the scores have moved', () => {
    const moved = validation.cases.map((item) => ({ ...item, score: item.score - 60 }));
    const shift = validationReport(moved, { title: 'moved', reference: validation.cases }).psi;
    expect(shift).toBeGreaterThan(0.25);
  });

  it('lets long words wrap, so that the points beside them stay on the page', () => {
    const name = 'the sum of what was paid in each of the last six months';
    const html = tableHtml(['input', 'points'], [[name, '12']]);
    expect(html).toContain(`<td class="words">${name}</td><td>12</td>`);
    expect(tableHtml(['a'], [['<b> & "c"']])).toContain('&lt;b&gt; &amp; &quot;c&quot;');
  });

  it('is plain data, and a page that fetches nothing and escapes what it shows', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const trained = trainScorecard(rows, options);
    if (!trained.ok) throw new Error('not trained');
    const page = reportHtml(report, trained.trained.model);
    expect(page).not.toMatch(/<script|src=|href=|url\(|https?:/);
    expect(page).toContain('Made-up &lt;lines&gt;');
    expect(page).not.toContain('NaN');
    expect(page.match(/<svg/g)?.length).toBe(3);
    expect(page).toContain('debtPpm');
    for (const tag of ['svg', 'table', 'section', 'main', 'div', 'tr', 'td'])
      expect(page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length).toBe(page.match(new RegExp(`</${tag}>`, 'g'))?.length);
  });
});
