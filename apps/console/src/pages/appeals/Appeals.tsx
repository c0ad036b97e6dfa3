import { type AppealRow, dayOf, moment } from '@clearline/client';
import { Link, useGo } from '../../app/links.tsx';
import { useMemo } from 'react';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { shortId } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePages } from '../../lib/use-pages.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Filter } from '../../ui/Filter.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LoadProblem } from '../../ui/Problem.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { DaysLeft } from './DaysLeft.tsx';

export function AppealsPage() {
  const { t } = useText();
  const go = useGo();
  const member = useMember();
  const mayOpen = mayDo(member.roles, 'appealDesk');
  const [url, setUrl] = useUrlState();
  const state = url['state'];
  const q = (url['q'] ?? '').toLowerCase();
  const list = usePages<AppealRow>([...keys.appeals, state], (cursor, limit) =>
    client.listAllAppeals({
      query: { limit, ...(cursor === undefined ? {} : { cursor }), ...(state === undefined ? {} : { state }) },
    }),
  );
  const columns = useColumns(mayOpen);
  const rows = list.rows?.filter(
    (row) => q === '' || `${row.borrowerMaskedName} ${row.assignee ?? ''} ${row.id}`.toLowerCase().includes(q),
  );
  return (
    <>
      <PageHead title={t.appeals.title} lead={mayOpen ? t.appeals.lead : t.appeals.notOpenable} />
      {list.query.isError ? (
        <LoadProblem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : (
        <DataTable
          name={t.appeals.csvName}
          label={t.appeals.title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={list.query.isPending}
          hasMore={list.query.hasNextPage}
          loadingMore={list.query.isFetchingNextPage}
          onMore={() => void list.query.fetchNextPage()}
          fetchAll={list.fetchAll}
          {...(mayOpen ? { onOpen: (row: AppealRow) => go({ to: '/appeals/$id', params: { id: row.id } }) } : {})}
          empty={<Empty title={t.appeals.empty} help={t.appeals.emptyHelp} />}
          filters={
            <>
              <SearchBox label={t.audit.filter} value={url['q'] ?? ''} onChange={(next) => setUrl({ q: next })} />
              <Filter
                label={t.appeals.state}
                value={state}
                words={t.words.appealState}
                onChange={(next) => setUrl({ state: next })}
              />
            </>
          }
        />
      )}
    </>
  );
}

function useColumns(mayOpen: boolean): readonly Column<AppealRow>[] {
  const { t } = useText();
  return useMemo(
    () => [
      {
        key: 'borrower',
        title: t.appeals.borrower,
        value: (row) => row.borrowerMaskedName,
        render: (row) =>
          mayOpen ? (
            <Link to="/appeals/$id" params={{ id: row.id }}>
              {row.borrowerMaskedName}
            </Link>
          ) : (
            row.borrowerMaskedName
          ),
      },
      {
        key: 'state',
        title: t.appeals.state,
        value: (row) => wordFor(t.words.appealState, row.state),
        render: (row) => <State tone={toneOf(row.state)}>{wordFor(t.words.appealState, row.state)}</State>,
      },
      { key: 'left', title: t.appeals.left, value: (row) => row.daysLeft, render: (row) => <DaysLeft row={row} /> },
      {
        key: 'about',
        title: t.appeals.about,
        value: (row) => (row.restrictionKind === null ? null : t.words.restrictionKind[row.restrictionKind]),
        render: (row) => (row.restrictionKind === null ? '—' : t.words.restrictionKind[row.restrictionKind]),
      },
      {
        key: 'family',
        title: t.appeals.family,
        value: (row) => (row.causeFamily === null ? null : t.words.causeFamily[row.causeFamily]),
        render: (row) => (row.causeFamily === null ? '—' : t.words.causeFamily[row.causeFamily]),
      },
      {
        key: 'evidence',
        title: t.appeals.evidence,
        numeric: true,
        value: (row) => row.evidenceCount,
        render: (row) => t.appeals.evidenceCount(row.evidenceCount),
      },
      {
        key: 'assignee',
        title: t.appeals.assignee,
        value: (row) => row.assignee,
        render: (row) => row.assignee ?? <span className="muted">{t.appeals.nobody}</span>,
      },
      {
        key: 'outcome',
        title: t.appeals.outcome,
        value: (row) => (row.outcome === null ? null : t.words.appealOutcome[row.outcome]),
        render: (row) => (row.outcome === null ? '—' : t.words.appealOutcome[row.outcome]),
      },
      {
        key: 'submitted',
        title: t.appeals.submitted,
        value: (row) => moment(row.submittedAt),
        render: (row) => <span className="num">{moment(row.submittedAt)}</span>,
      },
      {
        key: 'by',
        title: t.appeals.answerBy,
        value: (row) => dayOf(row.answerBy),
        render: (row) => <span className="num">{dayOf(row.answerBy)}</span>,
      },
      {
        key: 'id',
        title: t.borrowers.id,
        hiddenAtFirst: true,
        value: (row) => row.id,
        render: (row) => <span className="mono">{shortId(row.id)}</span>,
      },
    ],
    [t, mayOpen],
  );
}
