import { amount, type Home, type Loan, parseAmount, type RepaymentInput, type RepaymentQuote } from '@clearline/client';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useHome, useLoans, useRepaymentQuote } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { money, roundMoney, shortDay } from '../lib/format.ts';
import { useIntentKey } from '../lib/use-intent-key.ts';
import { nextInstalment } from '../lib/next-instalment.ts';
import { useSettled } from '../lib/use-settled.ts';
import { Button, buttonClass, Choices, TextField } from '../ui/controls.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { Empty, Loaded, Skeleton } from '../ui/loaded.tsx';
import { PlanTable } from '../ui/plan-table.tsx';
import { Refusal, Strip } from '../ui/status.tsx';

type Mode = RepaymentInput['mode'];
type Surplus = NonNullable<RepaymentInput['surplus']>;
const ALL = 'ALL';

function inputOf(loanId: string, mode: Mode, fen: number | null, surplus: Surplus): RepaymentInput | null {
  if (mode === 'DUE') return { loanId: loanId === ALL ? null : loanId, mode, amountFen: null };
  if (loanId === ALL) return null;
  if (mode === 'EARLY_FULL') return { loanId, mode, amountFen: null };
  return fen === null || fen < 1 ? null : { loanId, mode, amountFen: fen, surplus };
}

function QuoteCard({ quote, mode }: { quote: RepaymentQuote; mode: Mode }) {
  const { t, language } = useText();
  const parts = [
    [t.repay.principal, quote.principalFen],
    [t.repay.interest, quote.interestFen],
    [t.repay.penalty, quote.penaltyFen],
    [t.repay.fees, quote.feesFen],
  ] as const;
  return (
    <Card title={t.repay.what}>
      <p className="figure-label">{t.repay.amountNow}</p>
      <p className="figure" data-testid="repay-amount">
        {amount(quote.amountFen)}
      </p>
      <Facts
        items={parts
          .filter(([, fen], index) => index < 2 || fen > 0)
          .map(([label, fen]) => [label, money(fen, language)] as const)}
      />
      {mode !== 'DUE' && quote.interestSavedFen > 0 && (
        <Strip tone="good" icon="check" title={t.repay.saved(money(quote.interestSavedFen, language))} />
      )}
      {mode === 'EARLY_PART' && quote.rowsAfter.length > 0 && (
        <details>
          <summary>{t.repay.planAfter}</summary>
          <PlanTable rows={quote.rowsAfter} caption={t.repay.planAfter} />
        </details>
      )}
    </Card>
  );
}

function RepayForm({ home, loans }: { home: Home; loans: readonly Loan[] }) {
  const { t, language } = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/repay' });
  const dueNowFen = loans.reduce((sum, loan) => sum + loan.dueFen, 0);
  const due = dueNowFen > 0;
  const asked = search.mode === 'EARLY_PART' || search.mode === 'EARLY_FULL' ? search.mode : null;
  const next = due || asked !== null ? null : nextInstalment(loans, search.loan);
  const [mode, setMode] = useState<Mode>(asked ?? (due ? 'DUE' : (next?.mode ?? 'EARLY_FULL')));
  const [chosen, setChosen] = useState<string>(next?.loanId ?? search.loan ?? ALL);
  const [text, setText] = useState(next?.text ?? '');
  const [surplus, setSurplus] = useState<Surplus>('SHORTER_TENOR');

  const fen = parseAmount(text);
  // Early repayment is of one loan: with several and none chosen yet, the first stands chosen.
  const loanId = mode !== 'DUE' && chosen === ALL ? (loans[0]?.id ?? ALL) : chosen;
  const wanted = inputOf(loanId, mode, fen, surplus);
  const input = useSettled(wanted);
  const quote = useRepaymentQuote(input);
  const fresh = !quote.isPlaceholderData && !quote.isFetching && JSON.stringify(input) === JSON.stringify(wanted);
  const key = useIntentKey(wanted);
  const repay = useAct(
    (body: RepaymentInput) => client.repay({ body, idempotencyKey: key }),
    ({ paymentId }) => void navigate({ to: '/payments/$id', params: { id: paymentId }, search: {}, replace: true }),
  );
  const loanOptions = [
    ...(mode === 'DUE' && loans.length > 1 ? [{ value: ALL, label: t.repay.allLoans }] : []),
    ...loans.map((loan) => ({
      value: loan.id,
      label: `${t.purpose[loan.purpose]} · ${loan.drawnOn}`,
      note: t.repay.loanNote(money(loan.dueFen, language), money(loan.payoffFen, language)),
    })),
  ];
  return (
    <div className="columns columns-form">
      <div className="stack">
        {!due && (
          <Strip
            tone="primary"
            icon="info"
            title={
              home.due === null
                ? t.repay.nothingDue
                : t.repay.nextDue(shortDay(home.due.dueDate, language), money(home.due.amountFen, language))
            }
          />
        )}
        <Card>
          <Choices
            label={t.repay.mode}
            layout="rows"
            value={mode}
            onChange={setMode}
            options={[
              ...(due ? [{ value: 'DUE' as const, label: t.repay.modes.DUE, note: money(dueNowFen, language) }] : []),
              { value: 'EARLY_PART', label: t.repay.modes.EARLY_PART, note: t.repay.modeNotes.EARLY_PART },
              { value: 'EARLY_FULL', label: t.repay.modes.EARLY_FULL, note: t.repay.modeNotes.EARLY_FULL },
            ]}
          />
        </Card>
        {loanOptions.length > 1 && (
          <Card>
            <Choices label={t.repay.which} layout="rows" value={loanId} onChange={setChosen} options={loanOptions} />
          </Card>
        )}
        {mode === 'EARLY_PART' && (
          <Card>
            <TextField
              label={t.repay.partAmount}
              value={text}
              onChange={setText}
              inputMode="decimal"
              prefix="￥"
              big
              hint={t.repay.partHint(
                roundMoney(loans.find((one) => one.id === loanId)?.payoffFen ?? home.payoffFen, language),
              )}
              error={text !== '' && fen === null ? t.common.amountWrong : null}
            />
            <Choices
              label={t.repay.surplus}
              layout="rows"
              value={surplus}
              onChange={setSurplus}
              options={[
                { value: 'SHORTER_TENOR', label: t.repay.shorter, note: t.repay.shorterNote },
                { value: 'SMALLER_INSTALMENT', label: t.repay.smaller, note: t.repay.smallerNote },
              ]}
            />
          </Card>
        )}
      </div>
      <div className="stack">
        {input === null ? (
          <p className="muted">{t.repay.giveAmount}</p>
        ) : quote.isError ? (
          <Refusal error={quote.error} />
        ) : quote.data === undefined ? (
          <Skeleton lines={4} />
        ) : (
          <div aria-busy={!fresh} className="recalculated">
            <QuoteCard quote={quote.data} mode={mode} />
          </div>
        )}
        <Refusal error={repay.error} />
        <Button
          wide
          data-testid="confirm-repayment"
          busy={repay.isPending}
          disabled={wanted === null || !fresh || quote.data === undefined || quote.data.amountFen === 0}
          onClick={() => wanted !== null && repay.mutate(wanted)}
        >
          {quote.data === undefined || !fresh ? t.repay.confirmEmpty : t.repay.confirm(amount(quote.data.amountFen))}
        </Button>
        <p className="muted">{t.repay.always}</p>
      </div>
    </div>
  );
}

export function RepayPage() {
  const { t } = useText();
  const home = useHome();
  const loans = useLoans();
  return (
    <Page title={t.repay.title} back="/bills" wide>
      <Loaded query={home}>
        {(data) => (
          <Loaded query={loans}>
            {({ items }) => {
              const open = items.filter((loan) => loan.payoffFen > 0 && loan.state !== 'FAILED');
              return open.length === 0 ? (
                <Empty icon="check" title={t.repay.none}>
                  <p>{t.repay.noneHelp}</p>
                  <Link to="/" className={buttonClass('secondary')}>
                    {t.common.toHome}
                  </Link>
                </Empty>
              ) : (
                <RepayForm home={data} loans={open} />
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
