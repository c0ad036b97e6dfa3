import type { AppealDesk } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { useProblemText } from '../../ui/Problem.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { ApprovalPanel } from './ApprovalPanel.tsx';
import { useDeskUpdate } from './desk-update.ts';
import { InfoAsk } from './InfoAsk.tsx';
import { goToOutcome } from './keyboard.ts';
import { OutcomeForm } from './OutcomeForm.tsx';

/** States from which a reviewer takes a case in hand; what comes before them happens by itself. */
const TAKEABLE: readonly string[] = ['triaged', 'evidence_received', 'info_requested'];

/** The right column: the same decision with the evidence applied, and then the human one. */
export function Redecision({ desk }: { desk: AppealDesk }) {
  const { t, prose } = useText();
  const { state } = desk.appeal;
  return (
    <section className="desk-column" aria-label={t.desk.redecision}>
      <h2>{t.desk.redecision}</h2>
      <Compare desk={desk} />
      {(TAKEABLE.includes(state) && desk.mayReview) || desk.mayTakeOver ? <Take desk={desk} /> : null}
      {state === 'in_review' && desk.mayReview ? <Review desk={desk} /> : null}
      {desk.proposal !== null ? <ApprovalPanel desk={desk} proposal={desk.proposal} /> : null}
      {desk.appeal.outcomeText === null || desk.proposal !== null ? null : (
        <div className="panel">
          <h3>{t.desk.reasonText}</h3>
          <p className="quote">{prose(desk.appeal.outcomeText)}</p>
        </div>
      )}
    </section>
  );
}

function Compare({ desk }: { desk: AppealDesk }) {
  const { t, local } = useText();
  const action = (code: string) => <State tone={toneOf(code)}>{wordFor(t.words.action, code)}</State>;
  const { redecision } = desk;
  const changed = redecision.inputs.filter((input) => redecision.changedInputs.includes(input.name));
  return (
    <div className="panel">
      <h3>{t.desk.with}</h3>
      <div className="compare">
        <span>
          <span className="muted">{t.desk.actionNow}</span>
          <br />
          {action(desk.decision.action)}
        </span>
        <span aria-hidden>→</span>
        <span>
          <span className="muted">{t.desk.actionThen}</span>
          <br />
          {action(redecision.action)}
        </span>
      </div>
      <p style={{ marginTop: 6 }}>
        <span className="muted small">{t.desk.withoutRule}</span> {action(redecision.outcomeWithoutRule)}
      </p>
      {changed.length === 0 ? null : (
        <ul className="effect small">
          {changed.map((input) => {
            const before = desk.decision.inputs.find((candidate) => candidate.name === input.name);
            return (
              <li key={input.name}>
                {t.common.labelled(local(input.label), '')}{' '}
                <span className="num muted">{before === undefined ? '—' : local(before.text)}</span> →{' '}
                <strong className="num">{local(input.text)}</strong>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Take({ desk }: { desk: AppealDesk }) {
  const { t } = useText();
  const text = useProblemText();
  const update = useDeskUpdate();
  const take = useMutation({
    mutationFn: () => client.takeAppeal({ params: { id: desk.appeal.id } }),
    onSuccess: (taken) => {
      update(taken);
      goToOutcome();
    },
  });
  return (
    <div className="panel desk-form">
      {desk.mayTakeOver ? <p className="muted small">{t.desk.takeOverHelp}</p> : null}
      {take.isError ? <Alert type="error" showIcon role="alert" title={text(take.error)} /> : null}
      <Button
        type={desk.mayTakeOver ? 'default' : 'primary'}
        size="large"
        block
        data-desk-key="take"
        loading={take.isPending}
        onClick={() => take.mutate()}
      >
        {desk.mayTakeOver ? t.desk.takeOver : t.desk.take} <kbd>t</kbd>
      </Button>
    </div>
  );
}

function Review({ desk }: { desk: AppealDesk }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <OutcomeForm desk={desk} extra={<Button onClick={() => setAsking(true)}>{t.desk.requestInfo}</Button>} />
      <InfoAsk open={asking} appealId={desk.appeal.id} onClose={() => setAsking(false)} />
    </>
  );
}
