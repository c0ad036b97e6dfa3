import type { CloseFailure } from '@clearline/client';
import { useMemo } from 'react';
import { useText } from '../../i18n/context.tsx';
import { moment } from '../../lib/format.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { BorrowerLink } from './BorrowerLink.tsx';

/** Borrowers whose day could not be closed, each with the reason; the others’ days are closed all the same. */
export function CloseFailures({ failures }: { failures: readonly CloseFailure[] }) {
  const { t } = useText();
  const columns = useColumns();
  if (failures.length === 0) return null;
  const people = new Set(failures.map((failure) => failure.borrowerId)).size;
  return (
    <section className="panel">
      <h2>{t.dayCloses.failures(people)}</h2>
      <p className="muted">{t.dayCloses.failuresHelp}</p>
      <DataTable
        name="close-failures"
        label={t.dayCloses.failures(people)}
        columns={columns}
        rows={failures}
        rowKey={(row) => `${row.date}/${row.borrowerId}`}
        empty={<Empty title={t.dayCloses.empty} />}
        plain
      />
    </section>
  );
}

function useColumns(): readonly Column<CloseFailure>[] {
  const { t, local } = useText();
  return useMemo(
    () => [
      {
        key: 'date',
        title: t.dayCloses.date,
        value: (row) => row.date,
        render: (row) => <span className="num">{row.date}</span>,
      },
      {
        key: 'borrower',
        title: t.rail.borrower,
        value: (row) => row.borrowerId,
        render: (row) => <BorrowerLink id={row.borrowerId} />,
      },
      { key: 'reason', title: t.dayCloses.why, value: (row) => local(row.reason), render: (row) => local(row.reason) },
      {
        key: 'detail',
        title: t.dayCloses.technical,
        value: (row) => row.detail,
        // What a program said is quoted as it is, for the engineer who mends it.
        render: (row) =>
          row.detail === '' ? (
            '—'
          ) : (
            <code lang="en" className="small">
              {row.detail}
            </code>
          ),
      },
      {
        key: 'tries',
        title: t.dayCloses.tries,
        numeric: true,
        value: (row) => row.tries,
        render: (row) => <span className="num">{row.tries}</span>,
      },
      {
        key: 'last',
        title: t.dayCloses.lastTried,
        value: (row) => row.lastFailedAt,
        render: (row) => <span className="num">{moment(row.lastFailedAt)}</span>,
      },
    ],
    [t, local],
  );
}
