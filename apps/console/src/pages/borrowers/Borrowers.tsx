import { type BorrowerRow, dayOf } from '@clearline/client';
import { Link, useGo } from '../../app/links.tsx';
import { useMemo } from 'react';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { percent, shortId } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePages } from '../../lib/use-pages.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Filter } from '../../ui/Filter.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LoadProblem } from '../../ui/Problem.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';

export function BorrowersPage() {
  const { t } = useText();
  const go = useGo();
  const member = useMember();
  const mayOpen = mayDo(member.roles, 'borrowerFile');
  const [url, setUrl] = useUrlState();
  const q = url['q'] ?? '';
  const words = q.trim();
  const state = url['state'];
  const list = usePages<BorrowerRow>([...keys.borrowers, words, state], (cursor, limit) =>
    client.searchBorrowers({
      query: {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(words === '' ? {} : { q: words }),
        ...(state === undefined ? {} : { state }),
      },
    }),
  );
  const columns = useColumns(mayOpen);
  return (
    <>
      <PageHead title={t.borrowers.title} lead={mayOpen ? t.borrowers.lead : t.borrowers.notOpenable} />
      {list.query.isError ? (
        <LoadProblem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : (
        <DataTable
          name={t.borrowers.csvName}
          label={t.borrowers.title}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          loading={list.query.isPending}
          hasMore={list.query.hasNextPage}
          loadingMore={list.query.isFetchingNextPage}
          onMore={() => void list.query.fetchNextPage()}
          fetchAll={list.fetchAll}
          {...(mayOpen ? { onOpen: (row: BorrowerRow) => go({ to: '/borrowers/$id', params: { id: row.id } }) } : {})}
          empty={<Empty title={t.borrowers.empty} help={t.borrowers.emptyHelp} />}
          filters={
            <>
              <SearchBox label={t.borrowers.searchPlaceholder} value={q} onChange={(text) => setUrl({ q: text })} />
              <Filter
                label={t.borrowers.state}
                value={state}
                words={t.words.displayState}
                onChange={(next) => setUrl({ state: next })}
              />
            </>
          }
        />
      )}
    </>
  );
}

function useColumns(mayOpen: boolean): readonly Column<BorrowerRow>[] {
  const { t } = useText();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t.borrowers.name,
        value: (row) => row.maskedName,
        render: (row) =>
          mayOpen ? (
            <Link to="/borrowers/$id" params={{ id: row.id }}>
              {row.maskedName || shortId(row.id)}
            </Link>
          ) : (
            row.maskedName || shortId(row.id)
          ),
      },
      {
        key: 'phone',
        title: t.borrowers.phone,
        value: (row) => row.maskedPhone,
        render: (row) => <span className="num">{row.maskedPhone}</span>,
      },
      {
        key: 'state',
        title: t.borrowers.state,
        value: (row) => wordFor({ ...t.words.stage, ...t.words.displayState }, row.displayState),
        render: (row) => (
          <State tone={toneOf(row.displayState)}>
            {wordFor({ ...t.words.stage, ...t.words.displayState }, row.displayState)}
          </State>
        ),
      },
      {
        key: 'kind',
        title: t.borrowers.kind,
        value: (row) => (row.kind === null ? null : wordFor(t.words.lineKind, row.kind)),
        render: (row) => (row.kind === null ? '—' : wordFor(t.words.lineKind, row.kind)),
      },
      {
        key: 'limit',
        title: t.borrowers.limit,
        numeric: true,
        value: (row) => row.limitFen / 100,
        render: (row) => <Amount fen={row.limitFen} />,
      },
      {
        key: 'used',
        title: t.borrowers.used,
        numeric: true,
        value: (row) => row.usedFen / 100,
        render: (row) => <Amount fen={row.usedFen} />,
      },
      {
        key: 'share',
        title: t.borrowers.usedShare,
        numeric: true,
        value: (row) => (row.limitFen > 0 ? row.usedFen / row.limitFen : null),
        render: (row) => <span className="num">{row.limitFen > 0 ? percent(row.usedFen / row.limitFen, 0) : '—'}</span>,
      },
      {
        key: 'dpd',
        title: t.borrowers.dpd,
        numeric: true,
        value: (row) => row.daysPastDue,
        render: (row) =>
          row.daysPastDue > 0 ? (
            <State tone="bad">{t.common.days(row.daysPastDue)}</State>
          ) : (
            <span className="num">0</span>
          ),
      },
      {
        key: 'appeals',
        title: t.borrowers.appeals,
        numeric: true,
        value: (row) => row.openAppeals,
        render: (row) => <span className="num">{row.openAppeals}</span>,
      },
      {
        key: 'opened',
        title: t.borrowers.openedAt,
        value: (row) => (row.openedAt === null ? null : dayOf(row.openedAt)),
        render: (row) => <span className="num">{row.openedAt === null ? '—' : dayOf(row.openedAt)}</span>,
      },
      {
        key: 'id',
        title: t.borrowers.id,
        hiddenAtFirst: true,
        value: (row) => row.id,
        render: (row) => <span className="mono">{row.id}</span>,
      },
    ],
    [t, mayOpen],
  );
}
