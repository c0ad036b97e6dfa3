import { axisStyle, inUnit, type MoneyUnit, tooltipStyle } from './base.ts';
import type { ChartTheme } from './theme.ts';

/** The limit of one line over time, as steps: it holds until the next change. */
export function limitOption(
  series: readonly { readonly date: string; readonly limitFen: number }[],
  theme: ChartTheme,
  words: { readonly unit: MoneyUnit },
) {
  return {
    grid: { left: 56, right: 24, top: 32, bottom: 28 },
    tooltip: tooltipStyle(theme),
    xAxis: { type: 'time', ...axisStyle(theme), splitLine: { show: false } },
    yAxis: { type: 'value', name: words.unit.name, min: 0, ...axisStyle(theme) },
    series: [
      {
        type: 'line',
        step: 'end',
        data: series.map((point) => [point.date, inUnit(point.limitFen, words.unit)]),
        color: theme.primary,
        symbolSize: 5,
        lineStyle: { width: 2 },
        areaStyle: { color: theme.primarySoft },
      },
    ],
  };
}
