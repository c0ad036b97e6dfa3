import { amount, type Overview } from '@clearline/client';
import { useMemo } from 'react';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { ageingOption, causesOption, monthsOption, movesOption } from '../../charts/overview.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { useText } from '../../i18n/context.tsx';
import { amountIn, count } from '../../lib/format.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';

export function MonthsCard({ months }: { months: Overview['months'] }) {
  const { t } = useText();
  const words = t.overview;
  const { name, yuan } = t.common.moneyUnit;
  // One unit for all of the table, the chart’s: among 万元, an amount in 元 would be read as ten thousand times as much.
  const figure = (fen: number) => amountIn(fen, yuan);
  const option = useMemo(
    () => (theme: ChartTheme) =>
      monthsOption(months, theme, {
        unit: t.common.moneyUnit,
        granted: words.granted,
        drawn: words.drawn,
        overdue: words.overdue,
      }),
    [months, words, t],
  );
  return (
    <ChartCard
      title={words.months}
      lead={t.common.amountsIn(name)}
      label={words.months}
      option={option}
      table={
        <SmallTable
          heads={[words.month, words.granted, words.drawn, words.overdue]}
          rows={months.map((m) => ({
            key: m.month,
            cells: [m.month, figure(m.grantedFen), figure(m.drawnFen), figure(m.overdueFen)],
          }))}
        />
      }
    />
  );
}

export function MovesCard({ months }: { months: Overview['months'] }) {
  const { t } = useText();
  const words = t.overview;
  const option = useMemo(
    () => (theme: ChartTheme) => movesOption(months, theme, { ...words, unit: words.unitCount }),
    [months, words],
  );
  return (
    <ChartCard
      title={words.moves}
      label={words.moves}
      option={option}
      table={
        <SmallTable
          heads={[words.month, words.draws, words.restrictions, words.lifted, words.raised, words.reduced]}
          rows={months.map((m) => ({
            key: m.month,
            cells: [m.month, count(m.draws), count(m.restrictions), count(m.lifted), count(m.raised), count(m.reduced)],
          }))}
        />
      }
    />
  );
}

export function CausesCard({ causes }: { causes: Overview['restrictionsByCause'] }) {
  const { t } = useText();
  const words = t.overview;
  const option = useMemo(
    () => (theme: ChartTheme) =>
      causesOption(causes, theme, {
        unit: words.unitLines,
        good: words.good,
        other: words.goodOther,
        name: (family) => t.words.causeFamily[family],
      }),
    [causes, words, t],
  );
  return (
    <ChartCard
      title={words.causes}
      lead={words.causesLead}
      label={words.causes}
      option={option}
      table={
        <SmallTable
          heads={[t.decisions.family, words.inForce, words.good, words.last30]}
          rows={causes.map((row) => ({
            key: row.causeFamily,
            cells: [
              t.words.causeFamily[row.causeFamily],
              count(row.inForce),
              count(row.goodStanding),
              count(row.last30Days),
            ],
          }))}
        />
      }
    />
  );
}

export function AgeingCard({ ageing }: { ageing: Overview['ageing'] }) {
  const { t, local } = useText();
  const words = t.overview;
  const option = useMemo(
    () => (theme: ChartTheme) =>
      ageingOption(ageing, theme, { unit: t.common.moneyUnit, label: (row) => local(row.label) }),
    [ageing, t, local],
  );
  return (
    <ChartCard
      title={words.ageing}
      label={words.ageing}
      option={option}
      table={
        <SmallTable
          heads={[words.bucket, words.loans, words.principal]}
          rows={ageing.map((row) => ({
            key: row.bucket,
            cells: [local(row.label), count(row.loans), amount(row.principalFen)],
          }))}
        />
      }
    />
  );
}
