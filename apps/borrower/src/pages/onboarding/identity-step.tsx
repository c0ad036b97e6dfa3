import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { validIdNumber } from '../../lib/id-number.ts';
import { randomKey } from '../../lib/random-key.ts';
import { Button, TextField } from '../../ui/controls.tsx';
import { Refusal } from '../../ui/status.tsx';

export function IdentityStep() {
  const { t } = useText();
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [touched, setTouched] = useState(false);
  const verify = useAct(() =>
    client.verifyIdentity({ body: { name: name.trim(), idNumber }, idempotencyKey: randomKey() }),
  );
  const nameWrong = name.trim().length < 2;
  const numberWrong = !validIdNumber(idNumber);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!nameWrong && !numberWrong) verify.mutate();
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="lead">{t.identity.lead}</p>
      <TextField
        label={t.identity.name}
        value={name}
        onChange={setName}
        autoComplete="name"
        maxLength={40}
        error={touched && nameWrong ? t.identity.nameWrong : null}
      />
      <TextField
        label={t.identity.number}
        value={idNumber}
        onChange={(text) =>
          setIdNumber(
            text
              .toUpperCase()
              .replaceAll(/[^\dX]/g, '')
              .slice(0, 18),
          )
        }
        autoComplete="off"
        maxLength={18}
        hint={t.identity.numberHint}
        error={touched && numberWrong ? t.identity.numberWrong : null}
      />
      <Refusal error={verify.error} />
      <Button type="submit" wide busy={verify.isPending}>
        {t.identity.submit}
      </Button>
    </form>
  );
}
