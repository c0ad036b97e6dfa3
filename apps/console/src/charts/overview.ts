import type { Overview } from '@clearline/client';
import { axisStyle, inUnit, type MoneyUnit, namedLines, tooltipStyle } from './base.ts';
import type { ChartTheme } from './theme.ts';

type Month = Overview['months'][number];

/** Granted limits and drawn balances by month. */
export function monthsOption(
  months: readonly Month[],
  theme: ChartTheme,
  words: { readonly unit: MoneyUnit; readonly granted: string; readonly drawn: string; readonly overdue: string },
) {
  return {
    grid: { left: 64, right: 84, top: 32, bottom: 28 },
    tooltip: tooltipStyle(theme),
    xAxis: { type: 'category', data: months.map((m) => m.month), ...axisStyle(theme) },
    yAxis: { type: 'value', name: words.unit.name, ...axisStyle(theme) },
    series: namedLines([
      { name: words.granted, data: months.map((m) => inUnit(m.grantedFen, words.unit)), color: theme.primary },
      { name: words.drawn, data: months.map((m) => inUnit(m.drawnFen, words.unit)), color: theme.ink },
      { name: words.overdue, data: months.map((m) => inUnit(m.overdueFen, words.unit)), color: theme.overdue },
    ]),
  };
}

/** Moves of lines by month: what went up stands above the axis, what was restricted or reduced below. */
export function movesOption(
  months: readonly Month[],
  theme: ChartTheme,
  words: {
    readonly unit: string;
    readonly raised: string;
    readonly lifted: string;
    readonly reduced: string;
    readonly restrictions: string;
  },
) {
  return {
    grid: { left: 48, right: 84, top: 32, bottom: 28 },
    tooltip: tooltipStyle(theme),
    xAxis: { type: 'category', data: months.map((m) => m.month), ...axisStyle(theme) },
    yAxis: { type: 'value', name: words.unit, ...axisStyle(theme) },
    series: namedLines([
      { name: words.restrictions, data: months.map((m) => m.restrictions), color: theme.overdue },
      { name: words.lifted, data: months.map((m) => m.lifted), color: theme.restored },
      { name: words.raised, data: months.map((m) => m.raised), color: theme.primary },
      { name: words.reduced, data: months.map((m) => m.reduced), color: theme.attention },
    ]),
  };
}

/** Restrictions in force by cause: borrowers in good standing solid, the rest outlined, the total written at the end. */
export function causesOption(
  causes: Overview['restrictionsByCause'],
  theme: ChartTheme,
  words: {
    readonly unit: string;
    readonly good: string;
    readonly other: string;
    readonly name: (family: Overview['restrictionsByCause'][number]['causeFamily']) => string;
  },
) {
  const rows = [...causes].sort((a, b) => a.inForce - b.inForce);
  return {
    grid: { left: 8, right: 56, top: 8, bottom: 24, containLabel: true },
    tooltip: { ...tooltipStyle(theme), axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', name: words.unit, minInterval: 1, ...axisStyle(theme) },
    yAxis: {
      type: 'category',
      data: rows.map((row) => words.name(row.causeFamily)),
      ...axisStyle(theme),
      axisLabel: { color: theme.ink },
    },
    series: [
      {
        type: 'bar',
        stack: 'all',
        name: words.good,
        data: rows.map((row) => Math.min(row.goodStanding, row.inForce)),
        color: theme.primary,
        barMaxWidth: 18,
      },
      {
        type: 'bar',
        stack: 'all',
        name: words.other,
        data: rows.map((row) => Math.max(0, row.inForce - row.goodStanding)),
        itemStyle: { color: theme.primarySoft, borderColor: theme.primary, borderWidth: 1 },
        barMaxWidth: 18,
        label: {
          show: true,
          position: 'right',
          color: theme.ink,
          formatter: (point: { dataIndex: number }) => String(rows[point.dataIndex]?.inForce ?? ''),
        },
      },
    ],
  };
}

/** Principal by ageing bucket, the amount written on each bar. */
export function ageingOption(
  ageing: Overview['ageing'],
  theme: ChartTheme,
  words: { readonly unit: MoneyUnit; readonly label: (row: Overview['ageing'][number]) => string },
) {
  return {
    grid: { left: 56, right: 16, top: 32, bottom: 28 },
    tooltip: { ...tooltipStyle(theme), axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: ageing.map(words.label), ...axisStyle(theme) },
    yAxis: { type: 'value', name: words.unit.name, ...axisStyle(theme) },
    series: [
      {
        type: 'bar',
        barMaxWidth: 40,
        data: ageing.map((row, index) => ({
          value: inUnit(row.principalFen, words.unit),
          itemStyle: { color: index === 0 ? theme.primary : index < 3 ? theme.attention : theme.overdue },
        })),
        label: { show: true, position: 'top', color: theme.ink },
      },
    ],
  };
}

/** The wrongful-restriction rate as a point with its 95% interval, in percent. */
export function wrongfulOption(wrongful: NonNullable<Overview['wrongful']>, theme: ChartTheme) {
  const asPercent = (share: number) => Math.round(share * 1000) / 10;
  const low = asPercent(wrongful.low);
  const high = asPercent(wrongful.high);
  const rate = asPercent(wrongful.rate);
  return {
    grid: { left: 24, right: 24, top: 40, bottom: 32 },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.min(100, Math.ceil((high * 1.2) / 10) * 10),
      ...axisStyle(theme),
      axisLabel: { color: theme.muted, formatter: '{value}%' },
    },
    yAxis: { type: 'category', data: [''], axisLine: { show: false }, axisTick: { show: false } },
    series: [
      {
        type: 'custom',
        data: [[rate, 0]],
        renderItem: (_: unknown, api: { coord: (point: readonly [number, number]) => [number, number] }) => {
          const [left, y] = api.coord([low, 0]);
          const [right] = api.coord([high, 0]);
          const [middle] = api.coord([rate, 0]);
          const text = (x: number, dy: number, value: string, weight: string) => ({
            type: 'text',
            style: {
              text: value,
              x,
              y: y + dy,
              fill: theme.ink,
              align: 'center',
              font: `${weight} 13px ${theme.font}`,
            },
          });
          const line = (x1: number, y1: number, x2: number, y2: number) => ({
            type: 'line',
            shape: { x1, y1, x2, y2 },
            style: { stroke: theme.primary, lineWidth: 3 },
          });
          return {
            type: 'group',
            children: [
              line(left, y, right, y),
              line(left, y - 8, left, y + 8),
              line(right, y - 8, right, y + 8),
              { type: 'circle', shape: { cx: middle, cy: y, r: 7 }, style: { fill: theme.primary } },
              text(middle, -30, `${rate}%`, '600'),
              text(left, 14, `${low}%`, '400'),
              text(right, 14, `${high}%`, '400'),
            ],
          };
        },
      },
    ],
  };
}
