import type { ReactNode } from 'react';

/** A short table: the first column names the row, the others are figures, except those that `text` numbers. */
export function SmallTable({
  heads,
  rows,
  caption,
  text = [],
}: {
  heads: readonly string[];
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
  caption?: string;
  text?: readonly number[];
}) {
  const side = (index: number) => (index === 0 || text.includes(index) ? undefined : 'r');
  return (
    <div className="scroll-x">
      <table className="grid">
        {caption === undefined ? null : <caption>{caption}</caption>}
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={side(index)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, index) =>
                index === 0 ? (
                  <th key={heads[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={heads[index]} className={side(index)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
