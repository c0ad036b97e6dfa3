import { amount, type Home } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { randomKey } from '../lib/random-key.ts';
import { CodeStep } from '../ui/code-step.tsx';
import { buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';

/** What is possible again, said with the number. */
function Restored({ home }: { home: Home }) {
  const { t } = useText();
  const canDraw = home.line?.canDraw === true;
  const result = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone.
  useEffect(() => result.current?.focus({ preventScroll: true }), []);
  return (
    <div className="result">
      <div ref={result} tabIndex={-1} role="status" aria-live="polite" data-testid="restored">
        <span className="result-icon tone-good">
          <Icon name="check" size={40} />
        </span>
        <p className="result-title">{canDraw ? t.verify.done : t.verify.passed}</p>
        {canDraw && home.line !== null && (
          <>
            <p className="figure-label">{t.home.available}</p>
            <p className="figure">{amount(home.line.availableFen)}</p>
          </>
        )}
        <p className="result-note">{canDraw ? t.verify.doneNote : t.verify.passedNote}</p>
      </div>
      <div className="actions actions-equal">
        {canDraw && (
          <Link to="/borrow" className={buttonClass('primary')}>
            {t.home.borrow}
          </Link>
        )}
        <Link to="/" className={buttonClass('secondary')}>
          {t.common.toHome}
        </Link>
      </div>
      <p className="result-note">
        <Link to="/notices">{t.verify.record}</Link>
      </p>
    </div>
  );
}

function Verifying({ home, onDone }: { home: Home; onDone: (home: Home) => void }) {
  const { t } = useText();
  const check = useAct(
    (given: string) => client.completeStepUp({ body: { code: given }, idempotencyKey: randomKey() }),
    onDone,
  );
  if (!home.restrictions.some((one) => one.state === 'effective' && one.stepUpLifts)) {
    return (
      <Empty icon="check" title={t.verify.notNeeded}>
        <p>{t.verify.notNeededHelp}</p>
        <Link to="/" className={buttonClass('secondary')}>
          {t.common.toHome}
        </Link>
      </Empty>
    );
  }
  return (
    <CodeStep
      lead={t.verify.lead(home.borrower.maskedPhone)}
      submitLabel={t.verify.submit}
      send={() => client.sendStepUpCode()}
      onCode={(code) => check.mutate(code)}
      busy={check.isPending}
      error={check.error}
    />
  );
}

export function VerifyPage() {
  const { t } = useText();
  const home = useHome();
  const [restored, setRestored] = useState<Home | null>(null);
  return (
    <Page title={t.verify.title} back="/">
      {restored === null ? (
        <Loaded query={home}>{(data) => <Verifying home={data} onDone={setRestored} />}</Loaded>
      ) : (
        <Restored home={restored} />
      )}
    </Page>
  );
}
