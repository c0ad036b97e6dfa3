import type { Consent } from '@clearline/client';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useConsents } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { isGiven } from '../lib/consent.ts';
import { randomKey } from '../lib/random-key.ts';
import { Button } from '../ui/controls.tsx';
import { ConsentCard } from '../ui/consent-card.tsx';
import { Page, Sheet } from '../ui/layout.tsx';
import { MoveConsentCard } from '../ui/move-consent-card.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Refusal } from '../ui/status.tsx';

/** Every consent with its date; given and taken back one by one. */
export function ConsentsPage() {
  const { t, local } = useText();
  const consents = useConsents();
  const [leaving, setLeaving] = useState<Consent | null>(null);
  const change = useAct(
    (one: Consent) =>
      client.changeConsent({
        params: { kind: one.kind },
        body: { given: !isGiven(one), version: one.version },
        idempotencyKey: randomKey(),
      }),
    () => setLeaving(null),
  );
  return (
    <Page title={t.consents.title} back="/me">
      <p className="lead lead-above">{t.consents.manage}</p>
      <Loaded query={consents}>
        {({ items, move }) => (
          <div className="stack">
            {items.map((one) => (
              <ConsentCard
                key={one.kind}
                consent={one}
                busy={change.isPending && change.variables.kind === one.kind}
                onChange={() => (isGiven(one) ? setLeaving(one) : change.mutate(one))}
              />
            ))}
            {move !== null && <MoveConsentCard consent={move} />}
          </div>
        )}
      </Loaded>
      {leaving === null && <Refusal error={change.error} />}
      <Sheet title={t.consents.withdraw} open={leaving !== null} onClose={() => setLeaving(null)}>
        <div className="sheet-body">
          <p className="strong">{leaving !== null && local(leaving.title)}</p>
          <p>{leaving?.required === true ? t.consents.withdrawRequired : t.consents.withdrawOptional}</p>
          <Refusal error={change.error} />
        </div>
        <footer className="sheet-foot">
          <Button kind="danger" wide busy={change.isPending} onClick={() => leaving !== null && change.mutate(leaving)}>
            {t.consents.withdraw}
          </Button>
          <Button kind="quiet" wide onClick={() => setLeaving(null)}>
            {t.consents.keep}
          </Button>
        </footer>
      </Sheet>
    </Page>
  );
}
