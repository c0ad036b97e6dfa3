import type { AppealDesk } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { useParam } from '../../app/links.tsx';
import { LeftOutlined, QuestionCircleOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { actionRoles, mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Refused } from '../../ui/Refused.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { CaseFacts } from './CaseFacts.tsx';
import { deskKeys, useDeskKeys } from './keyboard.ts';
import { OriginalDecision } from './OriginalDecision.tsx';
import { type Queue, useQueue } from './queue.ts';
import { Redecision } from './Redecision.tsx';

/** The appeal desk: one case, whole, on one screen, and the queue under two keys. */
export function DeskPage() {
  const id = useParam('id');
  const member = useMember();
  const mayOpen = mayDo(member.roles, 'appealDesk');
  const queue = useQueue(id, mayOpen);
  const [help, setHelp] = useState(false);
  useDeskKeys(queue, () => setHelp((shown) => !shown));
  const query = useQuery({
    queryKey: keys.desk(id),
    queryFn: () => client.appealDesk({ params: { id } }),
    enabled: mayOpen,
    refetchOnWindowFocus: false,
  });
  if (!mayOpen) return <Refused roles={actionRoles.appealDesk} />;
  return (
    <>
      <Loaded query={query} rows={14}>
        {(desk) => (
          <div className="desk" data-testid="desk">
            <Bar desk={desk} queue={queue} onHelp={() => setHelp(true)} />
            <div className="desk-columns">
              <CaseFacts desk={desk} />
              <OriginalDecision desk={desk} />
              <Redecision key={`${desk.appeal.id}-${desk.appeal.state}`} desk={desk} />
            </div>
          </div>
        )}
      </Loaded>
      <KeyHelp open={help} onClose={() => setHelp(false)} />
    </>
  );
}

function Bar({ desk, queue, onHelp }: { desk: AppealDesk; queue: Queue; onHelp: () => void }) {
  const { t } = useText();
  return (
    <header className="desk-bar">
      <h1>
        {t.desk.title} · {desk.borrower.maskedName}
      </h1>
      <State tone={toneOf(desk.appeal.state)}>{t.words.appealState[desk.appeal.state]}</State>
      {desk.appeal.outcome === null ? null : <State tone="good">{t.words.appealOutcome[desk.appeal.outcome]}</State>}
      {desk.blockedBecause === null ? null : <Blocked desk={desk} />}
      <span className="spacer" />
      <span className="muted num">{queue.position === null ? '' : t.desk.position(queue.position, queue.total)}</span>
      <Button size="small" icon={<LeftOutlined />} disabled={queue.previous === null} onClick={queue.goPrevious}>
        {t.desk.previous} <kbd>k</kbd>
      </Button>
      <Button size="small" disabled={queue.next === null} onClick={queue.goNext}>
        {t.desk.next} <kbd>j</kbd> <RightOutlined />
      </Button>
      <Button className="desk-keys" size="small" type="text" icon={<QuestionCircleOutlined />} onClick={onHelp}>
        {t.desk.keyboard} <kbd>?</kbd>
      </Button>
    </header>
  );
}

function Blocked({ desk }: { desk: AppealDesk }) {
  const { t, prose } = useText();
  if (desk.blockedBecause === null) return null;
  return (
    <span className="states small" role="note">
      {/* A case that waits, or that can be taken over, is no dead end. */}
      {desk.mayTakeOver || desk.appeal.state === 'info_requested' ? null : (
        <State tone="locked">{t.desk.blocked}</State>
      )}
      {prose(desk.blockedBecause)}
    </span>
  );
}

function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal open={open} title={t.desk.keyboard} footer={null} onCancel={onClose}>
      <dl className="keys">
        {deskKeys.map(([key, name]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t.desk.keys[name]}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
