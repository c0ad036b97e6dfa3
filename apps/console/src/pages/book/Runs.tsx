import { amount, type DayClose } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Check, State } from '../../ui/State.tsx';
import { CloseFailures } from './CloseFailures.tsx';
import { RunDayClose } from './RunDayClose.tsx';

/** The end-of-day runs, newest first, with their proof; an operator can run what is open. */
export function Runs() {
  const { t } = useText();
  const member = useMember();
  const query = useQuery({ queryKey: keys.dayCloses, queryFn: () => client.listDayCloses() });
  const columns = useColumns();
  return (
    <div className="stack">
      {mayDo(member.roles, 'runDayClose') ? (
        <RunDayClose lastClosed={latest(query.data?.items)} />
      ) : (
        <p className="muted">{t.dayCloses.readOnly}</p>
      )}
      <Loaded query={query}>
        {({ items, failures }) => (
          <>
            <CloseFailures failures={failures} />
            <DataTable
              name={t.dayCloses.csvName}
              label={t.dayCloses.tabs.runs}
              columns={columns}
              rows={items.toSorted((a, b) => b.date.localeCompare(a.date))}
              rowKey={(row) => row.date}
              empty={<Empty title={t.dayCloses.empty} help={t.dayCloses.emptyHelp} />}
              expand={proofOf}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

function latest(items: readonly DayClose[] | undefined): string | null {
  const dates = (items ?? []).filter((item) => item.finishedAt !== null).map((item) => item.date);
  return dates.sort().at(-1) ?? null;
}

const proven = ({ proof }: DayClose) => proof.balanced && proof.balancesMatchEntries && proof.subLedgerMatches;

function useColumns(): readonly Column<DayClose>[] {
  const { t } = useText();
  return useMemo(() => {
    const figure = (key: string, title: string, of: (row: DayClose) => number): Column<DayClose> => ({
      key,
      title,
      numeric: true,
      value: of,
      render: (row) => <span className="num">{count(of(row))}</span>,
    });
    return [
      {
        key: 'date',
        title: t.dayCloses.date,
        value: (row) => row.date,
        render: (row) => <span className="num">{row.date}</span>,
      },
      {
        key: 'proof',
        title: t.dayCloses.proof,
        value: (row) => (proven(row) ? t.dayCloses.proofOk : t.dayCloses.proofBad),
        render: (row) =>
          row.finishedAt === null ? (
            t.dayCloses.unfinished
          ) : (
            <Check held={proven(row)}>{proven(row) ? t.dayCloses.proofOk : t.dayCloses.proofBad}</Check>
          ),
      },
      figure('loans', t.dayCloses.loans, (row) => row.loans),
      {
        key: 'failed',
        title: t.dayCloses.failed,
        numeric: true,
        value: (row) => row.failed,
        render: (row) =>
          row.failed === 0 ? (
            <span className="num">0</span>
          ) : (
            <State tone="bad">{t.dayCloses.people(row.failed)}</State>
          ),
      },
      {
        key: 'interest',
        title: t.dayCloses.interest,
        numeric: true,
        value: (row) => row.interestAccruedFen / 100,
        render: (row) => <Amount fen={row.interestAccruedFen} />,
      },
      {
        key: 'penalty',
        title: t.dayCloses.penalty,
        numeric: true,
        value: (row) => row.penaltyAccruedFen / 100,
        render: (row) => <Amount fen={row.penaltyAccruedFen} />,
      },
      figure('moves', t.dayCloses.moves, (row) => row.bucketMoves),
      figure('expired', t.dayCloses.expired, (row) => row.restrictionsExpired),
      figure('notices', t.dayCloses.preNotices, (row) => row.preNoticesTakenEffect),
      {
        key: 'took',
        title: t.dayCloses.took,
        numeric: true,
        value: (row) => seconds(row),
        render: (row) => (
          <span className="num">{seconds(row) === null ? '—' : t.dayCloses.seconds(seconds(row) ?? '')}</span>
        ),
      },
    ];
  }, [t]);
}

function seconds(row: DayClose): string | null {
  if (row.finishedAt === null) return null;
  return ((Date.parse(row.finishedAt) - Date.parse(row.startedAt)) / 1000).toFixed(1);
}

const proofOf = (row: DayClose) => <Proof close={row} />;

/** The proof of a day: debits equal credits, balances equal entries, loans equal control accounts. */
function Proof({ close }: { close: DayClose }) {
  const { t } = useText();
  const { proof } = close;
  return (
    <div className="states" style={{ gap: 20 }}>
      <span className="num">
        {t.dayCloses.debits} {amount(proof.debitsFen)}
      </span>
      <span className="num">
        {t.dayCloses.credits} {amount(proof.creditsFen)}
      </span>
      <Check held={proof.balanced}>{t.dayCloses.balanced}</Check>
      <Check held={proof.balancesMatchEntries}>{t.dayCloses.entriesMatch}</Check>
      <Check held={proof.subLedgerMatches}>{t.dayCloses.subLedger}</Check>
      {proof.unprovenLoans.length === 0 ? null : (
        <span style={{ overflowWrap: 'anywhere' }}>
          {t.dayCloses.unproven(proof.unprovenLoans.length)} <code>{proof.unprovenLoans.join(' · ')}</code>
        </span>
      )}
    </div>
  );
}
