import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/context.tsx';
import { Button, buttonClass } from './controls.tsx';
import { Empty, Skeleton } from './loaded.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useText();
  return (
    <div className="page">
      <Empty icon="info" title={t.common.notFound} whole>
        <p>{t.common.notFoundHelp}</p>
        <Link to="/" className={buttonClass('secondary')}>
          {t.common.toHome}
        </Link>
      </Empty>
    </div>
  );
}

/** A page on its way. */
export function PageWaiting() {
  return (
    <div className="page">
      <Skeleton lines={6} />
    </div>
  );
}

/** A page that broke while it was drawn, or that could not be fetched: nothing was sent, and loading again is safe. */
export function PageFailure() {
  const { t } = useText();
  return (
    <div className="page" role="alert">
      <Empty icon="alert" title={t.common.failed} whole>
        <p>{t.common.pageBroke}</p>
        <Button kind="secondary" onClick={() => window.location.reload()}>
          {t.common.reload}
        </Button>
      </Empty>
    </div>
  );
}
