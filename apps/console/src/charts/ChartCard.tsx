import type { ReactNode } from 'react';
import { Chart, type OptionOf } from './Chart.tsx';

/** A chart with its figures as a table beside it. */
export function ChartCard({
  title,
  lead,
  label,
  option,
  table,
  height,
  link,
}: {
  title: string;
  lead?: ReactNode;
  label: string;
  option: OptionOf;
  table: ReactNode;
  height?: number;
  link?: ReactNode;
}) {
  return (
    <section className="panel chart-card">
      <div className="panel-head">
        <h2>{title}</h2>
        {link}
        {lead === undefined ? null : <p className="muted small">{lead}</p>}
      </div>
      <Chart option={option} label={label} {...(height === undefined ? {} : { height })} />
      <div className="chart-table">{table}</div>
    </section>
  );
}
