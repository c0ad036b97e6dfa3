import { amount, dayOf, type Home, type Line, rate } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { client } from '../api/client.ts';
import { useAct } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longDay, longMoment, money, roundMoney, shortDay } from '../lib/format.ts';
import { randomKey } from '../lib/random-key.ts';
import { largeType } from '../lib/preferences.ts';
import { besideNumber, inForce, isOutdone, standingOf } from '../lib/standing.ts';
import { CallUs } from '../ui/call-us.tsx';
import { Button, buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card } from '../ui/layout.tsx';
import { LimitChart } from '../ui/limit-chart.tsx';
import { Prose } from '../ui/prose.tsx';
import { AnnouncedStrips, CappedStrip, ReducedStrip, stateIcons, WhyLink } from '../ui/restriction-strip.tsx';
import { Refusal, Strip } from '../ui/status.tsx';
import { TimelineCard } from '../ui/timeline.tsx';

function LimitFacts({ line }: { line: Line }) {
  const { t, language } = useText();
  return (
    <p className="limit-facts">
      <span>
        {t.home.total} <span className="num">{money(line.effectiveLimitFen, language)}</span>
      </span>
      <span>
        {t.rates.daily} <span className="num">{rate(line.dailyRatePpb)}</span>
      </span>
      <span>
        {t.rates.annual} <span className="num">{rate(line.annualRateSimplePpb)}</span>
      </span>
      {line.temporary !== null && (
        <Prose text={t.limit.temporary.lastDay(longDay(dayOf(line.temporary.until), language))} />
      )}
    </p>
  );
}

/** State and reason in the place of the number, and first of all what lifts it. */
function RestrictedHero({ home, line }: { home: Home; line: Line }) {
  const { t, language, prose } = useText();
  const standing = standingOf(home, line);
  if (standing.kind !== 'RESTRICTED') return null;
  const { restriction } = standing;
  const until = restriction.expiresAt;
  return (
    <section className="hero hero-attention" aria-label={t.home.standing} data-testid="standing">
      <p className="hero-state" role="status">
        <Icon name={stateIcons[line.displayState]} size={28} />
        <span>{t.state[line.displayState]}</span>
        {until !== null && <small>{t.home.until(longMoment(until, language))}</small>}
      </p>
      <p className="hero-reason">{prose(restriction.summary)}</p>
      {line.goodStanding && <p className="muted">{t.home.goodStanding}</p>}
      <div className="actions actions-equal">
        {restriction.stepUpLifts && (
          <Link to="/verify" className={buttonClass('primary')}>
            {t.home.verify}
          </Link>
        )}
        <WhyLink noticeId={restriction.noticeId} />
      </div>
      <p className="promise">
        <Icon name="check" size={16} />
        {t.home.loansUntouched}
      </p>
    </section>
  );
}

function AvailableHero({ line }: { line: Line }) {
  const { t } = useText();
  return (
    <section className="hero" aria-label={t.home.standing} data-testid="standing">
      <p className="figure-label" id="available">
        {t.home.available}
      </p>
      <p className="figure" aria-labelledby="available" data-testid="available">
        {amount(line.availableFen)}
      </p>
      <LimitFacts line={line} />
      <Link to="/borrow" className={buttonClass('primary', true)}>
        {t.home.borrow}
      </Link>
    </section>
  );
}

function UsedUpHero({ line }: { line: Line }) {
  const { t, language } = useText();
  return (
    <section className="hero" aria-label={t.home.standing} data-testid="standing">
      <p className="hero-state" role="status">
        <Icon name="info" size={28} />
        <span>{t.home.usedUp}</span>
      </p>
      <p className="hero-reason">{t.home.usedUpHelp(roundMoney(line.effectiveLimitFen, language))}</p>
      <LimitFacts line={line} />
      <Link to="/repay" className={buttonClass('primary', true)}>
        {t.home.repay}
      </Link>
    </section>
  );
}

/** Paused by the borrower, closing or closed: nobody's fault, and said so. */
function StateHero({ line }: { line: Line }) {
  const { t } = useText();
  const resume = useAct(() => client.resumeLine({ idempotencyKey: randomKey() }));
  return (
    <section className="hero" aria-label={t.home.standing} data-testid="standing">
      <p className="hero-state" role="status">
        <Icon name={stateIcons[line.displayState]} size={28} />
        <span>{t.state[line.displayState]}</span>
      </p>
      <p className="hero-reason">{t.stateHelp[line.displayState]}</p>
      {line.displayState === 'PAUSED' && (
        <>
          <Refusal error={resume.error} />
          <Button wide busy={resume.isPending} onClick={() => resume.mutate()}>
            {t.limit.resume}
          </Button>
        </>
      )}
    </section>
  );
}

/** What stands first: the number, or the state and its reason in its place. */
export function Hero({ home, line }: { home: Home; line: Line }) {
  switch (standingOf(home, line).kind) {
    case 'AVAILABLE':
      return <AvailableHero line={line} />;
    case 'USED_UP':
      return <UsedUpHero line={line} />;
    case 'RESTRICTED':
      return <RestrictedHero home={home} line={line} />;
    default:
      return <StateHero line={line} />;
  }
}

/** The bill, one tap from being paid. */
export function DueCard({ home }: { home: Home }) {
  const { t, language } = useText();
  const { due } = home;
  if (due === null) {
    return (
      <Card title={t.due.title}>
        <p className="muted">{home.payoffFen > 0 ? t.due.nothingNow : t.due.nothing}</p>
        {home.payoffFen > 0 && (
          <Link to="/repay" className={buttonClass('secondary')}>
            {t.due.early}
          </Link>
        )}
      </Card>
    );
  }
  const overdue = due.overdueFen > 0;
  const thisMonth = due.dueDate.slice(0, 7) === home.businessDate.slice(0, 7);
  return (
    <Card className={overdue ? 'card-overdue' : ''}>
      <div className="row-between due">
        <div>
          <p className="figure-label">{overdue ? t.due.overdueTitle : thisMonth ? t.due.title : t.due.nextTitle}</p>
          <p className="figure-small" data-testid="due-amount">
            {amount(due.amountFen)}
          </p>
          <p className={overdue ? 'due-when tone-text-overdue' : 'due-when'}>
            <Icon name={overdue ? 'alert' : 'clock'} size={16} />
            <span>{t.due.on(shortDay(due.dueDate, language))}</span>
            <span className="strong">
              {overdue
                ? t.due.overdueDays(due.daysPastDue)
                : due.daysLeft === 0
                  ? t.due.today
                  : t.due.daysLeft(due.daysLeft)}
            </span>
          </p>
        </div>
        <Link to="/repay" className={buttonClass(overdue ? 'primary' : 'secondary')}>
          {t.home.repay}
        </Link>
      </div>
    </Card>
  );
}

function LimitCard({ home, line }: { home: Home; line: Line }) {
  const { t, language } = useText();
  return (
    <Card title={t.home.limitYear}>
      <LimitChart points={home.limitSeries} />
      {line.status !== 'CLOSED' && (
        <p className="row-between next-review">
          <span>{t.home.nextReview(shortDay(line.nextReviewDate, language))}</span>
          <Link to="/limit">{t.home.better}</Link>
        </p>
      )}
    </Card>
  );
}

/** Where do I stand, why, what can I do, by when. */
export function HomePage({ home, line }: { home: Home; line: Line }) {
  const { t } = useText();
  useEffect(() => {
    document.title = `${t.tabs.home} · ${t.brand}`;
  }, [t]);
  const standing = standingOf(home, line);
  const restricted = inForce(home.restrictions).length > 0;
  return (
    <div className="page page-wide">
      <h1 className="visually-hidden">{t.tabs.home}</h1>
      <div className="columns">
        <div className="stack">
          {besideNumber(standing, home.restrictions).map((one) =>
            one.kind === 'SINGLE_DRAW_CAP' ? (
              <CappedStrip key={one.id} restriction={one} outdone={isOutdone(one, home.restrictions)} />
            ) : (
              <ReducedStrip key={one.id} restriction={one} />
            ),
          )}
          <AnnouncedStrips restrictions={home.restrictions} />
          <Hero home={home} line={line} />
          {(home.move?.state === 'INVITED' || (home.move?.state === 'AGREED' && !home.move.declined)) && (
            <Strip tone="primary" icon="info" title={home.move.state === 'INVITED' ? t.move.invited : t.move.underWay}>
              <Link to="/move">{home.move.state === 'INVITED' ? t.move.look : t.move.goOn}</Link>
            </Strip>
          )}
          {home.openAppealId !== null && (
            <Strip tone="primary" icon="speech" title={t.home.appealOpen}>
              <Link to="/appeals/$id" params={{ id: home.openAppealId }}>
                {t.home.appealFollow}
              </Link>
            </Strip>
          )}
          <DueCard home={home} />
          {largeType() && <CallUs contact={home.contact} />}
        </div>
        <div className="stack">
          <LimitCard home={home} line={line} />
          {restricted && <TimelineCard />}
        </div>
      </div>
    </div>
  );
}
