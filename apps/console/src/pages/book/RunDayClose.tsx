import type { CloseRetries } from '@clearline/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useDemoClock } from '../../session/clock.ts';
import { DayInput } from '../../ui/DayInput.tsx';
import { useProblemText } from '../../ui/Problem.tsx';

/** Only a day that is over can be closed. */
const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/**
 * Runs the end of day through a date. The API answers when all days are closed; meanwhile the list is read every two
 * seconds and each day that appears in it moves the progress.
 */
export function RunDayClose({ lastClosed }: { lastClosed: string | null }) {
  const { t } = useText();
  const text = useProblemText();
  const queries = useQueryClient();
  const clock = useDemoClock();
  const [chosen, setChosen] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const over = clock.data ? dayBefore(clock.data.businessDate) : '';
  const through = chosen ?? over;
  const run = useMutation({
    mutationFn: () => client.runDayClose({ body: { through: through === '' ? null : through } }),
    onMutate: () => setFrom(lastClosed),
    onSettled: async () => {
      for (const key of [keys.dayCloses, keys.trialBalance, keys.today, keys.overview, keys.borrowers]) {
        await queries.invalidateQueries({ queryKey: key });
      }
    },
  });
  useEffect(() => {
    if (!run.isPending) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: keys.dayCloses }), 2_000);
    return () => clearInterval(timer);
  }, [run.isPending, queries]);
  const total = from === null || through === '' ? 0 : Math.max(0, dayNumber(through) - dayNumber(from));
  const done = from === null || lastClosed === null ? 0 : Math.max(0, dayNumber(lastClosed) - dayNumber(from));
  return (
    <section className="panel">
      <form
        className="toolbar-filters"
        style={{ alignItems: 'end' }}
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        <label>
          <span className="muted small">{t.dayCloses.through}</span>
          <span style={{ display: 'block' }}>
            <DayInput max={over} value={through} onChange={setChosen} />
          </span>
        </label>
        <Button type="primary" htmlType="submit" loading={run.isPending}>
          {t.dayCloses.run}
        </Button>
      </form>
      <div aria-live="polite" style={{ marginTop: run.isIdle ? 0 : 12 }}>
        {run.isPending ? (
          <>
            <p>
              {t.dayCloses.running} <span className="muted">{t.dayCloses.runningHelp}</span>
            </p>
            {total > 0 ? (
              <Progress
                percent={Math.min(100, Math.round((done / total) * 100))}
                format={() => t.dayCloses.progress(Math.min(done, total), total)}
              />
            ) : null}
          </>
        ) : null}
        {run.isError ? <Alert type="error" showIcon title={text(run.error)} /> : null}
        {run.isSuccess ? <Ran closed={run.data.items.length} retried={run.data.retried} /> : null}
      </div>
    </section>
  );
}

/** What a run came to: days closed, and what became of what earlier runs had left open. */
function Ran({ closed, retried }: { closed: number; retried: CloseRetries }) {
  const { t } = useText();
  const { borrowers, madeGood } = retried;
  const again = borrowers === 0 ? null : t.dayCloses.retried(madeGood, borrowers);
  const days = closed > 0 ? t.dayCloses.ran(closed) : again === null ? t.dayCloses.nothing : null;
  return (
    <Alert
      type={madeGood < borrowers ? 'warning' : 'success'}
      showIcon
      title={days ?? again}
      description={days && again}
    />
  );
}
