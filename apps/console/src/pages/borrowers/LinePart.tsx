import { amount, type BorrowerFile, dayOf, rate } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { money } from '../../lib/format.ts';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { limitOption } from '../../charts/limit.ts';
import { Check } from '../../ui/State.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { TemporaryPart } from './TemporaryPart.tsx';

/** The line in figures, and how its limit moved. */
export function LinePart({ file }: { file: BorrowerFile }) {
  const { t, language } = useText();
  const line = file.line;
  if (line === null) {
    return (
      <div className="panel">
        <Empty title={t.file.noLine} help={t.file.noLineHelp} />
      </div>
    );
  }
  return (
    <div className="stack">
      <TemporaryPart file={file} />
      <div className="panel">
        <Facts
          items={[
            [t.file.available, money(line.availableFen, language), 'big'],
            [t.file.effective, money(line.effectiveLimitFen, language), 'big'],
            [t.file.granted, money(line.grantedLimitFen, language), 'big'],
            [t.file.used, money(line.usedFen, language), 'big'],
            [t.borrowers.kind, t.words.lineKind[line.kind]],
            [
              t.file.annual,
              <span key="rates">
                {rate(line.annualRateSimplePpb)}{' '}
                <span className="together muted">
                  {t.file.rate} {rate(line.dailyRatePpb)}
                </span>
              </span>,
            ],
            [
              t.file.singleDraw,
              // Nothing can be drawn: there is no range to name.
              line.singleDrawMaxFen < line.singleDrawMinFen
                ? '—'
                : `${money(line.singleDrawMinFen, language)} – ${money(line.singleDrawMaxFen, language)}`,
            ],
            [t.file.opened, dayOf(line.openedAt)],
            ...(line.temporary === null ? [] : ([[t.file.temporary.back, dayOf(line.temporary.until)]] as const)),
            [t.file.nextReview, line.nextReviewDate],
            [
              t.common.status,
              <Check key="draw" held={line.canDraw}>
                {line.canDraw ? t.file.canDraw : t.file.cannotDraw}
              </Check>,
            ],
          ]}
        />
      </div>
      {file.limitSeries.length === 0 ? null : (
        <ChartCard
          title={t.file.limitChart}
          option={(theme) => limitOption(file.limitSeries, theme, { unit: t.common.moneyUnit })}
          label={t.file.limitChart}
          table={
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col">{t.common.date}</th>
                  <th scope="col" className="r">
                    {t.borrowers.limit}
                  </th>
                </tr>
              </thead>
              <tbody>
                {file.limitSeries.toReversed().map((point) => (
                  <tr key={point.date}>
                    <td className="num">{point.date}</td>
                    <td className="r">{amount(point.limitFen)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          }
        />
      )}
    </div>
  );
}
