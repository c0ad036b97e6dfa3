import { type FormEvent, type ReactNode, useState } from 'react';
import { useAct } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { CodeField } from './code-field.tsx';
import { Button } from './controls.tsx';
import { DemoOutbox } from './demo-outbox.tsx';
import { Refusal } from './status.tsx';

interface CodeStepProps {
  /** What the code is for, and where it goes. */
  readonly lead: ReactNode;
  readonly submitLabel: string;
  readonly send: () => Promise<unknown>;
  readonly onCode: (code: string) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

/** One-time code by message: sent when asked for, typed in, handed on. */
export function CodeStep({ lead, submitLabel, send, onCode, busy, error }: CodeStepProps) {
  const { t } = useText();
  const [code, setCode] = useState('');
  const [sent, setSent] = useState(false);
  const sending = useAct(send, () => setSent(true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.length === 6) onCode(code);
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="lead">{lead}</p>
      {sent && <CodeField value={code} onChange={setCode} />}
      <Refusal error={sending.error ?? error} />
      {sent ? (
        <>
          <Button type="submit" wide busy={busy} disabled={code.length !== 6}>
            {submitLabel}
          </Button>
          <Button kind="quiet" busy={sending.isPending} onClick={() => sending.mutate(undefined)}>
            {t.signIn.sendAgain}
          </Button>
        </>
      ) : (
        <Button wide busy={sending.isPending} onClick={() => sending.mutate(undefined)}>
          {t.verify.send}
        </Button>
      )}
      <p className="muted">{t.verify.note}</p>
      {sent && <DemoOutbox onCode={setCode} />}
    </form>
  );
}
