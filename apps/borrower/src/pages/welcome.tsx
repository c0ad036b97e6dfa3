import { Link } from '@tanstack/react-router';
import { useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { amount } from '../lib/format.ts';
import { buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/layout.tsx';
import { Loaded } from '../ui/loaded.tsx';

/** The offer is accepted: the line is open. */
export function WelcomePage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.welcome.title} back="/">
      <Loaded query={home}>
        {({ line }) => (
          <div className="result">
            <div role="status" data-testid="accepted">
              <span className="result-icon tone-good">
                <Icon name="check" size={40} />
              </span>
              <p className="result-title">{t.welcome.done}</p>
              {line !== null && (
                <>
                  <p className="figure-label">{t.home.available}</p>
                  <p className="figure">{amount(line.availableFen)}</p>
                </>
              )}
              <p className="result-note">{t.welcome.note}</p>
            </div>
            <div className="actions actions-equal">
              {line?.canDraw === true && (
                <Link to="/borrow" className={buttonClass('primary')}>
                  {t.home.borrow}
                </Link>
              )}
              <Link to="/" className={buttonClass('secondary')}>
                {t.common.toHome}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
