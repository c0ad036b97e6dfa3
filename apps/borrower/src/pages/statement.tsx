import { amount, type Statement } from '@clearline/client';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useHome, useMonthlyStatements, useStatement } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { addMonths, money } from '../lib/format.ts';
import { Choices } from '../ui/controls.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { PdfLink } from '../ui/pdf-link.tsx';

const spans = [1, 3, 12] as const;

function StatementTable({ statement }: { statement: Statement }) {
  const { t, prose } = useText();
  return (
    <div className="scroll" role="region" aria-label={t.statement.title} tabIndex={0}>
      <table className="table table-statement">
        <caption className="visually-hidden">{t.statement.caption(statement.from, statement.to)}</caption>
        <thead>
          <tr>
            <th scope="col">{t.statement.what}</th>
            <th scope="col" className="num">
              {t.statement.change}
            </th>
            <th scope="col" className="num">
              {t.statement.owed}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              {t.statement.opening}
              <small>{statement.from}</small>
            </td>
            <td />
            <td className="num">{amount(statement.openingOwedFen)}</td>
          </tr>
          {statement.lines.map((line, index) => (
            <tr key={index}>
              <td>
                {prose(line.text)}
                <small>{line.date}</small>
              </td>
              <td className="num">
                {line.debitFen > 0 ? `+${amount(line.debitFen)}` : ''}
                {line.creditFen > 0 ? `−${amount(line.creditFen)}` : ''}
              </td>
              <td className="num">{amount(line.owedAfterFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {t.statement.closing}
              <small>{statement.to}</small>
            </th>
            <td />
            <td className="num strong">{amount(statement.closingOwedFen)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function StatementOf({ today }: { today: string }) {
  const { t, language } = useText();
  const [months, setMonths] = useState<(typeof spans)[number]>(3);
  const statement = useStatement(addMonths(today, -months), today);
  return (
    <div className="stack">
      <Choices
        label={t.statement.span}
        value={months}
        onChange={setMonths}
        options={spans.map((value) => ({ value, label: t.statement.last(value) }))}
      />
      <div aria-busy={statement.isPlaceholderData} className={statement.isPlaceholderData ? 'is-stale' : undefined}>
        <Loaded query={statement}>
          {(data) =>
            data.lines.length === 0 && data.closingOwedFen === 0 ? (
              <Empty icon="file" title={t.statement.none}>
                <p>{t.statement.noneHelp}</p>
              </Empty>
            ) : (
              <Card>
                <StatementTable statement={data} />
                <p className="muted">{t.statement.note}</p>
                <PdfLink
                  href={client.urls.getStatementPdf({ query: { from: data.from, to: data.to, lang: language } })}
                  label={t.papers.statement}
                />
              </Card>
            )
          }
        </Loaded>
      </div>
    </div>
  );
}

/** Statements as issued at the end of each month. */
function Monthly() {
  const { t, language } = useText();
  const statements = useMonthlyStatements();
  return (
    <Card title={t.papers.monthly}>
      <Loaded query={statements}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t.papers.monthlyNone}</p>
          ) : (
            <div className="actions actions-column">
              {items.map(({ month, closingOwedFen }) => (
                <div key={month}>
                  <PdfLink
                    href={client.urls.getMonthlyStatementPdf({ params: { month }, query: { lang: language } })}
                    label={t.papers.month(month)}
                  />
                  <p className="muted">{t.papers.owed(money(closingOwedFen, language))}</p>
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

export function StatementPage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.statement.title} back="/bills">
      <div className="stack">
        <Loaded query={home}>{({ businessDate }) => <StatementOf today={businessDate} />}</Loaded>
        <Monthly />
      </div>
    </Page>
  );
}
