import type { BorrowerFile } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { State } from '../../ui/State.tsx';

/** Moves the account to another phone, for a person who no longer has the earlier one: one asks, another agrees. */
export function ChangePhone({ file }: { file: BorrowerFile }) {
  const { t } = useText();
  const words = t.file.phone;
  const member = useMember();
  const [asking, setAsking] = useState(false);
  const proposal = file.phoneProposal;
  if (proposal === null) {
    if (!mayDo(member.roles, 'proposePhoneChange') || file.maskedIdNumber === null) return null;
    return (
      <>
        <Button onClick={() => setAsking(true)}>{words.change}</Button>
        <ProposeAsk file={file} open={asking} onClose={() => setAsking(false)} />
      </>
    );
  }
  const mayDecide = mayDo(member.roles, 'approvePhoneChange') && proposal.proposedBy !== member.staffNo;
  return (
    <>
      <State tone="attention">{words.waiting(proposal.maskedPhone, proposal.proposedBy)}</State>
      {mayDecide && <Button onClick={() => setAsking(true)}>{words.decide}</Button>}
      <DecideAsk file={file} open={asking && mayDecide} onClose={() => setAsking(false)} />
    </>
  );
}

interface AskProps {
  readonly file: BorrowerFile;
  readonly open: boolean;
  readonly onClose: () => void;
}

function ProposeAsk({ file, open, onClose }: AskProps) {
  const { t } = useText();
  const words = t.file.phone;
  const queries = useQueryClient();
  return (
    <Ask<{ phone: string; note: string }, BorrowerFile>
      open={open}
      title={words.change}
      help={words.help}
      submit={words.propose}
      act={({ phone, note }) =>
        client.proposePhoneChange({ params: { id: file.id }, body: { phone: phone.trim(), note: note.trim() } })
      }
      onDone={(next) => queries.setQueryData(keys.borrower(file.id), next)}
      onClose={onClose}
    >
      <Form.Item
        name="phone"
        label={words.phone}
        rules={[{ required: true, pattern: /^\s*1\d{10}\s*$/, message: words.phoneWrong }]}
      >
        <Input inputMode="numeric" autoComplete="off" maxLength={13} />
      </Form.Item>
      <NoteField label={words.note} />
    </Ask>
  );
}

function DecideAsk({ file, open, onClose }: AskProps) {
  const { t } = useText();
  const words = t.file.phone;
  const queries = useQueryClient();
  return (
    <Ask<ApprovalFieldValues, BorrowerFile>
      open={open}
      title={words.decide}
      help={
        <>
          <span>{words.decideHelp}</span>
          <br />
          <span className="muted">{words.checked}</span> <span>{file.phoneProposal?.note}</span>
        </>
      }
      submit={t.common.confirm}
      act={(fields) => client.approvePhoneChange({ params: { id: file.id }, body: fields })}
      onDone={(next) => queries.setQueryData(keys.borrower(file.id), next)}
      onClose={onClose}
    >
      <ApprovalFields yes={words.agree} no={words.turnDown} note={words.decideNote} />
    </Ask>
  );
}
