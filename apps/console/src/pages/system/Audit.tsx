import { type AuditEntry, moment } from '@clearline/client';
import { Link } from '../../app/links.tsx';
import { useMemo } from 'react';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { shortId } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePages } from '../../lib/use-pages.ts';
import { actorWord } from '../../ui/actor.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LoadProblem } from '../../ui/Problem.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';

/** Who read or changed what, newest first. */
export function AuditPage() {
  const { t } = useText();
  const [url, setUrl] = useUrlState();
  const q = (url['q'] ?? '').toLowerCase();
  const list = usePages<AuditEntry>(keys.audit, (cursor, limit) =>
    client.auditTrail({ query: { limit, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const rows = useMemo(
    () =>
      list.rows
        ?.map((entry, index) => ({ ...entry, key: `${entry.at}-${index}` }))
        .filter((entry) =>
          `${entry.actor} ${entry.action} ${entry.detail} ${entry.borrowerId ?? ''}`.toLowerCase().includes(q),
        ),
    [list.rows, q],
  );
  const columns: readonly Column<AuditEntry & { key: string }>[] = [
    {
      key: 'at',
      title: t.audit.at,
      value: (e) => moment(e.at),
      render: (e) => <span className="num">{moment(e.at)}</span>,
    },
    { key: 'actor', title: t.audit.actor, value: (e) => actorWord(e.actor, t), render: (e) => actorWord(e.actor, t) },
    {
      key: 'action',
      title: t.audit.action,
      value: (e) => wordFor(t.words.auditAction, e.action),
      render: (e) => wordFor(t.words.auditAction, e.action),
    },
    {
      key: 'detail',
      title: t.audit.detail,
      value: (e) => e.detail,
      render: (e) => <Detail text={e.detail} />,
    },
    {
      key: 'borrower',
      title: t.audit.borrower,
      value: (e) => e.borrowerId,
      render: (e) =>
        e.borrowerId === null ? (
          '—'
        ) : (
          <Link to="/borrowers/$id" params={{ id: e.borrowerId }} className="mono">
            {shortId(e.borrowerId)}
          </Link>
        ),
    },
  ];
  return (
    <>
      <PageHead title={t.audit.title} lead={t.audit.lead} />
      {list.query.isError ? (
        <LoadProblem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : (
        <DataTable
          name={t.audit.csvName}
          label={t.audit.title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.key}
          loading={list.query.isPending}
          hasMore={list.query.hasNextPage}
          loadingMore={list.query.isFetchingNextPage}
          onMore={() => void list.query.fetchNextPage()}
          empty={<Empty title={t.audit.empty} help={t.audit.emptyHelp} />}
          filters={<SearchBox label={t.audit.filter} value={url['q'] ?? ''} onChange={(next) => setUrl({ q: next })} />}
        />
      )}
    </>
  );
}

/** What was acted on: kinds of restriction in words, ids short with the whole on hover. */
function Detail({ text }: { text: string }) {
  const { t } = useText();
  const parts = text
    .split(' ')
    .map((part) =>
      /^[0-9a-f-]{36}$/.test(part) ? shortId(part) : wordFor({ ...t.words.restrictionKind, ...t.audit.codes }, part),
    );
  return (
    <span className="clamp" title={text}>
      {parts.join(' ')}
    </span>
  );
}
