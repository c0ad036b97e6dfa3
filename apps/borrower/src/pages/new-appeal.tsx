import type { Notice } from '@clearline/client';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useNotice } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { useIntentKey } from '../lib/use-intent-key.ts';
import { Button, buttonClass, Field, Toggle } from '../ui/controls.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Prose } from '../ui/prose.tsx';
import { Refusal } from '../ui/status.tsx';

const MOST_CHARACTERS = 4000;

interface AppealFormProps {
  notice: Notice;
  decisionId: string;
  /** The reason whose button led here. */
  cited: string | undefined;
  /** The borrower asked for nothing but a person. */
  human: boolean;
}

function AppealForm({ notice, decisionId, cited, human }: AppealFormProps) {
  const { t, prose } = useText();
  const navigate = useNavigate();
  const [codes, setCodes] = useState<readonly string[]>(cited === undefined ? [] : [cited]);
  const [statement, setStatement] = useState(human ? t.newAppeal.humanText : '');
  const [urgent, setUrgent] = useState(false);
  const [touched, setTouched] = useState(false);
  const key = useIntentKey({ decisionId, codes, statement, urgent });
  const submit = useAct(
    () =>
      client.submitAppeal({
        body: {
          decisionId,
          restrictionId: notice.restrictionId,
          citedReasonCodes: codes,
          statement: statement.trim(),
          urgentHardship: urgent,
        },
        idempotencyKey: key,
      }),
    (appeal) => void navigate({ to: '/appeals/$id', params: { id: appeal.id }, replace: true }),
  );
  const empty = statement.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!empty) submit.mutate();
  };
  const toggle = (code: string) =>
    setCodes((before) => (before.includes(code) ? before.filter((one) => one !== code) : [...before, code]));
  return (
    <form className="stack" onSubmit={send} noValidate>
      <p className="lead">
        <Prose text={t.newAppeal.lead(notice.answerDays.simple, notice.answerDays.complex)} />
      </p>
      <Card title={t.newAppeal.about}>
        <p className="strong">{prose(notice.title)}</p>
        {notice.reasons.length > 0 && (
          <fieldset className="checks">
            <legend>{t.newAppeal.which}</legend>
            {notice.reasons.map((reason) => (
              <label key={reason.code} className="check">
                <input type="checkbox" checked={codes.includes(reason.code)} onChange={() => toggle(reason.code)} />
                <span>
                  <span>{prose(reason.title)}</span>
                  <small>{prose(reason.whatWeSaw)}</small>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <p className="muted">{t.newAppeal.whichHelp}</p>
      </Card>
      <Card>
        <Field
          label={t.newAppeal.statement}
          hint={t.newAppeal.statementHint(statement.length, MOST_CHARACTERS)}
          error={touched && empty ? t.newAppeal.statementMissing : null}
        >
          {({ id, describedBy, invalid }) => (
            <textarea
              id={id}
              rows={6}
              maxLength={MOST_CHARACTERS}
              value={statement}
              aria-describedby={describedBy}
              aria-invalid={invalid}
              onChange={(event) => setStatement(event.target.value)}
              placeholder={t.newAppeal.placeholder}
            />
          )}
        </Field>
        <Toggle label={t.newAppeal.urgent} note={t.newAppeal.urgentNote} on={urgent} onChange={setUrgent} />
      </Card>
      <p className="muted">{t.newAppeal.evidenceLater}</p>
      <Refusal error={submit.error} />
      <Button type="submit" wide busy={submit.isPending}>
        {t.newAppeal.submit}
      </Button>
      <p className="muted">{t.newAppeal.free}</p>
    </form>
  );
}

export function NewAppealPage() {
  const { t } = useText();
  const search = useSearch({ from: '/appeals/new' });
  const notice = useNotice(search.notice);
  return (
    <Page title={t.newAppeal.title} back="/notices">
      <Loaded query={notice}>
        {(data) => {
          if (data.appealId !== null) {
            return (
              <Empty icon="speech" title={t.newAppeal.already}>
                <Link to="/appeals/$id" params={{ id: data.appealId }} className={buttonClass('primary')}>
                  {t.notice.seeAppeal}
                </Link>
              </Empty>
            );
          }
          return data.decisionId === null ? (
            <Empty icon="info" title={t.newAppeal.nothing}>
              <p>{t.newAppeal.nothingHelp}</p>
            </Empty>
          ) : (
            <AppealForm
              notice={data}
              decisionId={data.decisionId}
              cited={search.reason}
              human={search.human !== undefined}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
