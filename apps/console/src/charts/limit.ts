import { axisStyle, inWan, tooltipStyle } from './base.ts';
import type { ChartTheme } from './theme.ts';

/** The limit of one line over time, as steps: it holds until the next change. */
export function limitOption(
  series: readonly { readonly date: string; readonly limitFen: number }[],
  theme: ChartTheme,
  words: { readonly unit: string },
) {
  return {
    grid: { left: 56, right: 24, top: 32, bottom: 28 },
    tooltip: tooltipStyle(theme),
    xAxis: { type: 'time', ...axisStyle(theme), splitLine: { show: false } },
    yAxis: { type: 'value', name: words.unit, min: 0, ...axisStyle(theme) },
    series: [
      {
        type: 'line',
        step: 'end',
        data: series.map((point) => [point.date, inWan(point.limitFen)]),
        color: theme.primary,
        symbolSize: 5,
        lineStyle: { width: 2 },
        areaStyle: { color: theme.primarySoft },
      },
    ],
  };
}
