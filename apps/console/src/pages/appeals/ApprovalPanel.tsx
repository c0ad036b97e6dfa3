import { type AppealDesk, moment } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { useProblemText } from '../../ui/Problem.tsx';
import { State } from '../../ui/State.tsx';
import { Effect } from './Effect.tsx';
import { inputText, reverses } from './evidence.ts';
import { useDeskUpdate } from './desk-update.ts';

type Proposal = NonNullable<AppealDesk['proposal']>;

/** The second person's view: what is proposed, what came since, and approve or send back. */
export function ApprovalPanel({ desk, proposal }: { desk: AppealDesk; proposal: Proposal }) {
  const { t } = useText();
  const open = desk.appeal.state === 'outcome_proposed' || desk.appeal.state === 'second_approval';
  return (
    <div className="panel desk-form">
      <div className="panel-head" style={{ marginBottom: 0 }}>
        <h3 style={{ marginBottom: 0 }}>{open ? t.desk.approval : t.desk.decided}</h3>
        <State tone={open ? 'attention' : 'good'}>{t.words.appealOutcome[proposal.outcome]}</State>
      </div>
      <p className="muted small">{t.desk.proposedBy(proposal.by, moment(proposal.at))}</p>
      <Texts proposal={proposal} />
      <Accepted desk={desk} proposal={proposal} />
      {open ? <Effect desk={desk} outcome={proposal.outcome} mistaken={proposal.mistakenRuleIds.length} /> : null}
      {open ? <Since desk={desk} proposal={proposal} /> : null}
      {open && desk.mayApprove ? <Approve desk={desk} proposal={proposal} /> : null}
      {open && !desk.mayApprove ? <p className="muted">{t.desk.proposed}</p> : null}
    </div>
  );
}

function Texts({ proposal }: { proposal: Proposal }) {
  const { t } = useText();
  return (
    <div className="reason-texts">
      <div>
        <span className="muted small">{t.common.language2.zh}</span>
        <p className="quote" lang="zh-CN">
          {proposal.reasonText.zh}
        </p>
      </div>
      <div>
        <span className="muted small">{t.common.language2.en}</span>
        <p className="quote" lang="en">
          {proposal.reasonText.en}
        </p>
      </div>
    </div>
  );
}

function Accepted({ desk, proposal }: { desk: AppealDesk; proposal: Proposal }) {
  const { t, local, language } = useText();
  const labelOf = (name: string) => {
    const input = desk.decision.inputs.find((candidate) => candidate.name === name);
    return input === undefined ? name : local(input.label);
  };
  return (
    <div className="small">
      <span className="muted">{t.common.labelled(t.desk.acceptedList, '')}</span>
      {proposal.acceptedEvidence.length === 0
        ? t.desk.nothingAccepted
        : proposal.acceptedEvidence
            .map((item) => `${labelOf(item.input)} ${inputText(desk, item.input, item.value, language)}`)
            .join(language === 'zh' ? '；' : '; ')}
      {proposal.mistakenRuleIds.length === 0 ? null : (
        <div>
          <span className="muted">{t.common.labelled(t.desk.mistaken, '')}</span>
          <span className="mono">{proposal.mistakenRuleIds.join(', ')}</span>
        </div>
      )}
    </div>
  );
}

function Since({ desk, proposal }: { desk: AppealDesk; proposal: Proposal }) {
  const { t } = useText();
  const fresh = desk.appeal.evidence.filter((evidence) => evidence.receivedAt > proposal.at);
  return (
    <p className="small">
      <span className="muted">{t.common.labelled(t.desk.changedSince, '')}</span>
      {fresh.length === 0 ? t.desk.nothingChanged : <strong>{t.desk.newEvidence(fresh.length)}</strong>}
    </p>
  );
}

function Approve({ desk, proposal }: { desk: AppealDesk; proposal: Proposal }) {
  const { t } = useText();
  const text = useProblemText();
  const update = useDeskUpdate();
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useMutation({
    mutationFn: (approved: boolean) =>
      client.approveOutcome({ params: { id: desk.appeal.id }, body: { approved, note: note.trim() } }),
    onSuccess: update,
  });
  const sendBack = () => {
    setMissing(note.trim() === '');
    if (note.trim() !== '') decide.mutate(false);
  };
  return (
    <>
      <div data-desk-key="text">
        <Input.TextArea
          rows={2}
          maxLength={2000}
          aria-label={t.desk.approvalNote}
          placeholder={t.desk.approvalNote}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      <div aria-live="polite">
        {missing ? <p className="form-error">{t.desk.noteNeeded}</p> : null}
        {decide.isError ? <Alert type="error" showIcon title={text(decide.error)} /> : null}
      </div>
      <div className="row">
        <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>
          {reverses(proposal.outcome) ? t.desk.approve : t.desk.approveUpheld}
        </Button>
        <Button disabled={decide.isPending} onClick={sendBack}>
          {t.desk.sendBack}
        </Button>
      </div>
    </>
  );
}
