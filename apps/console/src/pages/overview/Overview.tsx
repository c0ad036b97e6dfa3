import type { Overview } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../app/links.tsx';
import type { ConsolePath } from '../../app/paths.ts';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count, summaryMoney } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { AgeingCard, CausesCard, MonthsCard, MovesCard } from './Charts.tsx';
import { RulesCard, WrongfulCard } from './Quality.tsx';

export function OverviewPage() {
  const { t } = useText();
  const query = useQuery({ queryKey: keys.overview, queryFn: () => client.overview() });
  return (
    <>
      <PageHead
        title={t.overview.title}
        lead={
          query.data === undefined ? undefined : <span className="num">{t.overview.asOf(query.data.businessDate)}</span>
        }
      />
      <Loaded query={query} rows={12}>
        {(overview) => <Book overview={overview} />}
      </Loaded>
    </>
  );
}

function Book({ overview }: { overview: Overview }) {
  const { t } = useText();
  if (overview.lines.active + overview.lines.closed + overview.lines.restricted === 0) {
    return (
      <div className="panel">
        <Empty title={t.overview.empty} help={t.overview.emptyHelp} />
      </div>
    );
  }
  return (
    <div className="stack">
      <Figures overview={overview} />
      {overview.months.length === 0 ? null : (
        <>
          <MonthsCard months={overview.months} />
          <MovesCard months={overview.months} />
        </>
      )}
      <CausesCard causes={overview.restrictionsByCause} />
      <WrongfulCard overview={overview} />
      <AgeingCard ageing={overview.ageing} />
      <RulesCard rules={overview.rules} />
    </div>
  );
}

/** The book in single figures; each that has rows behind it leads to them. */
function Figures({ overview }: { overview: Overview }) {
  const { t, language } = useText();
  const { lines, exposure, appeals } = overview;
  const hours = appeals.medianHours;
  return (
    <div className="figures">
      <Figure label={t.overview.active} value={count(lines.active)} to="/borrowers" search={{ state: 'ACTIVE' }} />
      <Figure label={t.overview.restricted} value={count(lines.restricted)} />
      <Figure label={t.overview.closed} value={count(lines.closed)} to="/borrowers" search={{ state: 'CLOSED' }} />
      <Figure label={t.overview.granted} value={summaryMoney(exposure.grantedFen, language)} />
      <Figure label={t.overview.effective} value={summaryMoney(exposure.effectiveFen, language)} />
      <Figure label={t.overview.drawn} value={summaryMoney(exposure.drawnFen, language)} />
      <Figure label={t.overview.overdue} value={summaryMoney(exposure.overdueFen, language)} />
      <Figure
        label={`${t.overview.appeals} · ${t.overview.appealsOpen}`}
        value={count(appeals.open)}
        note={appeals.overdue > 0 ? `${t.overview.appealsOverdue} ${count(appeals.overdue)}` : undefined}
        to="/appeals"
      />
      <Figure
        label={`${t.overview.appeals} · ${t.overview.appealsDecided}`}
        value={count(appeals.decided)}
        note={`${t.overview.appealsOverturned} ${count(appeals.overturned)}`}
        to="/appeals"
        search={{ state: 'closed' }}
      />
      <Figure
        label={t.overview.medianHours}
        value={
          hours === null
            ? '—'
            : hours >= 48
              ? t.overview.days(Math.round(hours / 24))
              : t.overview.hours(Math.round(hours))
        }
      />
    </div>
  );
}

function Figure({
  label,
  value,
  note,
  to,
  search,
}: {
  label: string;
  value: ReactNode;
  note?: string | undefined;
  to?: ConsolePath;
  search?: Readonly<Record<string, string>>;
}) {
  const body = (
    <>
      <span className="figure-label">{label}</span>
      <br />
      <span className="figure-value">{value}</span>
      {note === undefined ? null : <span className="muted small"> {note}</span>}
    </>
  );
  if (to === undefined) return <div className="figure">{body}</div>;
  return (
    <Link className="figure" to={to} search={search ?? {}}>
      {body}
    </Link>
  );
}
