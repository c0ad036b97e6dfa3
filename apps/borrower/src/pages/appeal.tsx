import { type Appeal, dayOf } from '@clearline/client';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useAppeal, useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { likelyEvidence } from '../lib/evidence-kind.ts';
import { longDay } from '../lib/format.ts';
import { randomKey } from '../lib/random-key.ts';
import { AppealBadge, isOpen } from '../ui/appeal-badge.tsx';
import { Button, buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Facts, Page, Sheet } from '../ui/layout.tsx';
import { Loaded, Skeleton } from '../ui/loaded.tsx';
import { Refusal, Strip } from '../ui/status.tsx';
import { EventList } from '../ui/timeline.tsx';
import { CitedReasons } from './appeal/cited-reasons.tsx';
import { EvidenceCard } from './appeal/evidence-card.tsx';

function Withdraw({ appeal }: { appeal: Appeal }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const withdraw = useAct(
    () => client.withdrawAppeal({ params: { id: appeal.id }, idempotencyKey: randomKey() }),
    () => setAsking(false),
  );
  return (
    <>
      <Button kind="quiet" wide onClick={() => setAsking(true)}>
        {t.appeal.withdraw}
      </Button>
      <Sheet title={t.appeal.withdraw} open={asking} onClose={() => setAsking(false)}>
        <div className="sheet-body">
          <p>{t.appeal.withdrawHelp}</p>
          <Refusal error={withdraw.error} />
        </div>
        <footer className="sheet-foot">
          <Button kind="danger" wide busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t.appeal.withdrawConfirm}
          </Button>
          <Button kind="quiet" wide onClick={() => setAsking(false)}>
            {t.appeal.withdrawKeep}
          </Button>
        </footer>
      </Sheet>
    </>
  );
}

/** The answer, or how many days are left for it. */
function Standing({ appeal }: { appeal: Appeal }) {
  const { t, language, prose } = useText();
  if (appeal.outcome !== null) {
    const won = appeal.outcome === 'overturned' || appeal.outcome === 'partly';
    return (
      <Strip
        tone={won ? 'good' : 'primary'}
        icon={won ? 'check' : 'info'}
        title={t.appeal.outcomeTitle[appeal.outcome]}
        live
      >
        {appeal.outcomeText !== null && <p>{prose(appeal.outcomeText)}</p>}
        {appeal.outcome === 'upheld' && <p className="muted">{t.appeal.outside}</p>}
        {won && (
          <Link to="/" className={buttonClass('primary')}>
            {t.common.toHome}
          </Link>
        )}
      </Strip>
    );
  }
  return (
    <Card>
      <div className="row-between">
        <AppealBadge appeal={appeal} />
        <span className="muted">{t.appeal.submitted(dayOf(appeal.submittedAt))}</span>
      </div>
      <p className="clock clock-big" data-testid="appeal-clock">
        <Icon name="clock" />
        <span>{appeal.daysLeft >= 0 ? t.appeal.daysLeft(appeal.daysLeft) : t.appeal.late(-appeal.daysLeft)}</span>
      </p>
      <Facts
        items={[
          [t.appeal.acknowledgeBy, longDay(dayOf(appeal.acknowledgeBy), language)],
          [t.appeal.answerBy, longDay(dayOf(appeal.answerBy), language)],
        ]}
      />
      {appeal.pausedForInfo && appeal.infoRequest !== null && (
        <Strip tone="attention" icon="alert" title={t.appeal.infoRequest} live>
          <p>{prose(appeal.infoRequest)}</p>
          <p className="muted">{t.appeal.paused}</p>
        </Strip>
      )}
    </Card>
  );
}

function AppealBody({ appeal }: { appeal: Appeal }) {
  const { t, local, prose } = useText();
  const home = useHome();
  const restriction = home.data?.restrictions.find((one) => one.id === appeal.restrictionId);
  const open = isOpen(appeal);
  const likely = likelyEvidence(appeal.citedReasonCodes, restriction?.causeFamily);
  return (
    <div className="columns">
      <div className="stack">
        <Standing appeal={appeal} />
        {open && <EvidenceCard appeal={appeal} likely={likely} />}
        {!open && appeal.evidence.length > 0 && <EvidenceCard appeal={appeal} likely={likely} closed />}
      </div>
      <div className="stack">
        <Card title={t.appeal.yours}>
          <CitedReasons codes={appeal.citedReasonCodes} noticeId={restriction?.noticeId ?? null} />
          <blockquote className="statement" lang="">
            {appeal.statement}
          </blockquote>
        </Card>
        <Card title={t.appeal.steps}>
          <EventList
            entries={appeal.steps.map((step, index) => ({
              key: `${step.at}-${index}`,
              at: step.at,
              text: `${t.appeal.state[step.state]} · ${local(step.actor)}`,
              note: step.note === null ? null : <p>{prose(step.note)}</p>,
            }))}
          />
        </Card>
        {open && <Withdraw appeal={appeal} />}
      </div>
    </div>
  );
}

export function AppealPage() {
  const { t } = useText();
  const { id } = useParams({ from: '/appeals/$id' });
  const appeal = useAppeal(id);
  return (
    <Page title={t.appeal.title} back="/appeals" wide>
      <Loaded query={appeal} skeleton={<Skeleton lines={6} />}>
        {(data) => <AppealBody appeal={data} />}
      </Loaded>
    </Page>
  );
}
