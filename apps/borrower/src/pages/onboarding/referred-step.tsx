import { moment } from '@clearline/client';
import { useApplication } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { Card, Facts } from '../../ui/layout.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Strip } from '../../ui/status.tsx';

/** A person is looking at the application. */
export function ReferredStep() {
  const { t, prose } = useText();
  const application = useApplication();
  return (
    <Loaded query={application}>
      {({ application: latest }) => (
        <div className="stack">
          <Strip tone="primary" icon="people" title={t.referred.title} live>
            <p>{t.referred.lead}</p>
          </Strip>
          {latest !== null && (
            <Card title={t.referred.why}>
              {latest.reasons.length === 0 ? (
                <p>{latest.twoPeopleDecide ? t.referred.twoPeople : t.referred.wholly}</p>
              ) : (
                <ul className="plain-list">
                  {latest.reasons.map((reason) => (
                    <li key={reason.code}>
                      <p className="strong">{prose(reason.title)}</p>
                      <p>{prose(reason.whatWeSaw)}</p>
                    </li>
                  ))}
                </ul>
              )}
              <Facts items={[[t.referred.submitted, moment(latest.submittedAt)]]} />
            </Card>
          )}
        </div>
      )}
    </Loaded>
  );
}
