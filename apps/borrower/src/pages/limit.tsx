import { amount, dayOf, type Home, type LimitChange, type Line, rate } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useApplication, useHome, useLimitHistory } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longDay, money, roundMoney } from '../lib/format.ts';
import { canBorrow, inForce, isOutdone } from '../lib/standing.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { LimitChart } from '../ui/limit-chart.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Prose } from '../ui/prose.tsx';
import { AnnouncedStrips, CappedStrip, stateIcons, WhyLink } from '../ui/restriction-strip.tsx';
import { Badge, Strip } from '../ui/status.tsx';
import { LineActions } from './limit/line-actions.tsx';
import { TemporaryLimit } from './limit/temporary-limit.tsx';

const changeIcons: Readonly<Record<LimitChange['kind'], IconName>> = {
  OPENED: 'check',
  RAISED: 'up',
  REDUCED: 'down',
  RESTORED: 'turn',
  BORROWER_LOWERED: 'person',
  BORROWER_LIFTED: 'person',
  TEMPORARY_RAISED: 'up',
  TEMPORARY_ENDED: 'turn',
  CLOSED: 'lock',
};

function Standing({ home, line }: { home: Home; line: Line }) {
  const { t, local, language, prose } = useText();
  const open = line.displayState === 'ACTIVE';
  const closed = line.status === 'CLOSED';
  return (
    <Card>
      <div className="row-between">
        <p className="figure-label">{t.home.total}</p>
        <Badge tone={open ? 'good' : 'attention'} icon={stateIcons[line.displayState]}>
          {t.state[line.displayState]}
        </Badge>
      </div>
      <p className="figure" data-testid="effective-limit">
        {closed ? t.state.CLOSED : amount(line.effectiveLimitFen)}
      </p>
      <Facts
        items={[
          ...(line.grantedLimitFen === line.effectiveLimitFen
            ? []
            : ([[t.limit.granted, money(line.grantedLimitFen, language)]] as const)),
          ...(line.ownLimitFen === null ? [] : ([[t.limit.own, money(line.ownLimitFen, language)]] as const)),
          ...(line.temporary === null
            ? []
            : ([[t.limit.temporary.back, longDay(dayOf(line.temporary.until), language)]] as const)),
          [t.limit.used, money(line.usedFen, language)],
          ...(closed
            ? []
            : ([
                [t.limit.available, canBorrow(line) ? money(line.availableFen, language) : t.state[line.displayState]],
                [t.rates.annual, rate(line.annualRateSimplePpb)],
                [t.limit.nextReview, longDay(line.nextReviewDate, language)],
              ] as const)),
        ]}
      />
      {inForce(home.restrictions).map((one) =>
        one.kind === 'SINGLE_DRAW_CAP' ? (
          <CappedStrip key={one.id} restriction={one} outdone={isOutdone(one, home.restrictions)} />
        ) : (
          <Strip key={one.id} tone="attention" icon="info" title={local(one.title)}>
            <p>{prose(one.summary)}</p>
            <div className="actions">
              <WhyLink noticeId={one.noticeId} />
            </div>
          </Strip>
        ),
      )}
    </Card>
  );
}

function Change({ change }: { change: LimitChange }) {
  const { t, language, prose } = useText();
  const [first, ...more] = change.reasons;
  return (
    <li className="change-item">
      <span className="change-icon">
        <Icon name={changeIcons[change.kind]} size={18} />
      </span>
      <div>
        <p className="row-between">
          <strong>{t.limit.change[change.kind]}</strong>
          <span className="num">
            {change.kind === 'OPENED'
              ? roundMoney(change.toFen, language)
              : `${roundMoney(change.fromFen, language)} → ${roundMoney(change.toFen, language)}`}
          </span>
        </p>
        {first !== undefined && <p>{prose(first.whatWeSaw)}</p>}
        {more.length > 0 && (
          <details>
            <summary>{t.limit.moreReasons(more.length)}</summary>
            <ul className="plain-list">
              {more.map((reason) => (
                <li key={reason.code}>{prose(reason.whatWeSaw)}</li>
              ))}
            </ul>
          </details>
        )}
        <p className="muted links">
          <span>
            {dayOf(change.at)} · {t.decidedBy[change.decidedBy]}
          </span>
          {change.noticeId !== null && (
            <Link to="/notices/$id" params={{ id: change.noticeId }}>
              {t.timeline.notice}
            </Link>
          )}
        </p>
      </div>
    </li>
  );
}

/** Why this limit: how it was set, and what moves it. */
function Why({ line }: { line: Line }) {
  const { t, language } = useText();
  const application = useApplication();
  const latest = application.data?.application;
  return (
    <Card title={t.limit.why}>
      {latest?.points != null && latest.offer !== null && (
        <p>{t.limit.whyPoints(latest.points, roundMoney(latest.offer.limitFen, language))}</p>
      )}
      <p>
        <Prose text={t.limit.whyReview(longDay(line.nextReviewDate, language))} />
      </p>
      <h3>{t.limit.helps}</h3>
      <ul className="ticks">
        {t.limit.helpsList.map((text) => (
          <li key={text}>
            <Icon name="up" size={16} />
            {text}
          </li>
        ))}
      </ul>
      <h3>{t.limit.hurts}</h3>
      <ul className="ticks">
        {t.limit.hurtsList.map((text) => (
          <li key={text}>
            <Icon name="down" size={16} />
            {text}
          </li>
        ))}
      </ul>
      <h3>{t.limit.never}</h3>
      <p className="muted">{t.limit.neverHelp}</p>
    </Card>
  );
}

function History() {
  const { t } = useText();
  const history = useLimitHistory();
  return (
    <Card title={t.limit.history}>
      <Loaded query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t.limit.historyEmpty}</p>
          ) : (
            <ol className="changes">
              {items.map((change, index) => (
                <Change key={`${change.at}-${index}`} change={change} />
              ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  );
}

export function LimitPage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.tabs.limit} wide>
      <Loaded query={home}>
        {(data) =>
          data.line === null ? (
            <Empty icon="gauge" title={t.limit.none}>
              <p>{t.limit.noneHelp}</p>
            </Empty>
          ) : (
            <div className="columns">
              <div className="stack">
                <AnnouncedStrips restrictions={data.restrictions} />
                <Standing home={data} line={data.line} />
                <LineActions home={data} line={data.line} />
                <TemporaryLimit home={data} line={data.line} />
                <nav className="menu" aria-label={t.limit.more}>
                  {data.line.status !== 'CLOSED' && (
                    <Link to="/what-if" className="menu-row">
                      <Icon name="gauge" />
                      <span>{t.whatIf.title}</span>
                      <Icon name="next" size={16} />
                    </Link>
                  )}
                  {data.move !== null && (
                    <Link to="/move" className="menu-row">
                      <Icon name="turn" />
                      <span>{t.move.title}</span>
                      <Icon name="next" size={16} />
                    </Link>
                  )}
                  <Link to="/me/consents" className="menu-row">
                    <Icon name="shield" />
                    <span>{t.consents.title}</span>
                    <Icon name="next" size={16} />
                  </Link>
                  <Link to="/appeals" className="menu-row">
                    <Icon name="speech" />
                    <span>{t.appeals.title}</span>
                    <Icon name="next" size={16} />
                  </Link>
                </nav>
              </div>
              <div className="stack">
                <Card title={t.home.limitYear}>
                  <LimitChart points={data.limitSeries} />
                </Card>
                <History />
                {data.line.status !== 'CLOSED' && <Why line={data.line} />}
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
