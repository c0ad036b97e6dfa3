import { type AppealDesk, dayOf, moment } from '@clearline/client';
import { Link } from '../../app/links.tsx';
import { useText } from '../../i18n/context.tsx';
import { money } from '../../lib/format.ts';
import { Facts } from '../../ui/Facts.tsx';
import { State } from '../../ui/State.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { actorWord } from '../../ui/actor.ts';
import { toneOf } from '../../ui/tones.ts';
import { isOpenAppeal } from './open.ts';

/** The left column: how long is left, who the borrower is to us, what is contested, and what has happened. */
export function CaseFacts({ desk }: { desk: AppealDesk }) {
  const { t, prose } = useText();
  return (
    <section className="desk-column" aria-label={t.desk.facts}>
      <h2>{t.desk.facts}</h2>
      <Clock desk={desk} />
      <Conduct desk={desk} />
      <Contested desk={desk} />
      <div className="panel">
        <h3>{t.desk.history}</h3>
        <Timeline
          items={desk.appeal.steps.toReversed().map((step, index) => ({
            key: `${step.state}-${index}`,
            at: step.at,
            text: (
              <>
                {t.words.appealState[step.state]} <span className="muted">{prose(step.actor)}</span>
                {step.note === null ? null : <div className="small">{prose(step.note)}</div>}
              </>
            ),
          }))}
        />
      </div>
    </section>
  );
}

function Clock({ desk }: { desk: AppealDesk }) {
  const { t } = useText();
  const { appeal } = desk;
  const tone = appeal.daysLeft < 0 ? 'bad' : appeal.daysLeft <= 3 ? 'attention' : 'quiet';
  return (
    <div className="panel desk-clock">
      <span className="muted small">{t.desk.clock}</span>
      {isOpenAppeal(appeal.state) ? (
        <span className="left num">
          {tone === 'quiet' ? (
            t.appeals.daysLeft(appeal.daysLeft)
          ) : (
            <State tone={tone}>{t.appeals.daysLeft(appeal.daysLeft)}</State>
          )}
        </span>
      ) : (
        <span className="left">{t.desk.decided}</span>
      )}
      <span className="muted small num">
        {t.appeals.answerBy} {moment(appeal.answerBy)}
      </span>
      {appeal.pausedForInfo ? <State tone="hold">{t.desk.paused}</State> : null}
    </div>
  );
}

function Conduct({ desk }: { desk: AppealDesk }) {
  const { t, language } = useText();
  const { borrower } = desk;
  return (
    <div className="panel">
      <div className="panel-head">
        <Link to="/borrowers/$id" params={{ id: borrower.id }}>
          {borrower.maskedName}
        </Link>
        <State tone={borrower.goodStanding ? 'good' : 'bad'}>
          {borrower.goodStanding ? t.file.standing : t.file.standingNot}
        </State>
      </div>
      <Facts
        label={t.desk.standing}
        items={[
          [t.file.granted, money(borrower.limitFen, language)],
          [t.file.used, money(borrower.usedFen, language)],
          [t.desk.onTime, t.desk.times(borrower.onTimePayments)],
          [t.desk.late, t.desk.times(borrower.latePayments)],
          borrower.daysPastDue > 0 ? [t.borrowers.dpd, t.common.days(borrower.daysPastDue)] : null,
        ]}
      />
    </div>
  );
}

function Contested({ desk }: { desk: AppealDesk }) {
  const { t, language, prose } = useText();
  const { restriction } = desk;
  if (restriction === null) {
    return (
      <div className="panel">
        <h3>{t.desk.restriction}</h3>
        <p className="muted">{t.desk.noRestriction}</p>
        <p>{t.words.decisionKind[desk.decision.kind]}</p>
      </div>
    );
  }
  return (
    <div className="panel">
      <h3>{t.desk.restriction}</h3>
      <p className="states">
        <span>{t.words.restrictionKind[restriction.kind]}</span>
        <State tone={toneOf(restriction.state)}>{t.words.restrictionState[restriction.state]}</State>
      </p>
      <p className="muted small" style={{ marginBottom: 6 }}>
        {prose(restriction.summary)}
      </p>
      <Facts
        items={[
          [t.file.restriction.effectiveAt, restriction.effectiveAt === null ? '—' : dayOf(restriction.effectiveAt)],
          [t.file.restriction.expiresAt, restriction.expiresAt === null ? '—' : dayOf(restriction.expiresAt)],
          restriction.limitBeforeFen === null || restriction.limitAfterFen === null
            ? null
            : [
                t.file.restriction.limit,
                `${money(restriction.limitBeforeFen, language)} → ${money(restriction.limitAfterFen, language)}`,
              ],
          restriction.singleDrawCapFen === null
            ? null
            : [t.words.restrictionKind.SINGLE_DRAW_CAP, money(restriction.singleDrawCapFen, language)],
          [t.desk.decider, actorWord(desk.decider, t)],
        ]}
      />
    </div>
  );
}
