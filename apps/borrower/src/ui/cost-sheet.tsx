import { amount, type CostSheet, rate } from '@clearline/client';
import type { ReactNode } from 'react';
import { useText } from '../i18n/context.tsx';
import { capitalAmount } from '../lib/capital-amount.ts';
import { money } from '../lib/format.ts';
import { Button } from './controls.tsx';
import { Facts } from './layout.tsx';
import { useReading } from './use-reading.ts';

/** The statement of all financing costs 综合融资成本明示表: what normal performance costs, and apart, what default adds. */
function Costs({ sheet }: { sheet: CostSheet }) {
  const { t, local, language, prose } = useText();
  return (
    <>
      <p className="figure-label">{t.costSheet.allIn}</p>
      <p className="figure">{rate(sheet.annualCostPpb)}</p>
      <p className="muted">{t.costSheet.allInNote}</p>
      <Facts
        items={[
          [
            t.costSheet.principal,
            language === 'zh'
              ? `${money(sheet.principalFen, language)}（${capitalAmount(sheet.principalFen)}）`
              : money(sheet.principalFen, language),
          ],
          [t.rates.annual, rate(sheet.annualRateSimplePpb)],
          [t.rates.daily, rate(sheet.dailyRatePpb)],
        ]}
      />
      <h3>{t.costSheet.items}</h3>
      <ul className="cost-items">
        {sheet.items.map((item) => (
          <li key={item.name.zh + item.payee.zh}>
            <div className="row-between">
              <strong>{local(item.name)}</strong>
              <span className="num">{amount(item.amountFen)}</span>
            </div>
            <p>{prose(item.method)}</p>
            <p className="muted">{t.costSheet.payee(local(item.payee), rate(item.annualRatePpb))}</p>
          </li>
        ))}
      </ul>
      <h3>{t.costSheet.defaultOnly}</h3>
      <p className="muted">{t.costSheet.defaultOnlyNote}</p>
      <ul className="cost-items">
        {sheet.defaultOnly.map((item) => (
          <li key={item.name.zh}>
            <div className="row-between">
              <strong>{local(item.name)}</strong>
              <span className="num">{rate(item.annualRatePpb)}</span>
            </div>
            <p>{prose(item.method)}</p>
          </li>
        ))}
      </ul>
      <p className="nothing-else">{prose(sheet.nothingElse)}</p>
    </>
  );
}

/** What the forced reading showed; sent with what is signed, and kept with it. */
export interface ReadingProof {
  readonly readSeconds: number;
  readonly scrolledToEnd: boolean;
}

interface CostSheetReaderProps {
  sheet: CostSheet;
  confirmLabel: string;
  busy: boolean;
  error: ReactNode;
  /** What stands above the costs, for example the repayment plan. */
  children?: ReactNode;
  onConfirm: (proof: ReadingProof) => void;
}

/** The forced reading: the button opens when the minimum time has passed and the end of the sheet has been seen. */
export function CostSheetReader({ sheet, confirmLabel, busy, error, children, onConfirm }: CostSheetReaderProps) {
  const { t } = useText();
  const { seconds, scrolledToEnd, scroller, end } = useReading();
  const left = Math.max(0, sheet.minimumReadingSeconds - seconds);
  const open = left === 0 && scrolledToEnd;
  const state = open ? t.costSheet.ready : scrolledToEnd ? t.costSheet.wait : t.costSheet.scroll;
  return (
    <>
      <div className="sheet-body" ref={scroller} role="region" aria-label={t.costSheet.title} tabIndex={0}>
        {children}
        <Costs sheet={sheet} />
        <div ref={end} className="sheet-end">
          {t.costSheet.end}
        </div>
      </div>
      <footer className="sheet-foot">
        <ul className="locks">
          <li className={left === 0 ? 'lock-open' : ''}>
            {left === 0 ? t.costSheet.timeDone : t.costSheet.timeLeft(left)}
          </li>
          <li className={scrolledToEnd ? 'lock-open' : ''}>
            {scrolledToEnd ? t.costSheet.endDone : t.costSheet.endLeft}
          </li>
        </ul>
        <p className="visually-hidden" role="status">
          {state}
        </p>
        {error}
        <Button
          wide
          disabled={!open}
          busy={busy}
          onClick={() => onConfirm({ readSeconds: seconds, scrolledToEnd })}
          data-testid="confirm-cost-sheet"
        >
          {confirmLabel}
        </Button>
      </footer>
    </>
  );
}
