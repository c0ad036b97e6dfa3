import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '../../app/links.tsx';
import { Alert, Button } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { useProblemText } from '../../ui/Problem.tsx';

/** Runs the scheduled reviews that are due and shows what they came to. */
export function ReviewsPage() {
  const { t } = useText();
  const text = useProblemText();
  const queries = useQueryClient();
  const today = useQuery({ queryKey: keys.today, queryFn: () => client.today() });
  const due = today.data?.counts['REVIEW_DUE'] ?? 0;
  const run = useMutation({
    mutationFn: () => client.runReviews({}),
    onSuccess: async () => {
      for (const key of [keys.today, keys.decisions, keys.overview, keys.borrowers]) {
        await queries.invalidateQueries({ queryKey: key });
      }
    },
  });
  return (
    <>
      <PageHead
        title={t.reviews.title}
        lead={t.reviews.lead}
        actions={
          <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
            {run.isPending ? t.reviews.running : t.reviews.run}
          </Button>
        }
      />
      <div className="stack" aria-live="polite">
        {today.isSuccess ? (
          <p className="muted">{due > 0 ? t.common.labelled(t.reviews.due, count(due)) : t.reviews.nothingDue}</p>
        ) : null}
        {run.isError ? <Alert type="error" showIcon title={text(run.error)} /> : null}
        {run.data === undefined ? (
          <div className="panel">
            <Empty title={t.reviews.none} help={t.reviews.noneHelp} />
          </div>
        ) : (
          <section className="panel" data-testid="review-result">
            <h2>{t.reviews.result(run.data.businessDate)}</h2>
            <dl className="facts">
              {(
                [
                  [t.reviews.reviewed, run.data.reviewed],
                  [t.reviews.raised, run.data.raised],
                  [t.reviews.proposed, run.data.proposedReductions],
                  [t.reviews.unchanged, run.data.unchanged],
                  [t.reviews.abstained, run.data.abstained],
                ] as const
              ).map(([label, n]) => (
                <div key={label} className="big">
                  <dt>{label}</dt>
                  <dd>{count(n)}</dd>
                </div>
              ))}
            </dl>
            <p style={{ marginTop: 12 }}>
              <Link to="/decisions" search={{ kind: 'SCHEDULED_REVIEW' }}>
                {t.reviews.toDecisions}
              </Link>
            </p>
          </section>
        )}
      </div>
    </>
  );
}
