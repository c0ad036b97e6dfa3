import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'react';
import { type ChartTheme, chartTheme } from './theme.ts';

/** Builds a chart from the colours in force. */
export type OptionOf = (theme: ChartTheme) => EChartsCoreOption;

/** Draws an option; redraws when it or the system's colours change, follows the size of its place. */
export function Chart({ option, label, height }: { option: OptionOf; label: string; height?: number }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(option);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    latest.current = option;
    draw(chart.current, option);
  }, [option]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let gone = false;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => draw(chart.current, latest.current);
    const sizes = new ResizeObserver(() => chart.current?.resize());
    void import('./echarts.ts').then(({ init }) => {
      if (gone) return;
      chart.current = init(element, null, { renderer: 'svg' });
      redraw();
      sizes.observe(element);
      dark.addEventListener('change', redraw);
    });
    return () => {
      gone = true;
      sizes.disconnect();
      dark.removeEventListener('change', redraw);
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={label}
      style={height === undefined ? undefined : { minHeight: height }}
    />
  );
}

function draw(chart: EChartsType | null, option: OptionOf): void {
  if (chart === null) return;
  const theme = chartTheme();
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  chart.setOption(
    {
      animation: !still,
      animationDuration: 200,
      textStyle: { fontFamily: theme.font, color: theme.ink },
      ...option(theme),
    },
    { notMerge: true },
  );
}
