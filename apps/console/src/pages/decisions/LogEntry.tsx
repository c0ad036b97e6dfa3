import { useQuery } from '@tanstack/react-query';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';

/** Where the decision and its notices stand in the log that nobody can rewrite (G12). Places are counted from 1. */
export function LogEntry({ decisionId }: { decisionId: string }) {
  const { t } = useText();
  const entry = useQuery({
    queryKey: keys.decisionLog(decisionId),
    queryFn: () => client.getDecisionLogEntry({ params: { id: decisionId } }),
    staleTime: 300_000,
  });
  return (
    <section className="panel">
      <h2>{t.decision.log}</h2>
      <Loaded query={entry} rows={3}>
        {({ origin, index, leafHash, checkpointSize, noticeIndexes }) => (
          <>
            <Facts
              items={[
                [
                  t.decision.logOrigin,
                  <span key="origin" className="mono">
                    {origin}
                  </span>,
                ],
                [t.decision.logIndex, t.decision.logPlace(index + 1)],
                [
                  t.decision.logNotices,
                  noticeIndexes.length === 0
                    ? t.decision.logNoNotice
                    : noticeIndexes.map((each) => t.decision.logPlace(each + 1)).join(' · '),
                ],
                [t.decision.logCheckpoint, t.decision.logSize(checkpointSize)],
              ]}
            />
            <p className="muted small" style={{ marginTop: 10 }}>
              {t.decision.logLeaf}
            </p>
            <p className="mono">{leafHash}</p>
          </>
        )}
      </Loaded>
    </section>
  );
}
