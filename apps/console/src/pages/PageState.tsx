import { AlertOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useText } from '../i18n/context.tsx';

/** A page that broke, or that could not be fetched: nothing was sent, and loading again is safe. */
export function PageFailure() {
  const { t } = useText();
  return (
    <div className="block-state" role="alert">
      <span className="block-state-icon" aria-hidden>
        <AlertOutlined />
      </span>
      <h1>{t.errors.title}</h1>
      <p>{t.errors.pageBroke}</p>
      <Button onClick={() => window.location.reload()}>{t.errors.reload}</Button>
    </div>
  );
}

/** A page on its way. */
export function PageWaiting() {
  const { t } = useText();
  return (
    <div className="panel" role="status" aria-label={t.common.loading}>
      <Skeleton active title={false} paragraph={{ rows: 6 }} />
    </div>
  );
}
