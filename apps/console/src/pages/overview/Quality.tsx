import type { Overview } from '@clearline/client';
import { useMemo } from 'react';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { wrongfulOption } from '../../charts/overview.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { useText } from '../../i18n/context.tsx';
import { count, percent } from '../../lib/format.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

/** How often we were wrong, as far as decided appeals tell, with the uncertainty of that. */
export function WrongfulCard({ overview }: { overview: Overview }) {
  const { t } = useText();
  const words = t.overview;
  const { wrongful } = overview;
  const option = useMemo(
    () => (wrongful === null ? null : (theme: ChartTheme) => wrongfulOption(wrongful, theme)),
    [wrongful],
  );
  if (wrongful === null || option === null) {
    return (
      <section className="panel">
        <h2>{words.wrongful}</h2>
        <p className="muted">{words.wrongfulNone}</p>
      </section>
    );
  }
  const interval = words.interval(percent(wrongful.low), percent(wrongful.high));
  return (
    <ChartCard
      title={words.wrongful}
      lead={words.wrongfulLead}
      label={`${words.wrongful} ${percent(wrongful.rate)}, ${interval}`}
      option={option}
      height={150}
      table={
        <SmallTable
          caption={words.wrongfulOf(wrongful.wrongful, wrongful.restricted)}
          heads={[words.wrongful, percent(wrongful.rate)]}
          rows={[
            { key: 'interval', cells: [words.intervalName, `${percent(wrongful.low)} – ${percent(wrongful.high)}`] },
            { key: 'restricted', cells: [words.appealsDecided, count(wrongful.restricted)] },
            { key: 'wrongful', cells: [words.appealsOverturned, count(wrongful.wrongful)] },
          ]}
        />
      }
    />
  );
}

type Rule = Overview['rules'][number];

/** Every rule with what became of its hits; the ones most often overturned come first. */
export function RulesCard({ rules }: { rules: readonly Rule[] }) {
  const { t, prose } = useText();
  const words = t.overview;
  const columns: readonly Column<Rule>[] = [
    {
      key: 'rule',
      title: words.rule,
      value: (rule) => rule.ruleId,
      render: (rule) => (
        <>
          {prose(rule.title)}{' '}
          {rule.ruleId.startsWith('strategy:') ? null : <span className="mono muted">{rule.ruleId}</span>}
        </>
      ),
    },
    {
      key: 'fired',
      title: words.fired,
      numeric: true,
      sortable: true,
      value: (rule) => rule.fired,
      render: (rule) => count(rule.fired),
    },
    {
      key: 'contested',
      title: words.contested,
      numeric: true,
      sortable: true,
      value: (rule) => rule.contested,
      render: (rule) => count(rule.contested),
    },
    {
      key: 'overturned',
      title: words.overturned,
      numeric: true,
      sortable: true,
      value: (rule) => rule.overturned,
      render: (rule) => count(rule.overturned),
    },
    {
      key: 'precision',
      title: words.precision,
      numeric: true,
      sortable: true,
      value: (rule) => rule.precision,
      render: (rule) =>
        rule.precision === null ? (
          <span className="muted">{words.noPrecision}</span>
        ) : (
          <span className="num">{percent(rule.precision)}</span>
        ),
    },
  ];
  const sorted = useMemo(() => [...rules].sort((a, b) => b.overturned - a.overturned || b.fired - a.fired), [rules]);
  return (
    <section className="section">
      <div className="panel-head">
        <h2>{words.rules}</h2>
        <p className="muted small">{words.rulesLead}</p>
      </div>
      <DataTable
        name="rules"
        label={words.rules}
        columns={columns}
        rows={sorted}
        rowKey={(rule) => rule.ruleId}
        empty={<Empty title={words.empty} help={words.emptyHelp} />}
      />
    </section>
  );
}
