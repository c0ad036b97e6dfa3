import { dayOf, type Home, type Line, type LoanPurpose, parseAmount } from '@clearline/client';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { longDay, money, roundMoney } from '../../lib/format.ts';
import { randomKey } from '../../lib/random-key.ts';
import { Button, Choices, TextField } from '../../ui/controls.tsx';
import { Card, Sheet } from '../../ui/layout.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Refusal, Strip } from '../../ui/status.tsx';

const purposes: readonly LoanPurpose[] = ['DECORATION', 'EDUCATION', 'MEDICAL', 'TRAVEL', 'DAILY', 'BUSINESS_TURNOVER'];
const STEP_FEN = 100_00;
/** Days to choose from, within what the lender allows. */
const SPANS = [14, 30, 60, 90];
const DAY_MS = 86_400_000;

const dayAfter = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function AskSheet({ home, line, open, onClose }: { home: Home; line: Line; open: boolean; onClose: () => void }) {
  const { t, language } = useText();
  const words = t.limit.temporary;
  const [text, setText] = useState('');
  const [days, setDays] = useState(30);
  const until = dayAfter(home.businessDate, days);
  const [purpose, setPurpose] = useState<LoanPurpose | null>(null);
  const fen = parseAmount(text);
  const wrong = fen === null || fen % STEP_FEN !== 0 || fen <= line.effectiveLimitFen || fen > line.temporaryMostFen;
  const ask = useAct(
    (input: { limitFen: number; until: string; purpose: LoanPurpose }) =>
      client.askTemporaryLimit({ body: input, idempotencyKey: randomKey() }),
    onClose,
  );
  const hint = words.hint(roundMoney(line.effectiveLimitFen, language), roundMoney(line.temporaryMostFen, language));
  return (
    <Sheet title={words.ask} open={open} onClose={onClose}>
      <div className="sheet-body stack">
        <TextField
          label={words.to}
          value={text}
          onChange={setText}
          inputMode="decimal"
          prefix="￥"
          big
          hint={hint}
          error={text !== '' && wrong ? hint : null}
        />
        <Choices
          label={words.day}
          value={days}
          onChange={setDays}
          options={SPANS.map((n) => ({ value: n, label: words.days(n) }))}
        />
        <p className="muted">{words.lastDay(longDay(until, language))}</p>
        <Choices
          label={words.purpose}
          value={purpose}
          onChange={setPurpose}
          options={purposes.map((one) => ({ value: one, label: t.purpose[one] }))}
        />
        <p className="muted">{words.keeps}</p>
        <Refusal error={ask.error} />
      </div>
      <footer className="sheet-foot">
        <Button
          wide
          busy={ask.isPending}
          disabled={wrong || purpose === null}
          onClick={() => {
            if (fen !== null && purpose !== null) ask.mutate({ limitFen: fen, until, purpose });
          }}
        >
          {words.send}
        </Button>
      </footer>
    </Sheet>
  );
}

/** A higher limit for a purpose and a time: asked for here, answered by a person, ended by itself. */
export function TemporaryLimit({ home, line }: { home: Home; line: Line }) {
  const { t, language } = useText();
  const words = t.limit.temporary;
  const [asking, setAsking] = useState(false);
  const offered = line.status === 'ACTIVE' && line.displayState === 'ACTIVE' && line.goodStanding;
  if (line.temporary === null && line.temporaryAsk === null && !offered) return null;
  return (
    <Card title={words.title}>
      {line.temporary !== null ? (
        <>
          <p>
            <Prose text={words.lastDay(longDay(dayOf(line.temporary.until), language))} />
          </p>
          <p className="muted">{words.ending}</p>
          <p className="muted">{words.keeps}</p>
        </>
      ) : line.temporaryAsk !== null ? (
        <Strip
          tone="attention"
          icon="info"
          title={words.waiting(money(line.temporaryAsk.limitFen, language), longDay(line.temporaryAsk.until, language))}
        />
      ) : (
        <>
          <p className="muted">{words.help}</p>
          <div className="actions">
            <Button kind="secondary" icon="up" onClick={() => setAsking(true)}>
              {words.ask}
            </Button>
          </div>
        </>
      )}
      <AskSheet home={home} line={line} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}
