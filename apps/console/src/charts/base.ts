import type { ChartTheme } from './theme.ts';

/** Fen as 10,000 yuan (万元), the unit of every money axis. */
export const inWan = (fen: number) => Math.round(fen / 10_000) / 100;

export function axisStyle(theme: ChartTheme) {
  return {
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
    nameTextStyle: { color: theme.muted, fontSize: 12, align: 'left' as const },
  };
}

export function tooltipStyle(theme: ChartTheme) {
  return {
    trigger: 'axis' as const,
    backgroundColor: theme.surface,
    borderColor: theme.line,
    textStyle: { color: theme.ink, fontSize: 12 },
  };
}

/** A line whose name stands at its end instead of in a legend. */
export function namedLine(name: string, data: readonly (number | null)[], color: string, step = false) {
  return {
    type: 'line' as const,
    name,
    data: [...data],
    color,
    symbolSize: 5,
    lineStyle: { width: 2 },
    ...(step ? { step: 'end' as const } : {}),
    endLabel: { show: true, formatter: '{a}', color, fontSize: 12 },
    labelLayout: { moveOverlap: 'shiftY' as const },
  };
}
