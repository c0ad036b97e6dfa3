import type { Notice } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { longDay, longMoment, roundMoney } from '../../lib/format.ts';
import { CureLink } from '../../ui/cure-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Card, Facts } from '../../ui/layout.tsx';
import { KeepButton } from '../../ui/restriction-strip.tsx';

/** What it does to the borrower, and what it leaves alone. */
export function Effect({ notice }: { notice: Notice }) {
  const { t, language, prose } = useText();
  const { limitBeforeFen: before, limitAfterFen: after } = notice;
  return (
    <Card title={t.notice.effect}>
      {before !== null && after !== null && before !== after && (
        <p className="limit-move">
          <span className="figure-label">{t.home.total}</span>
          <span className="num">
            {roundMoney(before, language)} → <strong>{roundMoney(after, language)}</strong>
          </span>
        </p>
      )}
      <ul className="ticks">
        {notice.effect.map((effect) => (
          <li key={effect.zh}>
            <Icon name="dot" size={16} />
            {prose(effect)}
          </li>
        ))}
      </ul>
      {notice.adverse && (
        <Facts items={[[t.notice.bureau, notice.reportedToBureau ? t.notice.bureauYes : t.notice.bureauNo]]} />
      )}
    </Card>
  );
}

/** The way back: what to do, and the earliest day. */
export function Restore({ notice, keepable }: { notice: Notice; keepable: boolean }) {
  const { t, language, prose } = useText();
  const { restore } = notice;
  if (restore === null) return null;
  return (
    <Card title={t.notice.restore} className="card-primary">
      <p>{prose(restore.text)}</p>
      {restore.earliestDate !== null && (
        <p className="date-chip">
          <Icon name="clock" size={16} />
          {notice.expiresAt === null
            ? t.reason.earliest(longDay(restore.earliestDate, language))
            : t.reason.latest(longMoment(notice.expiresAt, language))}
        </p>
      )}
      {keepable && <KeepButton />}
      {restore.action !== 'WAIT' && restore.action !== 'APPEAL' && restore.action !== 'NONE' && (
        <CureLink kind={restore.action} noticeId={notice.id} reasonCode={notice.reasons[0]?.code} wide />
      )}
    </Card>
  );
}

export function DecidedBy({ notice }: { notice: Notice }) {
  const { t, prose } = useText();
  const { decidedBy } = notice;
  // A strategy is approved as a whole, and its id says nothing to a reader; the rules that took the line in follow it.
  const rules = decidedBy.ruleIds.filter((id) => !id.startsWith('strategy:'));
  const byStrategy = rules.length < decidedBy.ruleIds.length;
  return (
    <Card title={t.notice.decidedBy}>
      <Facts
        items={[
          [t.notice.who, [t.decidedBy[decidedBy.kind], ...decidedBy.people].join(' · ')],
          [t.notice.policy, decidedBy.policyVersion],
          ...(byStrategy ? ([[t.notice.basis, t.notice.approvedStrategy]] as const) : []),
          ...(rules.length === 0 ? [] : ([[t.notice.rules, rules.join(', ')]] as const)),
        ]}
      />
      <p>{prose(decidedBy.automation)}</p>
    </Card>
  );
}

export function Rights({ notice }: { notice: Notice }) {
  const { t, prose } = useText();
  if (notice.rights.length === 0) return null;
  return (
    <Card title={t.notice.rights}>
      <ul className="ticks">
        {notice.rights.map((right) => (
          <li key={right.zh}>
            <Icon name="check" size={16} />
            {prose(right)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who else can be asked, beyond us; and the hash by which this text can be recognised. */
export function OutsideRoutes({ notice }: { notice: Notice }) {
  const { t, local } = useText();
  return (
    <Card title={t.notice.outside}>
      {notice.outsideRoutes.length > 0 && (
        <Facts
          items={notice.outsideRoutes.map(
            ({ name, contact }) =>
              [
                local(name),
                contact === null ? (
                  t.notice.published
                ) : /^\d{5,}$/.test(contact) ? (
                  <a key={contact} href={`tel:${contact}`}>
                    {contact}
                  </a>
                ) : (
                  contact
                ),
              ] as const,
          )}
        />
      )}
      <p className="muted">{t.notice.hash}</p>
      <p className="hash">{notice.contentHash}</p>
    </Card>
  );
}
