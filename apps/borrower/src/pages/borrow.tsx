import {
  amount,
  type DrawInput,
  type DrawQuote,
  type Line,
  type LoanPurpose,
  parseAmount,
  rate,
} from '@clearline/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, problemCode } from '../api/client.ts';
import { useAct, useApplication, useDrawQuote, useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longMoment, money, roundMoney } from '../lib/format.ts';
import { useIntentKey } from '../lib/use-intent-key.ts';
import { useSettled } from '../lib/use-settled.ts';
import { CodeStep } from '../ui/code-step.tsx';
import { Button, Choices, TextField } from '../ui/controls.tsx';
import { CostSheetReader, type ReadingProof } from '../ui/cost-sheet.tsx';
import { Card, Facts, Page, Sheet } from '../ui/layout.tsx';
import { Empty, Loaded, Skeleton } from '../ui/loaded.tsx';
import { PlanTable } from '../ui/plan-table.tsx';
import { Refusal } from '../ui/status.tsx';
import { Hero } from './home.tsx';

/** Draws are in whole hundreds of yuan. */
const STEP_FEN = 100_00;
const QUICK_FEN = [1_000_00, 5_000_00, 10_000_00];
const purposes: readonly LoanPurpose[] = ['DECORATION', 'EDUCATION', 'MEDICAL', 'TRAVEL', 'DAILY', 'BUSINESS_TURNOVER'];

function mostOf(line: Line): number {
  return Math.floor(Math.min(line.availableFen, line.singleDrawMaxFen) / STEP_FEN) * STEP_FEN;
}

function useAmountProblem(line: Line, text: string, fen: number | null): string | null {
  const { t, language } = useText();
  if (text === '') return null;
  if (fen === null || fen % STEP_FEN !== 0) return t.borrow.hundreds;
  if (fen < line.singleDrawMinFen) return t.borrow.tooSmall(roundMoney(line.singleDrawMinFen, language));
  if (fen > mostOf(line)) return t.borrow.tooMuch(roundMoney(mostOf(line), language));
  return null;
}

/** Why the most is less than what is available, where a cap per draw makes it so. */
function CapNote({ line }: { line: Line }) {
  const { t, language } = useText();
  const cap = line.singleDrawCap;
  if (cap === null) return null;
  return (
    <p className="muted" data-testid="draw-cap">
      {t.borrow.capped(roundMoney(cap.capFen, language), longMoment(cap.until, language))}
    </p>
  );
}

function PlanCard({ quote, stale }: { quote: DrawQuote; stale: boolean }) {
  const { t, language } = useText();
  return (
    <Card title={t.borrow.plan} className={stale ? 'is-stale' : ''}>
      <Facts
        items={[
          [t.borrow.totalInterest, <strong key="i">{money(quote.totalInterestFen, language)}</strong>],
          [t.rates.annual, rate(quote.costSheet.annualRateSimplePpb)],
          [t.rates.allIn, rate(quote.costSheet.annualCostPpb)],
        ]}
      />
      <PlanTable rows={quote.rows} caption={t.borrow.plan} />
    </Card>
  );
}

function Lender() {
  const { t, local } = useText();
  const application = useApplication();
  const lender = application.data?.application?.offer?.lender;
  if (lender === undefined) return null;
  return (
    <p className="muted">
      {t.borrow.lender(local(lender.name))}
      <span className="whole">{t.borrow.licence(lender.licence)}</span>
    </p>
  );
}

interface Order {
  readonly input: DrawInput;
  readonly purpose: LoanPurpose;
  readonly quote: DrawQuote;
  readonly proof: ReadingProof;
  readonly code?: string;
}

function BorrowForm({ line, phone }: { line: Line; phone: string }) {
  const { t, language } = useText();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [tenor, setTenor] = useState<number | null>(
    line.tenorsMonths.includes(12) ? 12 : (line.tenorsMonths[0] ?? null),
  );
  const [method, setMethod] = useState<DrawInput['method'] | null>(line.methods[0] ?? null);
  const [purpose, setPurpose] = useState<LoanPurpose | null>(null);
  const [tail, setTail] = useState('');
  const [touched, setTouched] = useState(false);
  const [reading, setReading] = useState(false);

  const most = mostOf(line);
  const fen = parseAmount(text);
  const problem = useAmountProblem(line, text, fen);
  const ready = fen !== null && problem === null && tenor !== null && method !== null;
  const input = useSettled<DrawInput | null>(ready ? { amountFen: fen, tenorMonths: tenor, method } : null);
  const quote = useDrawQuote(input);
  const fresh = quote.data !== undefined && !quote.isPlaceholderData && !quote.isFetching && input?.amountFen === fen;

  const key = useIntentKey({ input, purpose, tail, plan: quote.data?.planHash });
  const draw = useAct(
    (order: Order) =>
      client.draw({
        body: {
          ...order.input,
          purpose: order.purpose,
          accountTail: tail,
          planHash: order.quote.planHash,
          costSheetHash: order.quote.costSheet.hash,
          ...order.proof,
          ...(order.code === undefined ? {} : { code: order.code }),
          confirmed: true,
        },
        idempotencyKey: key,
      }),
    ({ loanId, paymentId }) =>
      void navigate({ to: '/payments/$id', params: { id: paymentId }, search: { loan: loanId }, replace: true }),
  );
  // Above the lender’s amount the draw comes back for a code; nothing was signed yet, and what was read stays read.
  const [waiting, setWaiting] = useState<Order | null>(null);
  const sign = (order: Order) =>
    draw.mutate(order, {
      onError: (error) => {
        if (problemCode(error) === 'draw_code_needed') setWaiting(order);
      },
    });
  const review = () => {
    setTouched(true);
    if (!ready || purpose === null || tail.length !== 4 || !fresh) return;
    draw.reset();
    setWaiting(null);
    setReading(true);
  };
  return (
    <div className="columns columns-form">
      <div className="stack">
        <Card>
          <TextField
            label={t.borrow.amount}
            value={text}
            onChange={setText}
            inputMode="decimal"
            prefix="￥"
            big
            hint={t.borrow.amountHint(roundMoney(line.singleDrawMinFen, language), roundMoney(most, language))}
            error={problem ?? (touched && text === '' ? t.borrow.amountMissing : null)}
          />
          <div className="quick">
            {QUICK_FEN.filter((one) => one < most && one >= line.singleDrawMinFen).map((one) => (
              <Button key={one} kind="quiet" onClick={() => setText(String(one / 100))}>
                {roundMoney(one, language)}
              </Button>
            ))}
            <Button kind="quiet" onClick={() => setText(String(most / 100))}>
              {t.borrow.all}
            </Button>
          </div>
          <CapNote line={line} />
        </Card>
        <Card>
          <Choices
            label={t.borrow.tenor}
            value={tenor}
            onChange={setTenor}
            options={line.tenorsMonths.map((months) => ({ value: months, label: t.borrow.months(months) }))}
          />
          <Choices
            label={t.borrow.method}
            layout="rows"
            value={method}
            onChange={setMethod}
            options={line.methods.map((one) => ({ value: one, label: t.method[one], note: t.methodNote[one] }))}
          />
        </Card>
        <Card>
          <Choices
            label={t.borrow.purpose}
            value={purpose}
            onChange={setPurpose}
            options={purposes.map((one) => ({ value: one, label: t.purpose[one] }))}
          />
          {touched && purpose === null && <p className="hint hint-error">{t.borrow.purposeMissing}</p>}
          <p className="muted">{t.borrow.forbidden}</p>
          <TextField
            label={t.borrow.account}
            value={tail}
            onChange={(next) => setTail(next.replaceAll(/\D/g, '').slice(0, 4))}
            inputMode="numeric"
            maxLength={4}
            hint={t.borrow.accountHint}
            error={touched && tail.length !== 4 ? t.borrow.accountWrong : null}
          />
        </Card>
      </div>
      <div className="stack">
        {input === null ? (
          <Card title={t.borrow.plan}>
            <p className="muted">{t.borrow.planLater}</p>
          </Card>
        ) : quote.isError ? (
          <Refusal error={quote.error} />
        ) : quote.data === undefined ? (
          <Card title={t.borrow.plan}>
            <Skeleton lines={5} />
          </Card>
        ) : (
          <PlanCard quote={quote.data} stale={!fresh} />
        )}
        <Lender />
        <Button wide onClick={review} disabled={input !== null && !fresh && !quote.isError}>
          {t.borrow.review}
        </Button>
      </div>
      <Sheet
        title={waiting === null ? t.costSheet.title : t.borrow.codeTitle}
        open={reading}
        onClose={() => setReading(false)}
      >
        {waiting !== null ? (
          <div className="sheet-body">
            <CodeStep
              lead={t.borrow.codeLead(amount(waiting.input.amountFen), phone)}
              submitLabel={t.borrow.confirm(amount(waiting.input.amountFen))}
              send={() => client.sendDrawCode({ body: { amountFen: waiting.input.amountFen } })}
              onCode={(code) => sign({ ...waiting, code })}
              busy={draw.isPending}
              error={problemCode(draw.error) === 'draw_code_needed' ? null : draw.error}
            />
          </div>
        ) : quote.data !== undefined && input !== null && purpose !== null ? (
          <CostSheetReader
            sheet={quote.data.costSheet}
            confirmLabel={t.borrow.confirm(amount(input.amountFen))}
            busy={draw.isPending}
            error={<Refusal error={draw.error} />}
            onConfirm={(proof) => sign({ input, purpose, quote: quote.data, proof })}
          />
        ) : null}
      </Sheet>
    </div>
  );
}

export function BorrowPage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.borrow.title} back="/" wide>
      <Loaded query={home}>
        {(data) => {
          if (data.line === null) {
            return (
              <Empty icon="pause" title={t.borrow.notNow}>
                <p>{t.borrow.notNowHelp}</p>
              </Empty>
            );
          }
          return data.line.canDraw && mostOf(data.line) >= data.line.singleDrawMinFen ? (
            <BorrowForm line={data.line} phone={data.borrower.maskedPhone} />
          ) : (
            <Hero home={data} line={data.line} />
          );
        }}
      </Loaded>
    </Page>
  );
}
