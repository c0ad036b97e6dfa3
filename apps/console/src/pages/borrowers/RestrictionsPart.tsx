import { type BorrowerFile, moment, type StaffRestriction } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '../../app/links.tsx';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { money } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { SuppressionsPart } from './SuppressionsPart.tsx';
import { ApproveAsk, LiftAsk, ProposeAsk, RenewAsk } from './RestrictionAsks.tsx';

type Asking =
  | { readonly what: 'propose' }
  | { readonly what: 'approve' | 'renew' | 'lift'; readonly restriction: StaffRestriction }
  | null;

const LIVE = ['proposed', 'pre_notice', 'effective'];

/** The restrictions of a line, those in force first, with the actions one's role allows. */
export function RestrictionsPart({ file }: { file: BorrowerFile }) {
  const { t } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const done = (next: BorrowerFile) => {
    queries.setQueryData(keys.borrower(file.id), next);
    void queries.invalidateQueries({ queryKey: keys.today });
    void queries.invalidateQueries({ queryKey: keys.borrowers });
  };
  const live = file.restrictions.filter((restriction) => LIVE.includes(restriction.state));
  const past = file.restrictions.filter((restriction) => !LIVE.includes(restriction.state));
  return (
    <div className="stack">
      <div className="panel-head" style={{ marginBottom: 0 }}>
        <h2>{t.file.restriction.inForce}</h2>
        {mayDo(member.roles, 'proposeRestriction') && file.line?.status === 'ACTIVE' ? (
          <Button onClick={() => setAsking({ what: 'propose' })}>{t.file.restriction.propose}</Button>
        ) : null}
      </div>
      {live.length === 0 ? (
        <div className="panel">
          <Empty
            title={t.file.restriction.empty}
            help={past.length === 0 ? t.file.restriction.emptyHelp : t.file.restriction.emptyNow}
          />
        </div>
      ) : (
        live.map((restriction) => (
          <Card key={restriction.id} restriction={restriction} onAsk={(what) => setAsking({ what, restriction })} />
        ))
      )}
      {past.length === 0 ? null : (
        <>
          <h2>{t.file.restriction.past}</h2>
          {past.map((restriction) => (
            <Card key={restriction.id} restriction={restriction} onAsk={null} />
          ))}
        </>
      )}
      <SuppressionsPart file={file} onDone={done} />
      <ProposeAsk open={asking?.what === 'propose'} borrowerId={file.id} onDone={done} onClose={close} />
      <ApproveAsk
        restriction={asking?.what === 'approve' ? asking.restriction : null}
        borrowerId={file.id}
        onDone={done}
        onClose={close}
      />
      <RenewAsk restriction={asking?.what === 'renew' ? asking.restriction : null} onDone={done} onClose={close} />
      <LiftAsk restriction={asking?.what === 'lift' ? asking.restriction : null} onDone={done} onClose={close} />
    </div>
  );
}

function Card({
  restriction,
  onAsk,
}: {
  restriction: StaffRestriction;
  onAsk: ((what: 'approve' | 'renew' | 'lift') => void) | null;
}) {
  const { t, language, local, prose } = useText();
  const when = (instant: string | null) => (instant === null ? '—' : moment(instant));
  const limit =
    restriction.limitBeforeFen === null || restriction.limitAfterFen === null
      ? null
      : `${money(restriction.limitBeforeFen, language)} → ${money(restriction.limitAfterFen, language)}`;
  return (
    <article className="panel" data-testid={`restriction-${restriction.id}`}>
      <div className="panel-head">
        <h3 className="states">
          <span>{t.words.restrictionKind[restriction.kind]}</span>
          <State tone={toneOf(restriction.state)}>{t.words.restrictionState[restriction.state]}</State>
          <span className="muted small">{t.words.causeFamily[restriction.causeFamily]}</span>
        </h3>
        {onAsk === null ? null : <Actions restriction={restriction} onAsk={onAsk} />}
      </div>
      {restriction.reasons.length < 2 ? (
        <p>{prose(restriction.summary)}</p>
      ) : (
        <ol className="asked-reasons">
          {restriction.reasons.map((reason) => (
            <li key={reason.code}>
              <Prose text={t.common.sentences(local(reason.whatWeSaw), local(reason.ourLine))} />
            </li>
          ))}
        </ol>
      )}
      {restriction.stepUpLifts ? <p className="muted">{t.file.restriction.stepUp}</p> : null}
      <div style={{ marginTop: 10 }}>
        <Facts
          items={[
            [t.file.restriction.proposedAt, when(restriction.proposedAt)],
            [t.file.restriction.effectiveAt, when(restriction.effectiveAt)],
            [t.file.restriction.expiresAt, when(restriction.expiresAt)],
            restriction.endedAt === null ? null : [t.file.restriction.endedAt, when(restriction.endedAt)],
            limit === null ? null : [t.file.restriction.limit, limit],
            restriction.singleDrawCapFen === null
              ? null
              : [t.words.restrictionKind.SINGLE_DRAW_CAP, money(restriction.singleDrawCapFen, language)],
            [
              t.file.restriction.decidedBy,
              [t.words.decidedBy[restriction.decidedBy], ...restriction.approvedBy].join(' · '),
            ],
            [t.file.restriction.appealUntil, when(restriction.appealableUntil)],
          ]}
        />
      </div>
      {restriction.proposerNote === null ? null : (
        <div style={{ marginTop: 10 }}>
          <p className="muted small">{t.file.restriction.proposerNote}</p>
          <p className="quote" lang="">
            {restriction.proposerNote}
          </p>
        </div>
      )}
      <p style={{ marginTop: 10 }} className="states">
        <Link to="/decisions/$id" params={{ id: restriction.decisionId }}>
          {t.file.restriction.decision}
        </Link>
        {restriction.appealId === null ? null : (
          <Link to="/appeals/$id" params={{ id: restriction.appealId }}>
            {t.file.restriction.appeal}
          </Link>
        )}
      </p>
    </article>
  );
}

function Actions({
  restriction,
  onAsk,
}: {
  restriction: StaffRestriction;
  onAsk: (what: 'approve' | 'renew' | 'lift') => void;
}) {
  const { t } = useText();
  const member = useMember();
  const waits = restriction.state === 'proposed';
  const agreed = restriction.approvedBy.includes(member.staffNo);
  const renewable =
    restriction.state === 'effective' && ['DRAW_HOLD', 'SINGLE_DRAW_CAP', 'STEP_UP'].includes(restriction.kind);
  return (
    <div className="page-actions">
      {waits && agreed ? <State tone="hold">{t.file.restriction.waiting}</State> : null}
      {waits && !agreed && mayDo(member.roles, 'approveRestriction') ? (
        <Button type="primary" onClick={() => onAsk('approve')}>
          {t.file.restriction.approve} / {t.file.restriction.reject}
        </Button>
      ) : null}
      {renewable && mayDo(member.roles, 'renewRestriction') ? (
        <Button onClick={() => onAsk('renew')}>{t.file.restriction.renew}</Button>
      ) : null}
      {restriction.state !== 'proposed' && mayDo(member.roles, 'liftRestriction') ? (
        <Button onClick={() => onAsk('lift')}>{t.file.restriction.lift}</Button>
      ) : null}
    </div>
  );
}
