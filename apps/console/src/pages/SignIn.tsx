import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useGo } from '../app/links.tsx';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Brand, LanguageButton } from '../app/Shell.tsx';
import { useText } from '../i18n/context.tsx';
import { client } from '../lib/api.ts';
import { keys } from '../lib/keys.ts';
import { useUrlState } from '../lib/url-state.ts';
import { linkWithin } from '../lib/link.ts';
import { useDemoClock } from '../session/clock.ts';
import { useProblemText } from '../ui/Problem.tsx';

interface Fields {
  readonly email: string;
  readonly password: string;
}

export function SignIn() {
  const { t } = useText();
  const text = useProblemText();
  const queries = useQueryClient();
  const go = useGo();
  const [search] = useUrlState();
  const clock = useDemoClock();
  const next = search['next'];
  const signIn = useMutation({
    mutationFn: (fields: Fields) => client.staffSignIn({ body: fields }),
    onSuccess: (member) => {
      queries.clear();
      queries.setQueryData(keys.me, member);
      // Read as a path of the console, whatever it says: an address from outside must not lead a signed-in person away.
      const { path, search: state } = linkWithin(next ?? '/');
      go({ to: { path }, search: state, replace: true });
    },
  });
  useEffect(() => {
    document.title = `${t.signIn.title} · ${t.product}`;
  }, [t]);
  return (
    <div className="sign-in">
      <header className="sign-in-top">
        <Brand />
        <LanguageButton />
      </header>
      <main id="main" className="sign-in-card">
        <h1>{t.signIn.title}</h1>
        <p className="lead">{t.signIn.lead}</p>
        <div className="panel">
          {signIn.isError ? (
            <Alert type="error" showIcon role="alert" title={text(signIn.error)} style={{ marginBottom: 16 }} />
          ) : null}
          <Form<Fields> layout="vertical" requiredMark={false} onFinish={(fields) => signIn.mutate(fields)}>
            <Form.Item
              name="email"
              label={t.signIn.email}
              rules={[{ required: true, type: 'email', message: t.signIn.emailInvalid }]}
            >
              <Input size="large" autoComplete="username" inputMode="email" autoFocus />
            </Form.Item>
            <Form.Item
              name="password"
              label={t.signIn.password}
              rules={[{ required: true, message: t.signIn.passwordMissing }]}
            >
              <Input.Password size="large" autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
              {t.signIn.submit}
            </Button>
          </Form>
        </div>
        <p className="sign-in-foot">
          {clock.data ? `${t.signIn.demo} ` : ''}
          <a href="/">{t.signIn.borrowerApp}</a>
        </p>
      </main>
    </div>
  );
}
