import type { DecisionSummary } from '@clearline/client';
import { useGo } from '../../app/links.tsx';
import { Tag } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { shortId } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePages } from '../../lib/use-pages.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Filter } from '../../ui/Filter.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LoadProblem } from '../../ui/Problem.tsx';
import { useDecisionColumns } from './columns.tsx';

export function DecisionsPage() {
  const { t } = useText();
  const go = useGo();
  const [url, setUrl] = useUrlState();
  const { kind, action, borrowerId } = url;
  const adverse = url['adverse'] === 'true' || url['adverse'] === 'false' ? url['adverse'] : undefined;
  const list = usePages<DecisionSummary>([...keys.decisions, kind, action, adverse, borrowerId], (cursor, limit) =>
    client.listDecisions({
      query: {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(kind === undefined ? {} : { kind }),
        ...(action === undefined ? {} : { action }),
        ...(adverse === undefined ? {} : { adverse }),
        ...(borrowerId === undefined ? {} : { borrowerId }),
      },
    }),
  );
  const columns = useDecisionColumns();
  return (
    <>
      <PageHead title={t.decisions.title} lead={t.decisions.lead} />
      {list.query.isError ? (
        <LoadProblem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : (
        <DataTable
          name={t.decisions.csvName}
          label={t.decisions.title}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          loading={list.query.isPending}
          hasMore={list.query.hasNextPage}
          loadingMore={list.query.isFetchingNextPage}
          onMore={() => void list.query.fetchNextPage()}
          fetchAll={list.fetchAll}
          onOpen={(row: DecisionSummary) => go({ to: '/decisions/$id', params: { id: row.id } })}
          empty={<Empty title={t.decisions.empty} help={t.decisions.emptyHelp} />}
          filters={
            <>
              <Filter
                label={t.decisions.kind}
                value={kind}
                words={t.words.decisionKind}
                onChange={(next) => setUrl({ kind: next })}
              />
              <Filter
                label={t.decisions.action}
                value={action}
                words={t.words.action}
                onChange={(next) => setUrl({ action: next })}
              />
              <Filter
                label={t.decisions.adverseFilter}
                value={adverse}
                words={{ true: t.decisions.adverse, false: t.decisions.notAdverse }}
                onChange={(next) => setUrl({ adverse: next })}
              />
              {borrowerId === undefined ? null : (
                <Tag closable onClose={() => setUrl({ borrowerId: undefined })} style={{ alignSelf: 'center' }}>
                  {t.decisions.ofBorrower} {shortId(borrowerId)}
                </Tag>
              )}
            </>
          }
        />
      )}
    </>
  );
}
