import { moment } from '@clearline/client';
import { useState } from 'react';
import { useDemoOutbox } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { rememberedPhone, rememberPhone } from '../lib/preferences.ts';
import { Button, TextField } from './controls.tsx';

const PHONE = /^1\d{10}$/;
const CODE = /\b\d{6}\b/;

/**
 * In a demo there is no telephone to ring, so the message that would have been sent is shown here. The panel is absent
 * outside a demo: the API answers 404 there.
 */
export function DemoOutbox({ phone, onCode }: { phone?: string; onCode: (code: string) => void }) {
  const { t, local } = useText();
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState(rememberedPhone());
  const target = phone ?? known;
  const outbox = useDemoOutbox(target, PHONE.test(target));
  if (outbox.isError) return null;
  const latest = outbox.data?.items.find((one) => CODE.test(one.body.zh));
  return (
    <aside className="demo" aria-label={t.demo.title}>
      <p className="demo-title">{t.demo.title}</p>
      {!PHONE.test(target) && phone === undefined && (
        <div className="row-end">
          <TextField label={t.signIn.phone} value={typed} onChange={setTyped} inputMode="tel" maxLength={11} />
          <Button
            kind="secondary"
            disabled={!PHONE.test(typed)}
            onClick={() => {
              rememberPhone(typed);
              setKnown(typed);
            }}
          >
            {t.demo.look}
          </Button>
        </div>
      )}
      {latest === undefined ? (
        <p className="muted">{t.demo.waiting}</p>
      ) : (
        <>
          <p className="muted">{moment(latest.at)}</p>
          <p data-testid="demo-message">{local(latest.body)}</p>
          <Button kind="secondary" onClick={() => onCode(CODE.exec(latest.body.zh)?.[0] ?? '')}>
            {t.demo.use}
          </Button>
        </>
      )}
    </aside>
  );
}
