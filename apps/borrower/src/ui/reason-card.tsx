import { dayOf, type Reason } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/context.tsx';
import { longDay, longMoment } from '../lib/format.ts';
import { buttonClass } from './controls.tsx';
import { CureLink } from './cure-link.tsx';
import { Icon } from './icon.tsx';

interface ReasonCardProps {
  reason: Reason;
  index: number;
  /** The notice to appeal against; null when there is none to cite. */
  noticeId: string | null;
  /** When what was decided ends by itself, if it does. */
  endsAt?: string | null;
  /** False once the matter is over: no button promises what is already done, but it can still be contested. */
  open?: boolean;
}

/** The button, or the date, that changes this reason. */
function Cure({ reason, noticeId, endsAt }: Pick<ReasonCardProps, 'reason' | 'noticeId'> & { endsAt: string | null }) {
  const { t, language } = useText();
  const date = reason.cure.earliestDate;
  const { kind } = reason.cure;
  if (kind !== 'WAIT' && kind !== 'NONE') {
    return <CureLink kind={kind} noticeId={noticeId} reasonCode={reason.code} />;
  }
  const when =
    endsAt !== null
      ? t.reason.latest(longMoment(endsAt, language))
      : date === null
        ? null
        : t.reason.earliest(longDay(date, language));
  if (when === null) return null;
  return (
    <p className="date-chip">
      <Icon name="clock" size={16} />
      {when}
    </p>
  );
}

/** One principal reason as four answers: what we saw, our line, what changes it, and what to do if it is wrong. */
export function ReasonCard({ reason, index, noticeId, endsAt = null, open = true }: ReasonCardProps) {
  const { t, local, prose } = useText();
  const title = local(reason.title);
  return (
    <article
      className="card reason"
      aria-label={t.reason.numbered(index + 1, title)}
      data-testid={`reason-${reason.code}`}
    >
      <h3 className="reason-title">
        <span className="reason-number">{index + 1}</span>
        {title}
      </h3>
      <div className="reason-part">
        <h4>
          <Icon name="eye" size={16} />
          {t.reason.saw}
        </h4>
        <p className="reason-saw">{prose(reason.whatWeSaw)}</p>
        <p className="muted">
          {t.reason.source(local(reason.source), reason.observedAt === null ? null : dayOf(reason.observedAt))}
        </p>
      </div>
      <div className="reason-part">
        <h4>
          <Icon name="ruler" size={16} />
          {t.reason.line}
        </h4>
        <p>{prose(reason.ourLine)}</p>
      </div>
      <div className="reason-part">
        <h4>
          <Icon name="turn" size={16} />
          {t.reason.changes}
        </h4>
        <p>{prose(reason.whatChangesIt)}</p>
        {open && <Cure reason={reason} noticeId={noticeId} endsAt={endsAt} />}
      </div>
      {noticeId !== null && (
        <div className="reason-part reason-wrong">
          <h4>
            <Icon name="speech" size={16} />
            {t.reason.wrong}
          </h4>
          <p>{t.reason.wrongHelp}</p>
          <Link
            to="/appeals/new"
            search={{ notice: noticeId, reason: reason.code }}
            className={buttonClass('secondary')}
            aria-label={t.reason.appealNamed(title)}
          >
            {t.reason.appeal}
          </Link>
        </div>
      )}
    </article>
  );
}
