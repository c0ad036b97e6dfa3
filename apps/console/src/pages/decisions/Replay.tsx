import type { ReplayResult } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { useProblemText } from '../../ui/Problem.tsx';
import { Check } from '../../ui/State.tsx';

/** Runs a decision again from its record and shows whether it agrees (G10). */
export function Replay({ decisionId }: { decisionId: string }) {
  const { t } = useText();
  const text = useProblemText();
  const replay = useMutation({ mutationFn: () => client.replayDecision({ params: { id: decisionId } }) });
  return (
    <section className="panel">
      <h2>{t.decision.replay}</h2>
      <p className="muted">{t.decision.replayLead}</p>
      <p style={{ margin: '10px 0' }}>
        <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate()}>
          {replay.isPending ? t.decision.replaying : t.decision.replay}
        </Button>
      </p>
      <div aria-live="polite">
        {replay.isError ? <Alert type="error" showIcon title={text(replay.error)} /> : null}
        {replay.data === undefined ? null : <Result result={replay.data} />}
      </div>
    </section>
  );
}

function Result({ result }: { result: ReplayResult }) {
  const { t } = useText();
  return (
    <div className={result.identical ? 'replay-result' : 'replay-result differs'} data-testid="replay-result">
      <strong>
        <Check held={result.identical}>{result.identical ? t.decision.identical : t.decision.different}</Check>
      </strong>
      <dl className="small">
        <dt className="muted">{t.decision.recordedHash}</dt>
        <dd className="mono">{result.recordedHash}</dd>
        <dt className="muted">{t.decision.replayedHash}</dt>
        <dd className="mono">{result.replayedHash}</dd>
      </dl>
      {result.differences.length === 0 ? null : (
        <div>
          <span className="muted small">{t.decision.differences}</span>
          <ul style={{ paddingLeft: 18 }}>
            {result.differences.map((difference) => (
              <li key={difference} className="mono">
                {difference}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
