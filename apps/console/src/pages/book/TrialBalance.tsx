import { amount, type TrialBalance as Balance } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Amount } from '../../ui/Amount.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { DayInput } from '../../ui/DayInput.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Check } from '../../ui/State.tsx';

type Account = Balance['accounts'][number];

/** Every account with its debits, credits and balance, and whether the whole balances. */
export function TrialBalance() {
  const words = useText();
  const { t } = words;
  const [url, setUrl] = useUrlState();
  const asOf = url['asOf'];
  const query = useQuery({
    queryKey: [...keys.trialBalance, asOf],
    queryFn: () => client.trialBalance(asOf === undefined ? {} : { query: { asOf } }),
  });
  return (
    <Loaded query={query}>
      {(balance) => (
        <>
          <DataTable
            name={t.dayCloses.csvBalance}
            label={t.dayCloses.tabs.balance}
            columns={columnsOf(words)}
            rows={balance.accounts}
            rowKey={(row) => row.code}
            empty={<Empty title={t.dayCloses.emptyBalance} help={t.dayCloses.emptyBalanceHelp} />}
            summary={<Totals balance={balance} />}
            filters={
              <>
                <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
                  <span className="muted small">{t.dayCloses.asOf}</span>
                  <DayInput
                    label={t.dayCloses.asOf}
                    value={asOf ?? balance.asOf}
                    onChange={(day) => setUrl({ asOf: day })}
                  />
                </span>
                <span style={{ alignSelf: 'center' }}>
                  <Check held={balance.balanced}>
                    {balance.balanced ? t.dayCloses.balanceOk : t.dayCloses.balanceBad}
                  </Check>
                </span>
              </>
            }
          />
          <Notes accounts={balance.accounts} />
        </>
      )}
    </Loaded>
  );
}

/** Rules that balances rest on and that nobody has compared with their text, each with the accounts concerned. */
function Notes({ accounts }: { accounts: readonly Account[] }) {
  const { local } = useText();
  const noted = accounts.flatMap((account) =>
    account.note === null ? [] : [{ name: local(account.name), note: local(account.note) }],
  );
  return [...new Set(noted.map(({ note }) => note))].map((note) => (
    <p key={note} className="muted small">
      {noted
        .filter((one) => one.note === note)
        .map((one) => one.name)
        .join(' · ')}{' '}
      — {note}
    </p>
  ));
}

function columnsOf({ t, local }: Pick<ReturnType<typeof useText>, 't' | 'local'>): readonly Column<Account>[] {
  return [
    {
      key: 'code',
      title: t.dayCloses.code,
      hiddenAtFirst: true,
      value: (a) => a.code,
      render: (a) => <span className="mono">{a.code}</span>,
    },
    { key: 'name', title: t.dayCloses.account, value: (a) => local(a.name), render: (a) => local(a.name) },
    {
      key: 'kind',
      title: t.dayCloses.kind,
      value: (a) => wordFor(t.words.accountKind, a.kind),
      render: (a) => wordFor(t.words.accountKind, a.kind),
    },
    {
      key: 'debit',
      title: t.dayCloses.debit,
      numeric: true,
      value: (a) => a.debitFen / 100,
      render: (a) => <Amount fen={a.debitFen} />,
    },
    {
      key: 'credit',
      title: t.dayCloses.credit,
      numeric: true,
      value: (a) => a.creditFen / 100,
      render: (a) => <Amount fen={a.creditFen} />,
    },
    {
      key: 'balance',
      title: t.dayCloses.balance,
      numeric: true,
      value: (a) => a.balanceFen / 100,
      render: (a) => <Amount fen={a.balanceFen} />,
    },
    {
      key: 'entries',
      title: t.dayCloses.entries,
      numeric: true,
      value: (a) => a.entries,
      render: (a) => <span className="num">{count(a.entries)}</span>,
    },
  ];
}

/** Both totals in one cell across the table, so that hiding a column cannot put one under the wrong heading. */
function Totals({ balance }: { balance: Balance }) {
  const { t } = useText();
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={0} colSpan={7}>
        <div className="states" style={{ justifyContent: 'flex-end', gap: 24 }}>
          <strong>{t.common.total}</strong>
          <strong className="num">
            {t.dayCloses.debits} {amount(balance.debitsFen)}
          </strong>
          <strong className="num">
            {t.dayCloses.credits} {amount(balance.creditsFen)}
          </strong>
        </div>
      </Table.Summary.Cell>
    </Table.Summary.Row>
  );
}
