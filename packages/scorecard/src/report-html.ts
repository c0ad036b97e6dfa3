import type { GroupComparison } from './fairness.ts';
import type { ScorecardModel } from './model.ts';
import type { ValidationReport } from './report.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)}%`);
const decimal = (value: number | null, digits = 3): string => (value === null ? '–' : value.toFixed(digits));

const STYLE = `
:root{--ink:#16202e;--muted:#5b6675;--line:#e3e7ec;--ground:#f5f7f9;--surface:#fff;--primary:#0b6e69;--overdue:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--muted:#9aa6b4;--line:#2c3947;--ground:#10171f;--surface:#18212c;--primary:#4fb8b1;--overdue:#f0776c}}
body{margin:0;padding:24px 16px;background:var(--ground);color:var(--ink);font:14px/1.5 "PingFang SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:960px;margin:0 auto}h1{font-size:28px;line-height:1.2}h1,h2{overflow-wrap:anywhere}h2{font-size:20px;margin:32px 0 8px}
section{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--surface);font-variant-numeric:tabular-nums}
th,td{padding:6px 10px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}th:first-child,td:first-child{text-align:left}
td.words{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:14em}
th{color:var(--muted);font-weight:500}p{color:var(--muted);max-width:70ch}
.figures{display:flex;flex-wrap:wrap;gap:12px}.figures div{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:12px 16px;min-width:96px}
.figures b{display:block;font-size:20px;font-variant-numeric:tabular-nums}
.plots{display:flex;flex-wrap:wrap;gap:16px}svg{background:var(--surface);border:1px solid var(--line);border-radius:6px;max-width:100%;height:auto}
svg text{fill:var(--muted);font-size:12px}.axis{stroke:var(--line);fill:none}.main{stroke:var(--primary);fill:none;stroke-width:2}
.second{stroke:var(--overdue);fill:none;stroke-width:2}.even{stroke:var(--muted);stroke-dasharray:3 3;fill:none}.bar{fill:var(--primary);opacity:.35}.dot{fill:var(--overdue)}
`;

/** A cell of words wraps, so that what stands beside it is not pushed off the page. */
const WORDS_FROM = 24;
const cellOf = (text: string): string => `<td${text.length > WORDS_FROM ? ' class="words"' : ''}>${escape(text)}</td>`;

/** A table of the report; what it shows is escaped. */
export const tableHtml = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<section><table><thead><tr>${head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map(cellOf).join('')}</tr>`)
    .join('')}</tbody></table></section>`;

const SIZE = 300;
const EDGE = 40;

interface Plot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xMost: number;
  readonly yMost: number;
  readonly body: (x: (value: number) => string, y: (value: number) => string) => string;
}

/** A plot whose both axes begin at 0 and are shares, marked at a quarter, a half and so on of their ends. */
const plot = ({ title, xLabel, yLabel, xMost, yMost, body }: Plot): string => {
  const x = (value: number) => (EDGE + ((SIZE - EDGE - 24) * value) / xMost).toFixed(1);
  const y = (value: number) => (SIZE - EDGE - ((SIZE - EDGE - 48) * value) / yMost).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const xTicks = ticks.map(
    (tick) =>
      `<text x="${x(tick * xMost)}" y="${SIZE - 24}" text-anchor="middle">${(100 * tick * xMost).toFixed(0)}%</text>`,
  );
  const yTicks = ticks.map(
    (tick) =>
      `<text x="${EDGE - 4}" y="${y(tick * yMost)}" text-anchor="end">${(100 * tick * yMost).toFixed(0)}%</text>`,
  );
  return `<svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" role="img" aria-label="${escape(title)}"><text x="8" y="18">${escape(title)}</text><path class="axis" d="M${x(0)},${y(yMost)}V${y(0)}H${x(xMost)}"/>${xTicks.join('')}${yTicks.join('')}<text x="${SIZE / 2}" y="${SIZE - 6}" text-anchor="middle">${escape(xLabel)}</text><text x="${EDGE + 4}" y="${Number(y(yMost)) - 8}">${escape(yLabel)}</text>${body(x, y)}</svg>`;
};

const line = (points: readonly (readonly [string, string])[]): string =>
  `M${points.map(([x, y]) => `${x},${y}`).join('L')}`;

const rocPlot = ({ curve, auc }: ValidationReport): string =>
  plot({
    title: `区分能力 ROC · AUC ${auc.toFixed(3)}`,
    xLabel: '好客户中被划为低分的比例 goods below',
    yLabel: '坏客户 bads below',
    xMost: 1,
    yMost: 1,
    body: (x, y) => {
      const points = [{ goods: 0, bads: 0 }, ...curve, { goods: 1, bads: 1 }];
      return `<path class="even" d="M${x(0)},${y(0)}L${x(1)},${y(1)}"/><path class="main" d="${line(points.map(({ goods, bads }) => [x(goods), y(bads)]))}"/>`;
    },
  });

const ksPlot = ({ curve, ks }: ValidationReport): string =>
  plot({
    title: `累计分布 · KS ${ks.toFixed(3)}`,
    xLabel: '按分数从低到高的客户 cases, lowest first',
    yLabel: '累计比例 cumulative',
    xMost: 1,
    yMost: 1,
    body: (x, y) => {
      const at = (index: number) => x((index + 1) / (curve.length + 1));
      const last = curve.at(-1);
      const label =
        last === undefined
          ? ''
          : `<text x="${x(0.3)}" y="${y(0.9)}">坏 bads</text><text x="${x(0.7)}" y="${y(0.4)}">好 goods</text>`;
      return `<path class="second" d="${line([[x(0), y(0)], ...curve.map(({ bads }, index) => [at(index), y(bads)] as const), [x(1), y(1)]])}"/><path class="main" d="${line([[x(0), y(0)], ...curve.map(({ goods }, index) => [at(index), y(goods)] as const), [x(1), y(1)]])}"/>${label}`;
    },
  });

const calibrationPlot = ({ calibration }: ValidationReport): string => {
  const most = Math.max(0.01, ...calibration.flatMap((band) => [band.expectedBadRate, band.observedBadRate]));
  return plot({
    title: '校准 calibration',
    xLabel: '预期坏账率 expected',
    yLabel: '实际 observed',
    xMost: most,
    yMost: most,
    body: (x, y) =>
      `<path class="even" d="M${x(0)},${y(0)}L${x(most)},${y(most)}"/>${calibration.map((band) => `<circle class="dot" cx="${x(band.expectedBadRate)}" cy="${y(band.observedBadRate)}" r="4"/>`).join('')}`,
  });
};

const figures = (report: ValidationReport): string =>
  `<div class="figures">${(
    [
      ['样本 cases', report.count.toLocaleString('en')],
      ['坏客户 bads', `${report.bads.toLocaleString('en')} (${percent(report.bads / report.count)})`],
      ['AUC', decimal(report.auc)],
      ['KS', decimal(report.ks)],
      ['Gini', decimal(report.gini)],
      ['Brier', `${decimal(report.brier, 4)} / ${decimal(report.brierOfAverage, 4)}`],
      ['PSI', decimal(report.psi)],
    ] as const
  )
    .map(([name, value]) => `<div>${escape(name)}<b>${escape(value)}</b></div>`)
    .join('')}</div>`;

const groupSection = ({ by, outcomes, passRatio, goodsRefusedGap }: GroupComparison): string =>
  `<h2>公平性 Fairness: ${escape(by)}</h2>${tableHtml(
    [
      '组 group',
      '样本 cases',
      '实际坏账率 observed',
      '预期 expected',
      'AUC',
      '通过率 pass',
      '好客户被拒 goods refused',
    ],
    outcomes.map((outcome) => [
      outcome.group,
      String(outcome.count),
      percent(outcome.observedBadRate),
      percent(outcome.expectedBadRate),
      decimal(outcome.auc),
      percent(outcome.passRate),
      percent(outcome.goodsRefusedRate),
    ]),
  )}<p>通过率之比 lowest pass rate over highest: ${decimal(passRatio, 2)} · 好客户被拒率之差 gap in goods refused: ${percent(goodsRefusedGap)}</p>`;

const binText = (bin: ScorecardModel['attributes'][number]['bins'][number]): string => {
  if (bin.missing === true) return '缺失 missing';
  if (bin.values !== undefined) return bin.values.join(', ');
  return bin.upTo === null ? '以上 above' : `≤ ${bin.upTo}`;
};

const modelSection = (model: ScorecardModel): string =>
  `<h2>评分卡 Scorecard ${escape(model.id)} ${escape(model.version)}</h2><p>基础分 base points: ${model.basePoints}</p>${tableHtml(
    ['输入 input', '区间 bin', '分数 points'],
    model.attributes.flatMap(({ name, label, bins }) =>
      bins.map((bin, index) => [
        index > 0 ? '' : label === undefined ? name : `${label.zh} ${label.en} (${name})`,
        binText(bin),
        String(bin.points),
      ]),
    ),
  )}`;

/**
 * The report as one HTML page that needs nothing else: no script, no fonts or pictures from elsewhere. Chinese first,
 * English beside it.
 */
export const reportHtml = (report: ValidationReport, model?: ScorecardModel): string => {
  const parts = [
    `<h1>${escape(report.title)}</h1>`,
    figures(report),
    `<h2>曲线 Curves</h2><div class="plots">${rocPlot(report)}${ksPlot(report)}${calibrationPlot(report)}</div>`,
    `<h2>校准 Calibration</h2>${tableHtml(
      ['组 band', '样本 cases', '预期坏账率 expected', '实际坏账率 observed'],
      report.calibration.map((band, index) => [
        String(index + 1),
        String(band.count),
        percent(band.expectedBadRate),
        percent(band.observedBadRate),
      ]),
    )}`,
    `<h2>分数段 Score bands</h2>${tableHtml(
      ['分数至 up to', '样本 cases', '坏账率 bad rate'],
      report.bands.map((band) => [
        band.upTo === null ? '以上 above' : String(band.upTo),
        String(band.count),
        percent(band.badRate),
      ]),
    )}`,
    report.periods.length === 0
      ? ''
      : `<h2>时段 Periods</h2>${tableHtml(
          ['时段 period', '样本 cases', '坏账率 bad rate', 'AUC', 'PSI'],
          report.periods.map((item) => [
            item.period,
            String(item.count),
            percent(item.badRate),
            decimal(item.auc),
            decimal(item.psi),
          ]),
        )}`,
    ...report.groups.map(groupSection),
    model === undefined ? '' : modelSection(model),
  ];
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(report.title)}</title><style>${STYLE}</style></head><body><main>${parts.join('\n')}</main></body></html>\n`;
};
