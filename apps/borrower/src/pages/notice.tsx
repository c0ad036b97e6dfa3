import { type Home, moment, type Notice, type Restriction } from '@clearline/client';
import { useParams } from '@tanstack/react-router';
import { useHome, useNotice } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longMoment } from '../lib/format.ts';
import { Counterfactuals } from '../ui/counterfactuals.tsx';
import { Page } from '../ui/layout.tsx';
import { Loaded, Skeleton } from '../ui/loaded.tsx';
import { ReasonCard } from '../ui/reason-card.tsx';
import { Strip } from '../ui/status.tsx';
import { Prose } from '../ui/prose.tsx';
import { NoticeActions } from './notice/actions.tsx';
import { DecidedBy, Effect, OutsideRoutes, Restore, Rights } from './notice/parts.tsx';
import { NoticeProof } from './notice/proof.tsx';

/**
 * A matter is over when its restriction has ended; where the borrower stands lists only those that still matter. Its notice
 * stays readable and contestable, without buttons that promise what is already done.
 */
function isOver(notice: Notice, restriction: Restriction | undefined): boolean {
  if (restriction === undefined) return notice.adverse && notice.restrictionId !== null;
  return ['expired', 'lifted', 'reversed'].includes(restriction.state);
}

function Heading({ notice, restriction }: { notice: Notice; restriction: Restriction | undefined }) {
  const { t, local, language } = useText();
  const { ended } = notice;
  return (
    <div className="notice-head">
      <h2 className="notice-title">{local(notice.title)}</h2>
      <p className="muted">
        {t.notice.to(notice.borrowerMaskedName)} · {t.notice.issued(moment(notice.issuedAt))}
      </p>
      {notice.effectiveAt !== null && (
        <p>
          <Prose text={t.notice.effective(longMoment(notice.effectiveAt, language))} />
          {notice.expiresAt !== null && <Prose text={t.notice.until(longMoment(notice.expiresAt, language))} />}
        </p>
      )}
      {isOver(notice, restriction) && (
        <Strip tone="good" icon="check" title={t.notice.over}>
          {ended !== null && (
            <p>
              <Prose text={t.notice.ended[ended.how](longMoment(ended.at, language))} />
            </p>
          )}
        </Strip>
      )}
      {notice.noFault && (
        <Strip tone="primary" icon="info" title={t.notice.noFault}>
          <p>{t.notice.noFaultHelp}</p>
        </Strip>
      )}
    </div>
  );
}

function NoticeBody({ notice, home }: { notice: Notice; home: Home }) {
  const { t } = useText();
  const restriction = home.restrictions.find((one) => one.id === notice.restrictionId);
  const over = isOver(notice, restriction);
  const contestable = notice.adverse && notice.decisionId !== null;
  return (
    <>
      <Heading notice={notice} restriction={restriction} />
      <div className="columns columns-notice">
        <div className="stack">
          <Effect notice={notice} />
          {notice.reasons.length > 0 && (
            <section className="stack" aria-label={t.notice.reasons(notice.reasons.length)}>
              <h2 className="section-title">{t.notice.reasons(notice.reasons.length)}</h2>
              {notice.reasons.map((reason, index) => (
                <ReasonCard
                  key={reason.code}
                  reason={reason}
                  index={index}
                  noticeId={contestable ? notice.id : null}
                  endsAt={notice.expiresAt}
                  open={!over}
                />
              ))}
            </section>
          )}
          <Counterfactuals items={notice.counterfactuals} none={notice.noCounterfactual} />
        </div>
        <div className="stack">
          {notice.restore !== null && !over && <Restore notice={notice} keepable={restriction?.keepable === true} />}
          <NoticeActions notice={notice} today={home.businessDate} contestable={contestable} />
          <NoticeProof notice={notice} />
          <DecidedBy notice={notice} />
          <Rights notice={notice} />
          <OutsideRoutes notice={notice} />
        </div>
      </div>
    </>
  );
}

/** Where do I stand, why, what can I do, by when, who helps: the page the product is for. */
export function NoticePage() {
  const { t } = useText();
  const { id } = useParams({ from: '/notices/$id' });
  const notice = useNotice(id);
  const home = useHome();
  return (
    <Page title={t.notice.title} back="/notices" wide>
      <Loaded query={notice} skeleton={<Skeleton lines={8} />}>
        {(data) => <Loaded query={home}>{(standing) => <NoticeBody notice={data} home={standing} />}</Loaded>}
      </Loaded>
    </Page>
  );
}
