import { type BorrowerFile, moment, parseAmount, type ThreePartCheck } from '@clearline/client';
import { FilePdfOutlined } from '@ant-design/icons';
import { Button, Form, Radio } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { money } from '../../../lib/format.ts';
import { mayDo } from '../../../session/pages.ts';
import { useMember } from '../../../session/session.tsx';
import { ApprovalFields, type ApprovalFieldValues } from '../../../ui/ApprovalFields.tsx';
import { Ask } from '../../../ui/Ask.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { NoteField } from '../../../ui/NoteField.tsx';
import { State, type Tone } from '../../../ui/State.tsx';
import { YuanField } from '../../../ui/YuanField.tsx';
import { ReasonsField } from '../ReasonField.tsx';
import { useFileUpdate } from './use-check.ts';

type Proposal = NonNullable<ThreePartCheck['proposal']>;
const tones: Readonly<Record<Proposal['state'], Tone>> = { WAITING: 'attention', AGREED: 'good', RETURNED: 'quiet' };

/** What one person proposes and another answers. */
export function ProposalPanel({ file, check }: { file: BorrowerFile; check: ThreePartCheck }) {
  const { t, language } = useText();
  const words = t.check;
  const member = useMember();
  const [asking, setAsking] = useState<'PROPOSE' | 'ANSWER' | null>(null);
  const { proposal, open } = check;
  const waits = proposal?.state === 'WAITING';
  const mayPropose = open && !waits && mayDo(member.roles, 'proposeCredit');
  const mayAnswer = waits && proposal.proposedBy !== member.staffNo && mayDo(member.roles, 'approveCredit');
  return (
    <div className="panel" data-testid="credit-proposal">
      <div className="panel-head">
        <h2>{words.memo}</h2>
        <span className="states">
          <Button
            icon={<FilePdfOutlined aria-hidden />}
            href={client.urls.getCreditMemoPdf({ params: { id: file.id }, query: { lang: language } })}
            target="_blank"
            rel="noreferrer"
            data-testid="memo-pdf"
          >
            {words.memoPdf}
          </Button>
          {mayPropose ? (
            <Button type="primary" onClick={() => setAsking('PROPOSE')}>
              {words.propose}
            </Button>
          ) : null}
          {mayAnswer ? (
            <Button type="primary" onClick={() => setAsking('ANSWER')}>
              {words.answer}
            </Button>
          ) : null}
        </span>
      </div>
      <p className="muted small">{words.memoHelp}</p>
      {proposal === null ? null : <Told proposal={proposal} />}
      <ProposeAsk file={file} check={check} open={asking === 'PROPOSE'} onClose={() => setAsking(null)} />
      {proposal === null ? null : (
        <AnswerAsk id={file.id} proposal={proposal} open={asking === 'ANSWER'} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}

function Told({ proposal }: { proposal: Proposal }) {
  const { t, language } = useText();
  const words = t.check;
  return (
    <>
      <p style={{ margin: '10px 0' }}>
        <State tone={tones[proposal.state]}>{words.states[proposal.state]}</State>
      </p>
      <Facts
        items={[
          [proposal.outcome === 'APPROVE' ? words.approve : words.decline, proposal.text],
          proposal.limitFen === null ? null : [words.limitProposed, money(proposal.limitFen, language)],
          proposal.reasonTitles.length === 0
            ? null
            : [words.reason, <Titles key="reasons" titles={proposal.reasonTitles} />],
          [words.proposedBy, `${proposal.proposedBy} · ${moment(proposal.proposedAt)}`],
          proposal.decidedBy === null ? null : [words.decidedBy, proposal.decidedBy],
          proposal.note === null ? null : [words.note, proposal.note],
          [
            words.memoHash,
            <span key="hash" className="num small" title={proposal.memoHash}>
              {proposal.memoHash.slice(0, 16)}
            </span>,
          ],
        ]}
      />
    </>
  );
}

/** Reasons of a decline, one a line, by weight. */
function Titles({ titles }: { titles: Proposal['reasonTitles'] }) {
  const { local } = useText();
  return titles.map((title) => <div key={title.en}>{local(title)}</div>);
}

interface Fields {
  readonly outcome: Proposal['outcome'];
  readonly limit?: string;
  readonly reasonCodes?: string[];
  readonly note: string;
}

function ProposeAsk({
  file,
  check,
  open,
  onClose,
}: {
  file: BorrowerFile;
  check: ThreePartCheck;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.check;
  const done = useFileUpdate(file.id);
  const asked = check.askedLimitFen === null ? {} : { limit: String(check.askedLimitFen / 100) };
  return (
    <Ask<Fields, BorrowerFile>
      open={open}
      title={words.propose}
      help={words.memoHelp}
      submit={words.propose}
      initial={{ outcome: 'APPROVE', ...asked }}
      act={({ outcome, limit, reasonCodes, note }) =>
        client.proposeCredit({
          params: { id: file.id },
          body: {
            outcome,
            limitFen: outcome === 'APPROVE' ? parseAmount(limit ?? '') : null,
            reasonCodes: outcome === 'DECLINE' ? (reasonCodes ?? []) : [],
            text: note.trim(),
          },
        })
      }
      onDone={done}
      onClose={onClose}
    >
      <Form.Item name="outcome">
        <Radio.Group
          options={[
            { value: 'APPROVE', label: words.approve },
            { value: 'DECLINE', label: words.decline },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['outcome']}>
        {({ getFieldValue }) =>
          getFieldValue('outcome') === 'APPROVE' ? (
            <YuanField name="limit" label={words.limit} help={words.limitHelp} />
          ) : (
            <ReasonsField borrowerId={file.id} use="DECLINE" label={words.reason} />
          )
        }
      </Form.Item>
      <NoteField label={words.text} />
    </Ask>
  );
}

function AnswerAsk({
  id,
  proposal,
  open,
  onClose,
}: {
  id: string;
  proposal: Proposal;
  open: boolean;
  onClose: () => void;
}) {
  const { t, language } = useText();
  const words = t.check;
  const done = useFileUpdate(id);
  return (
    <Ask<ApprovalFieldValues, BorrowerFile>
      open={open}
      title={words.answer}
      help={words.answerHelp}
      submit={t.common.confirm}
      act={(fields) => client.approveCredit({ params: { id }, body: fields })}
      onDone={done}
      onClose={onClose}
    >
      <div style={{ marginBottom: 14 }}>
        <Facts
          items={[
            [proposal.outcome === 'APPROVE' ? words.approve : words.decline, proposal.text],
            proposal.limitFen === null ? null : [words.limitProposed, money(proposal.limitFen, language)],
            proposal.reasonTitles.length === 0
              ? null
              : [words.reason, <Titles key="reasons" titles={proposal.reasonTitles} />],
            [words.proposedBy, proposal.proposedBy],
          ]}
        />
      </div>
      <ApprovalFields yes={words.agree} no={words.sendBack} note={words.note} />
    </Ask>
  );
}
