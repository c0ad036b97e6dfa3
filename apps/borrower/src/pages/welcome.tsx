import { amount, type Line } from '@clearline/client';
import { Link, Navigate } from '@tanstack/react-router';
import { useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/layout.tsx';
import { Loaded, Skeleton } from '../ui/loaded.tsx';

function Opened({ line }: { line: Line }) {
  const { t } = useText();
  return (
    <div className="result">
      <div role="status" data-testid="accepted">
        <span className="result-icon tone-good">
          <Icon name="check" size={40} />
        </span>
        <p className="result-title">{t.welcome.done}</p>
        <p className="figure-label">{t.home.available}</p>
        <p className="figure">{amount(line.availableFen)}</p>
        <p className="result-note">{t.welcome.note}</p>
      </div>
      <div className="actions actions-equal">
        {line.canDraw && (
          <Link to="/borrow" className={buttonClass('primary')}>
            {t.home.borrow}
          </Link>
        )}
        <Link to="/" className={buttonClass('secondary')}>
          {t.common.toHome}
        </Link>
      </div>
    </div>
  );
}

/** The offer is accepted: the line is open. Whoever comes here without a line is sent to where they stand. */
export function WelcomePage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.welcome.title} back="/">
      <Loaded query={home}>
        {({ line }) => {
          if (line !== null) return <Opened line={line} />;
          // Right after the offer is accepted the answer from before is still at hand: only a fresh one may send away.
          return home.isFetching ? <Skeleton lines={4} /> : <Navigate to="/" replace />;
        }}
      </Loaded>
    </Page>
  );
}
