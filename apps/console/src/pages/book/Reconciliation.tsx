import { amount, moment, type ReconciliationCase } from '@clearline/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePages } from '../../lib/use-pages.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Filter } from '../../ui/Filter.tsx';
import { LoadProblem } from '../../ui/Problem.tsx';
import { State } from '../../ui/State.tsx';
import { BorrowerLink } from './BorrowerLink.tsx';
import { HandInRailFile } from './HandInRailFile.tsx';

const caseStates = ['OPEN', 'CLOSED'] as const;

/** Every payment on which the rail’s daily file and our book disagree, a case each. */
export function Reconciliation() {
  const { t } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const [url, setUrl] = useUrlState();
  const state = caseStates.find((known) => known === url['state']);
  const list = usePages<ReconciliationCase>([...keys.reconciliationCases, state], (cursor, limit) =>
    client.listReconciliationCases({
      query: { limit, ...(cursor === undefined ? {} : { cursor }), ...(state === undefined ? {} : { state }) },
    }),
  );
  const [resolving, setResolving] = useState<ReconciliationCase | null>(null);
  const columns = useColumns(mayDo(member.roles, 'closeReconciliationCase') ? setResolving : null);
  return (
    <div className="stack">
      {mayDo(member.roles, 'reconcile') ? <HandInRailFile /> : <p className="muted">{t.rail.readOnly}</p>}
      <LastRun />
      <ResolveAsk
        row={resolving}
        onDone={() => void queries.invalidateQueries({ queryKey: keys.reconciliationCases })}
        onClose={() => setResolving(null)}
      />
      {list.query.isError ? (
        <LoadProblem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : (
        <DataTable
          name={t.rail.csvName}
          label={t.dayCloses.tabs.rail}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => `${row.date}/${row.externalId}`}
          loading={list.query.isPending}
          hasMore={list.query.hasNextPage}
          loadingMore={list.query.isFetchingNextPage}
          onMore={() => void list.query.fetchNextPage()}
          fetchAll={list.fetchAll}
          empty={<Empty title={t.rail.empty} help={t.rail.emptyHelp} />}
          filters={
            <Filter
              label={t.rail.state}
              value={state}
              words={t.rail.states}
              onChange={(next) => setUrl({ state: next })}
            />
          }
        />
      )}
    </div>
  );
}

function LastRun() {
  const { t } = useText();
  const query = useQuery({ queryKey: keys.reconciliations, queryFn: () => client.listReconciliations() });
  const last = query.data?.items[0];
  if (last === undefined) return null;
  return (
    <p className="muted">
      {t.common.labelled(t.rail.last, t.rail.done(last.date, last.matched, last.late))} ·{' '}
      <span className="num">{moment(last.runAt)}</span>
    </p>
  );
}

function useColumns(onResolve: ((row: ReconciliationCase) => void) | null): readonly Column<ReconciliationCase>[] {
  const { t } = useText();
  const side = (of: { direction: 'OUT' | 'IN'; amountFen: number } | null, status: string): string =>
    of === null ? '—' : `${t.rail.direction[of.direction]} ${amount(of.amountFen)} ${status}`;
  const railText = (row: ReconciliationCase) =>
    side(row.rail, row.rail === null ? '' : t.rail.payment[row.rail.status]);
  const ourText = (row: ReconciliationCase) =>
    side(row.ours, row.ours === null ? '' : `${t.rail.payment[row.ours.state]} ${row.ours.date ?? ''}`.trim());
  const fieldsText = (row: ReconciliationCase) => row.fields.map((field) => t.rail.fields[field]).join(' · ') || '—';
  const plain = (key: string, title: string, of: (row: ReconciliationCase) => string): Column<ReconciliationCase> => ({
    key,
    title,
    value: of,
    render: (row) => <span className="num">{of(row)}</span>,
  });
  return [
    plain('date', t.rail.date, (row) => row.date),
    {
      key: 'state',
      title: t.rail.state,
      value: (row) => t.rail.states[row.state],
      render: (row) => <State tone={row.state === 'OPEN' ? 'attention' : 'good'}>{t.rail.states[row.state]}</State>,
    },
    {
      key: 'number',
      title: t.rail.number,
      value: (row) => row.externalId,
      render: (row) => <span className="mono">{row.externalId}</span>,
    },
    plain('kind', t.rail.kind, (row) => t.rail.kinds[row.kind]),
    plain('what', t.rail.what, fieldsText),
    plain('rail', t.rail.railSide, railText),
    plain('ours', t.rail.ours, ourText),
    {
      key: 'borrower',
      title: t.rail.borrower,
      value: (row) => row.borrowerId,
      render: (row) => <BorrowerLink id={row.borrowerId} />,
    },
    {
      key: 'resolution',
      title: t.loans.resolution,
      value: (row) => row.resolution,
      render: (row) => {
        if (row.resolution !== null) return `${row.resolution}（${row.closedBy ?? ''}）`;
        if (row.state === 'CLOSED' || onResolve === null) return '—';
        return (
          <Button size="small" onClick={() => onResolve(row)}>
            {t.loans.resolve}
          </Button>
        );
      },
    },
  ];
}

/** A person says what became of a difference that no corrected file will take away. */
function ResolveAsk({
  row,
  onDone,
  onClose,
}: {
  row: ReconciliationCase | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  return (
    <Ask<{ resolution: string }, ReconciliationCase>
      open={row !== null}
      title={t.loans.resolveTitle}
      help={t.loans.resolveHelp}
      submit={t.common.confirm}
      act={({ resolution }) =>
        client.closeReconciliationCase({
          body: { date: row?.date ?? '', externalId: row?.externalId ?? '', resolution: resolution.trim() },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <NoteField name="resolution" label={t.loans.resolution} />
    </Ask>
  );
}
