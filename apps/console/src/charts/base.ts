import type { ChartTheme } from './theme.ts';

/** The unit of a money axis, as each language counts: 10,000 yuan (万元) in Chinese, 1,000 in English. */
export interface MoneyUnit {
  readonly name: string;
  readonly yuan: number;
}

/** Fen in the unit of the axis, to two decimals. */
export const inUnit = (fen: number, { yuan }: MoneyUnit) => Math.round(fen / yuan) / 100;

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

interface NamedSeries {
  readonly name: string;
  readonly data: readonly number[];
  readonly color: string;
}

/** Plot height that label distances are reckoned in, and the least distance between two names. */
const PLOT_HEIGHT = 200;
const NAME_HEIGHT = 15;

/** Lines whose names stand at their ends instead of in a legend, moved apart where the ends lie close together. */
export function namedLines(lines: readonly NamedSeries[]) {
  const shifts = endShifts(lines);
  return lines.map(({ name, data, color }, index) => ({
    type: 'line' as const,
    name,
    data: [...data],
    color,
    symbolSize: 5,
    lineStyle: { width: 2 },
    endLabel: { show: true, formatter: '{a}', color, fontSize: 12, offset: [0, shifts[index] ?? 0] },
  }));
}

/** Pixels to move each name by, downwards positive, so that names keep their order and do not cover one another. */
export function endShifts(lines: readonly NamedSeries[]): readonly number[] {
  const top = Math.max(1, ...lines.flatMap((line) => line.data));
  const places = lines.map((line) => PLOT_HEIGHT * (1 - (line.data.at(-1) ?? 0) / top));
  const named = [...places];
  const downwards = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  let free = Number.NEGATIVE_INFINITY;
  for (const index of downwards) {
    named[index] = Math.max(named[index] ?? 0, free);
    free = (named[index] ?? 0) + NAME_HEIGHT;
  }
  // Lines that end at nothing together would push names below the axis and out of the picture: those move up again.
  let floor = PLOT_HEIGHT;
  for (const index of downwards.toReversed()) {
    named[index] = Math.min(named[index] ?? 0, floor);
    floor = (named[index] ?? 0) - NAME_HEIGHT;
  }
  return named.map((place, index) => place - (places[index] ?? 0));
}
