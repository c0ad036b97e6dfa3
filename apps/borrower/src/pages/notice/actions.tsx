import { dayOf, type Notice } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { useText } from '../../i18n/context.tsx';
import { daysBetween, longDay } from '../../lib/format.ts';
import { Button, buttonClass } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Card } from '../../ui/layout.tsx';
import { Prose } from '../../ui/prose.tsx';

interface NoticeActionsProps {
  notice: Notice;
  today: string;
  contestable: boolean;
}

/** The clock in days, and everything a person can do with the notice. */
export function NoticeActions({ notice, today, contestable }: NoticeActionsProps) {
  const { t, language } = useText();
  const lastDay = notice.appealBy === null ? null : dayOf(notice.appealBy);
  const left = lastDay === null ? null : daysBetween(today, lastDay);
  const { acknowledgeBusinessDays, simple, complex } = notice.answerDays;
  const pdf = client.urls.getNoticePdf({ params: { id: notice.id }, query: { lang: language } });
  return (
    <Card title={contestable ? t.notice.contest : t.notice.keep} className="no-print-actions">
      {contestable && (
        <>
          {left !== null && lastDay !== null && (
            <p className="clock">
              <Icon name="clock" />
              <span>
                <Prose
                  text={
                    left >= 0
                      ? t.notice.daysLeft(left, longDay(lastDay, language))
                      : t.notice.tooLate(longDay(lastDay, language))
                  }
                />
              </span>
            </p>
          )}
          <p className="muted">
            <Prose text={t.notice.answer(acknowledgeBusinessDays, simple, complex)} />
          </p>
        </>
      )}
      <div className="actions actions-column">
        {notice.appealId !== null ? (
          <Link to="/appeals/$id" params={{ id: notice.appealId }} className={buttonClass('primary', true)}>
            {t.notice.seeAppeal}
          </Link>
        ) : (
          contestable &&
          (left === null || left >= 0) && (
            <>
              <Link to="/appeals/new" search={{ notice: notice.id }} className={buttonClass('primary', true)}>
                {t.notice.appeal}
              </Link>
              <Link
                to="/appeals/new"
                search={{ notice: notice.id, human: 'yes' }}
                className={buttonClass('secondary', true)}
              >
                {t.notice.human}
              </Link>
            </>
          )
        )}
        <a
          href={pdf}
          className={buttonClass('secondary', true)}
          download={`${t.notice.fileName}-${notice.id.slice(-8)}.pdf`}
        >
          <Icon name="download" size={18} />
          <span>{t.notice.download}</span>
        </a>
        <Button kind="quiet" icon="print" wide onClick={() => window.print()}>
          {t.notice.print}
        </Button>
      </div>
    </Card>
  );
}
