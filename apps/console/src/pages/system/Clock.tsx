import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useDemoClock } from '../../session/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { useProblemText } from '../../ui/Problem.tsx';

/** Moves the demo lender's business date forward. */
export function ClockPage() {
  const { t } = useText();
  const clock = useDemoClock();
  return (
    <>
      <PageHead title={t.clock.title} lead={t.clock.lead} />
      <Loaded query={clock} rows={3}>
        {(state) =>
          state === null ? (
            <div className="panel">
              <Empty title={t.clock.off} help={t.clock.offHelp} />
            </div>
          ) : (
            <div className="stack">
              <div className="panel">
                <Facts
                  items={[
                    [
                      t.clock.date,
                      <span key="date" className="num" data-testid="business-date">
                        {state.businessDate}
                      </span>,
                      'big',
                    ],
                  ]}
                />
                <p className="muted">{t.clock.offset(state.offsetDays)}</p>
              </div>
              <Advance />
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function Advance() {
  const { t } = useText();
  const text = useProblemText();
  const queries = useQueryClient();
  const [days, setDays] = useState(1);
  const advance = useMutation({
    mutationFn: () => client.advanceClock({ body: { days } }),
    onSuccess: async (state) => {
      queries.setQueryData(keys.clock, state);
      // A new date changes what is due everywhere; who is signed in does not change.
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] });
    },
  });
  return (
    <section className="panel">
      <div className="toolbar-filters" style={{ alignItems: 'end' }}>
        <label>
          <span className="muted small">{t.clock.days}</span>
          <InputNumber
            min={1}
            max={366}
            precision={0}
            value={days}
            onChange={(value) => setDays(value ?? 1)}
            style={{ display: 'flex' }}
          />
        </label>
        <Button type="primary" loading={advance.isPending} onClick={() => advance.mutate()}>
          {advance.isPending ? t.clock.advancing : t.clock.advance(days)}
        </Button>
      </div>
      <p className="muted" style={{ marginTop: 10 }}>
        {t.clock.hint}
      </p>
      <div aria-live="polite">
        {advance.isError ? <Alert type="error" showIcon title={text(advance.error)} /> : null}
        {advance.data === undefined ? null : (
          <Alert type="success" showIcon title={t.clock.moved(advance.data.businessDate)} />
        )}
      </div>
    </section>
  );
}
