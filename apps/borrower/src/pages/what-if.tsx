import { parseAmount, type WhatIf, type WhatIfInput } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useText } from '../i18n/context.tsx';
import { roundMoney } from '../lib/format.ts';
import { Button, Choices, TextField } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { Refusal, Strip } from '../ui/status.tsx';

type Action = WhatIfInput['actions'][number];
type Kind = Exclude<Action['kind'], 'VERIFY_IDENTITY'>;

const KINDS: readonly Kind[] = ['PAY_DOWN', 'DOCUMENT_INCOME', 'SETTLE_ELSEWHERE', 'WAIT', 'LOWER_LIMIT'];

const wholeNumber = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null);

/** The deed as the API takes it, or null while a number is missing. */
const actionOf = (kind: Kind, text: string, lenders: string): Action | null => {
  const fen = parseAmount(text);
  switch (kind) {
    case 'WAIT': {
      const days = wholeNumber(text);
      return days === null || days === 0 ? null : { kind, days };
    }
    case 'PAY_DOWN':
      return fen === null || fen === 0 ? null : { kind, amountFen: fen };
    case 'DOCUMENT_INCOME':
      return fen === null || fen === 0 ? null : { kind, monthlyIncomeFen: fen };
    case 'LOWER_LIMIT':
      return fen === null ? null : { kind, limitFen: fen };
    case 'SETTLE_ELSEWHERE': {
      const count = wholeNumber(lenders);
      return fen === null || count === null ? null : { kind, lenders: count, amountFen: fen };
    }
  }
};

/** What would help: the borrower’s own values, judged again as they would be. */
export function WhatIfPage() {
  const { t } = useText();
  const [kind, setKind] = useState<Kind>('PAY_DOWN');
  const [text, setText] = useState('');
  const [lenders, setLenders] = useState('1');
  const ask = useMutation({ mutationFn: (action: Action) => client.whatIf({ body: { actions: [action] } }) });
  const action = actionOf(kind, text, lenders);
  const label = {
    PAY_DOWN: t.whatIf.amount,
    SETTLE_ELSEWHERE: t.whatIf.amount,
    DOCUMENT_INCOME: t.whatIf.income,
    WAIT: t.whatIf.days,
    LOWER_LIMIT: t.whatIf.limit,
  }[kind];
  const choose = (next: Kind): void => {
    setKind(next);
    setText('');
    ask.reset();
  };
  return (
    <Page title={t.whatIf.title} back="/limit">
      <div className="stack">
        <p className="muted">{t.whatIf.lead}</p>
        <Card>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (action !== null) ask.mutate(action);
            }}
          >
            <Choices
              label={t.whatIf.what}
              layout="rows"
              options={KINDS.map((value) => ({ value, label: t.whatIf[value] }))}
              value={kind}
              onChange={choose}
            />
            <TextField
              label={label}
              value={text}
              onChange={setText}
              inputMode={kind === 'WAIT' ? 'numeric' : 'decimal'}
              error={text !== '' && action === null ? t.whatIf.wrong : null}
            />
            {kind === 'SETTLE_ELSEWHERE' && (
              <TextField label={t.whatIf.lenders} value={lenders} onChange={setLenders} inputMode="numeric" />
            )}
            <Refusal error={ask.error} />
            <Button type="submit" wide busy={ask.isPending} disabled={action === null}>
              {t.whatIf.try}
            </Button>
          </form>
        </Card>
        <div aria-live="polite">{ask.data !== undefined && <Answer answer={ask.data} />}</div>
      </div>
    </Page>
  );
}

function Answer({ answer }: { answer: WhatIf }) {
  const { t, local, language, prose } = useText();
  const { before, after, changes } = answer;
  const said = (outlook: WhatIf['before']): string =>
    outlook.limitFen === null
      ? t.whatIf.action[outlook.action]
      : `${t.whatIf.action[outlook.action]} ${t.whatIf.to(roundMoney(outlook.limitFen, language))}`;
  const same = before.action === after.action && before.limitFen === after.limitFen;
  return (
    <Card>
      <div className="stack" data-testid="what-if-answer">
        <Facts
          items={[
            [t.whatIf.now, said(before)],
            [t.whatIf.afterwards, said(after)],
          ]}
        />
        {same && <Strip tone="plain" icon="info" title={t.whatIf.same} />}
        <div>
          <h3>{t.whatIf.moves}</h3>
          {changes.length === 0 ? (
            <p className="muted">{t.whatIf.nothingMoves}</p>
          ) : (
            <ul className="ticks">
              {changes.map((change) => (
                <li key={change.input}>
                  <Icon name="turn" size={16} />
                  <span>
                    {local(change.label)} <span className="num">{prose(change.from)}</span> →{' '}
                    <span className="num">{prose(change.to)}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
        {after.reasons.length > 0 && (
          <div>
            <h3>{t.whatIf.reasons}</h3>
            <ul className="ticks">
              {after.reasons.map((reason) => (
                <li key={reason.code}>
                  <Icon name="info" size={16} />
                  <span>{prose(reason.whatWeSaw)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}
