import { dayOf, type Line, type Restriction } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { useAct } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longMoment, roundMoney, shortDay } from '../lib/format.ts';
import { randomKey } from '../lib/random-key.ts';
import { announced } from '../lib/standing.ts';
import { Button, buttonClass } from './controls.tsx';
import type { IconName } from './icon.tsx';
import { Prose } from './prose.tsx';
import { Refusal, Strip } from './status.tsx';

export const stateIcons: Readonly<Record<Line['displayState'], IconName>> = {
  ACTIVE: 'check',
  STEP_UP: 'shield',
  SINGLE_DRAW_CAP: 'down',
  DRAW_HOLD: 'pause',
  LIMIT_REDUCED: 'down',
  DRAW_SUSPENDED: 'pause',
  FROZEN: 'lock',
  PAUSED: 'pause',
  CLOSING: 'clock',
  CLOSED: 'lock',
};

/** The link to the notice that explains a restriction. */
export function WhyLink({ noticeId }: { noticeId: string | null }) {
  const { t } = useText();
  if (noticeId === null) return null;
  return (
    <Link to="/notices/$id" params={{ id: noticeId }} className={buttonClass('secondary')}>
      {t.home.why}
    </Link>
  );
}

export function KeepButton({ onKept }: { onKept?: () => void }) {
  const { t } = useText();
  const keep = useAct(() => client.keepLine({ idempotencyKey: randomKey() }), onKept);
  return (
    <>
      <Refusal error={keep.error} />
      <Button busy={keep.isPending} onClick={() => keep.mutate()}>
        {t.home.keep}
      </Button>
    </>
  );
}

/** Says in the place of the announcement that it is called off, and leads to the record of that. */
function KeptStrip({ restriction }: { restriction: Restriction }) {
  const { t, language } = useText();
  const { effectiveAt: when, noticeId } = restriction;
  const result = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone.
  useEffect(() => result.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={result} tabIndex={-1} data-testid="kept">
      <Strip tone="good" icon="check" title={t.home.kept} live>
        <p>
          <Prose text={t.home.keptHelp(when === null ? null : shortDay(dayOf(when), language))} />
        </p>
        {noticeId !== null && (
          <div className="actions">
            <Link to="/notices/$id" params={{ id: noticeId }} className={buttonClass('secondary')}>
              {t.home.keptRecord}
            </Link>
          </div>
        )}
      </Strip>
    </div>
  );
}

/** What is announced for a line; what was just kept stays as long as the page does, though it is announced no more. */
export function AnnouncedStrips({ restrictions }: { restrictions: readonly Restriction[] }) {
  const [kept, setKept] = useState<Restriction | null>(null);
  return (
    <>
      {kept !== null && <KeptStrip restriction={kept} />}
      {announced(restrictions)
        .filter(({ id }) => id !== kept?.id)
        .map((one) => (
          <AnnouncedStrip key={one.id} restriction={one} onKept={() => setKept(one)} />
        ))}
    </>
  );
}

/** Something announced that has not taken effect; a dormant line can be kept with one tap. */
function AnnouncedStrip({ restriction, onKept }: { restriction: Restriction; onKept: () => void }) {
  const { t, language, prose } = useText();
  const { kind, effectiveAt: when, limitAfterFen: after } = restriction;
  const what =
    kind === 'LIMIT_REDUCED'
      ? t.home.willReduce(after === null ? null : roundMoney(after, language))
      : t.home.will[kind];
  return (
    <Strip
      tone="attention"
      icon="clock"
      title={when === null ? t.home.announced : t.home.announcedFor(shortDay(dayOf(when), language), what)}
    >
      <p>{prose(restriction.summary)}</p>
      {restriction.causeFamily === 'STRATEGY' && <p className="muted">{t.home.noFault}</p>}
      <div className="actions">
        {restriction.keepable && <KeepButton onKept={onKept} />}
        <WhyLink noticeId={restriction.noticeId} />
      </div>
    </Strip>
  );
}

/**
 * Each draw is capped for a time: the line goes on, and the strip says how far and until when. `outdone` by a tighter cap
 * it binds only later, and is no figure of today.
 */
export function CappedStrip({ restriction, outdone }: { restriction: Restriction; outdone: boolean }) {
  const { t, language, prose } = useText();
  const { singleDrawCapFen: cap, expiresAt } = restriction;
  return (
    <Strip
      tone="attention"
      icon="down"
      title={
        cap === null ? t.state.SINGLE_DRAW_CAP : (outdone ? t.home.cappedToo : t.home.capped)(roundMoney(cap, language))
      }
    >
      <p>{prose(restriction.summary)}</p>
      {expiresAt !== null && (
        <p className="muted">
          <Prose text={t.home.cappedUntil(longMoment(expiresAt, language))} />
        </p>
      )}
      <div className="actions">
        <WhyLink noticeId={restriction.noticeId} />
      </div>
    </Strip>
  );
}

/** A limit that was reduced and can still be drawn on. */
export function ReducedStrip({ restriction }: { restriction: Restriction }) {
  const { t, local, language, prose } = useText();
  const { limitBeforeFen: before, limitAfterFen: after } = restriction;
  return (
    <Strip tone="attention" icon="down" title={local(restriction.title)}>
      {before !== null && after !== null && (
        <p className="num">
          {roundMoney(before, language)} → {roundMoney(after, language)}
        </p>
      )}
      <p>{prose(restriction.summary)}</p>
      {restriction.expiresAt !== null && (
        <p className="muted">{t.home.until(longMoment(restriction.expiresAt, language))}</p>
      )}
      <div className="actions">
        <WhyLink noticeId={restriction.noticeId} />
      </div>
    </Strip>
  );
}
