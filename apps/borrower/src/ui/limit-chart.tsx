import { amount } from '@clearline/client';
import { useState } from 'react';
import { useText } from '../i18n/context.tsx';
import { roundMoney } from '../lib/format.ts';

interface Point {
  readonly date: string;
  readonly limitFen: number;
}

const WIDTH = 320;
const HEIGHT = 72;
const PAD = 6;

/** A step line: a limit holds until the day it changes. */
function stepPath(points: readonly Point[]): { line: string; end: { x: number; y: number } } {
  const times = points.map((point) => Date.parse(point.date));
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  const top = Math.max(...points.map((point) => point.limitFen)) || 1;
  const x = (index: number) => PAD + ((WIDTH - 2 * PAD) * ((times[index] ?? first) - first)) / (span || 1);
  const y = (fen: number) => HEIGHT - PAD - ((HEIGHT - 2 * PAD) * fen) / top;
  let line = '';
  let end = { x: PAD, y: HEIGHT - PAD };
  points.forEach((point, index) => {
    end = { x: x(index), y: y(point.limitFen) };
    line += index === 0 ? `M${end.x} ${end.y}` : `H${end.x}V${end.y}`;
  });
  if (span > 0) return { line, end };
  // A line opened today has one point: it is drawn as what it is, a limit that holds.
  return { line: `${line}H${WIDTH - PAD}`, end: { x: WIDTH - PAD, y: end.y } };
}

/** The limit over the last twelve months: a line with its ends named, and the same as a table. */
export function LimitChart({ points }: { points: readonly Point[] }) {
  const { t, language } = useText();
  const [asTable, setAsTable] = useState(false);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return <p className="muted">{t.limit.chartEmpty}</p>;
  const summary = t.limit.chartSummary(
    first.date,
    roundMoney(first.limitFen, language),
    last.date,
    roundMoney(last.limitFen, language),
  );
  const { line, end } = stepPath(points);
  return (
    <figure className="chart">
      {asTable ? (
        <div className="scroll chart-table">
          <table className="table">
            <caption className="visually-hidden">{summary}</caption>
            <thead>
              <tr>
                <th scope="col">{t.limit.date}</th>
                <th scope="col" className="num">
                  {t.limit.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.date}>
                  <td>{point.date}</td>
                  <td className="num">{amount(point.limitFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary} preserveAspectRatio="none">
          <path className="chart-base" d={`M0 ${HEIGHT - 1}H${WIDTH}`} />
          <path className="chart-area" d={`${line}V${HEIGHT}H${PAD}Z`} />
          <path className="chart-line" d={line} />
          <path className="chart-end" d={`M${end.x} ${end.y}h0`} />
        </svg>
      )}
      <figcaption className="chart-foot">
        {/* Opened today: both ends are the same day, which is named once. */}
        {first.date === last.date ? null : (
          <span>
            {first.date}
            <br />
            <span className="num">{roundMoney(first.limitFen, language)}</span>
          </span>
        )}
        <button type="button" className="text-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t.limit.asChart : t.limit.asTable}
        </button>
        <span className="right">
          {last.date}
          <br />
          <strong className="num">{roundMoney(last.limitFen, language)}</strong>
        </span>
      </figcaption>
    </figure>
  );
}
