import { type Application, dayOf } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApplication, useHome } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { daysBetween, longDay } from '../../lib/format.ts';
import { Button, buttonClass } from '../../ui/controls.tsx';
import { Counterfactuals } from '../../ui/counterfactuals.tsx';
import { Card } from '../../ui/layout.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ReasonCard } from '../../ui/reason-card.tsx';
import { Strip } from '../../ui/status.tsx';
import { ApplicationStep } from './application-step.tsx';

function Declined({ application, today }: { application: Application; today: string }) {
  const { t, language } = useText();
  const [again, setAgain] = useState(false);
  if (again) return <ApplicationStep onDone={() => setAgain(false)} />;
  const from = application.reapplyFrom;
  const open = from === null || daysBetween(today, from) <= 0;
  return (
    <div className="stack">
      <Strip tone="attention" icon="info" title={t.declined.title} live>
        <p>{t.declined.lead}</p>
      </Strip>
      {application.reasons.length > 0 && (
        <section className="stack" aria-label={t.notice.reasons(application.reasons.length)}>
          <h2 className="section-title">{t.notice.reasons(application.reasons.length)}</h2>
          {application.reasons.map((reason, index) => (
            <ReasonCard key={reason.code} reason={reason} index={index} noticeId={application.noticeId} />
          ))}
        </section>
      )}
      <Counterfactuals items={application.counterfactuals} none={application.noCounterfactual} />
      <Card title={t.declined.next}>
        <p>{from === null || open ? t.declined.anytime : t.declined.from(longDay(from, language))}</p>
        <div className="actions">
          <Button kind="secondary" disabled={!open} onClick={() => setAgain(true)}>
            {t.declined.reapply}
          </Button>
          {application.noticeId !== null && (
            <Link to="/notices/$id" params={{ id: application.noticeId }} className={buttonClass('secondary')}>
              {t.declined.notice}
            </Link>
          )}
        </div>
      </Card>
    </div>
  );
}

export function DeclinedStep() {
  const application = useApplication();
  const home = useHome();
  return (
    <Loaded query={application}>
      {({ application: latest }) =>
        latest !== null && (
          <Declined application={latest} today={home.data?.businessDate ?? dayOf(latest.submittedAt)} />
        )
      }
    </Loaded>
  );
}
