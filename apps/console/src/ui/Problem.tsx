import { ApiProblem } from '@clearline/client';
import { Button } from 'antd';
import { AlertOutlined, LockOutlined } from '@ant-design/icons';
import { useText } from '../i18n/context.tsx';

/** The sentence for a failure: the API's own where it gave one. */
export function useProblemText(): (error: unknown) => string {
  const { t, local } = useText();
  return (error) => (error instanceof ApiProblem ? local(error.problem.message) : t.errors.unexpected);
}

/** A failed load: what happened, what to do, and a way to try again. */
export function LoadProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useText();
  const text = useProblemText();
  const refused = error instanceof ApiProblem && error.status === 403;
  return (
    <div className="block-state" role="alert">
      <span className="block-state-icon" aria-hidden>
        {refused ? <LockOutlined /> : <AlertOutlined />}
      </span>
      <h2>{refused ? t.errors.refusedTitle : t.errors.title}</h2>
      <p>{text(error)}</p>
      {refused ? null : <Button onClick={onRetry}>{t.common.retry}</Button>}
    </div>
  );
}
