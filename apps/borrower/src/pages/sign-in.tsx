import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { useAct } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { rememberedPhone, rememberPhone } from '../lib/preferences.ts';
import { CodeField } from '../ui/code-field.tsx';
import { Button, TextField } from '../ui/controls.tsx';
import { DemoOutbox } from '../ui/demo-outbox.tsx';
import { Page } from '../ui/layout.tsx';
import { Refusal } from '../ui/status.tsx';

const PHONE = /^1\d{10}$/;

export function SignInPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [phone, setPhone] = useState(rememberedPhone());
  const [code, setCode] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);

  const send = useAct(
    (target: string) => client.sendCode({ body: { phone: target } }),
    () => {
      rememberPhone(phone);
      setSentTo(phone);
    },
  );
  const enter = useAct(
    (given: string) => client.signIn({ body: { phone, code: given } }),
    () => {
      cache.clear();
      void navigate({ to: '/', replace: true });
    },
  );

  const requestCode = () => {
    setTouched(true);
    if (PHONE.test(phone)) send.mutate(phone);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sentTo === phone) {
      if (code.length === 6) enter.mutate(code);
    } else requestCode();
  };
  const sent = sentTo === phone;
  return (
    <Page title={t.signIn.title}>
      <p className="lead">{t.signIn.lead}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <TextField
          label={t.signIn.phone}
          value={phone}
          onChange={(text) => setPhone(text.replaceAll(/\D/g, '').slice(0, 11))}
          inputMode="tel"
          autoComplete="tel-national"
          maxLength={11}
          placeholder="13800000000"
          error={touched && !PHONE.test(phone) ? t.signIn.phoneWrong : null}
          prefix="+86"
        />
        {sent && <CodeField value={code} onChange={setCode} />}
        <Refusal error={send.error ?? enter.error} />
        {sent ? (
          <>
            <Button type="submit" wide busy={enter.isPending} disabled={code.length !== 6}>
              {t.signIn.enter}
            </Button>
            <Button kind="quiet" busy={send.isPending} onClick={requestCode}>
              {t.signIn.sendAgain}
            </Button>
          </>
        ) : (
          <Button type="submit" wide busy={send.isPending}>
            {t.signIn.send}
          </Button>
        )}
      </form>
      {sent && <DemoOutbox phone={phone} onCode={setCode} />}
      <ul className="promises">
        {t.signIn.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </Page>
  );
}
