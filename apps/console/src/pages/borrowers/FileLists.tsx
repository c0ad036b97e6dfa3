import { type Appeal, type BorrowerFile, type DecisionSummary, moment, type NoticeSummary } from '@clearline/client';
import { Link, useGo } from '../../app/links.tsx';
import { useText, wordFor } from '../../i18n/context.tsx';
import { shortId } from '../../lib/format.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { useDecisionColumns } from '../decisions/columns.tsx';

export function FileDecisions({ file }: { file: BorrowerFile }) {
  const { t } = useText();
  const go = useGo();
  const columns = useDecisionColumns();
  return (
    <DataTable
      name={t.decisions.csvName}
      label={t.file.tabs.decisions}
      columns={columns}
      rows={file.decisions}
      rowKey={(row) => row.id}
      onOpen={(row: DecisionSummary) => go({ to: '/decisions/$id', params: { id: row.id } })}
      empty={<Empty title={t.file.decisionEmpty} help={t.file.decisionEmptyHelp} />}
    />
  );
}

export function FileNotices({ file }: { file: BorrowerFile }) {
  const { t, local } = useText();
  const columns: readonly Column<NoticeSummary>[] = [
    {
      key: 'at',
      title: t.decisions.at,
      value: (n) => moment(n.issuedAt),
      render: (n) => <span className="num">{moment(n.issuedAt)}</span>,
    },
    {
      key: 'kind',
      title: t.decisions.kind,
      value: (n) => t.words.noticeKind[n.kind],
      render: (n) => t.words.noticeKind[n.kind],
    },
    { key: 'title', title: t.audit.detail, value: (n) => local(n.title), render: (n) => local(n.title) },
    {
      key: 'adverse',
      title: t.file.notice.adverse,
      value: (n) => (n.adverse ? t.common.yes : t.common.no),
      render: (n) => (n.adverse ? <State tone="attention">{t.file.notice.adverse}</State> : t.common.no),
    },
    {
      key: 'read',
      title: t.file.notice.read,
      value: (n) => (n.readAt === null ? null : moment(n.readAt)),
      render: (n) =>
        n.readAt === null ? (
          <State tone="quiet">{t.file.notice.unread}</State>
        ) : (
          <span className="num">{moment(n.readAt)}</span>
        ),
    },
  ];
  return (
    <DataTable
      name="notices"
      label={t.file.tabs.notices}
      columns={columns}
      rows={file.notices}
      rowKey={(row) => row.id}
      empty={<Empty title={t.file.notice.empty} help={t.file.notice.emptyHelp} />}
    />
  );
}

export function FileAppeals({ file }: { file: BorrowerFile }) {
  const { t } = useText();
  const go = useGo();
  const columns: readonly Column<Appeal>[] = [
    {
      key: 'at',
      title: t.appeals.submitted,
      value: (a) => moment(a.submittedAt),
      render: (a) => (
        <Link to="/appeals/$id" params={{ id: a.id }} className="num">
          {moment(a.submittedAt)}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t.appeals.state,
      value: (a) => t.words.appealState[a.state],
      render: (a) => <State tone={toneOf(a.state)}>{t.words.appealState[a.state]}</State>,
    },
    {
      key: 'outcome',
      title: t.appeals.outcome,
      value: (a) => (a.outcome === null ? null : wordFor(t.words.appealOutcome, a.outcome)),
      render: (a) => (a.outcome === null ? '—' : t.words.appealOutcome[a.outcome]),
    },
    {
      key: 'statement',
      title: t.desk.statement,
      value: (a) => a.statement,
      render: (a) => (
        <span className="clamp" lang="">
          {a.statement}
        </span>
      ),
    },
    {
      key: 'evidence',
      title: t.appeals.evidence,
      value: (a) => a.evidence.length,
      render: (a) => t.appeals.evidenceCount(a.evidence.length),
    },
    {
      key: 'by',
      title: t.appeals.answerBy,
      value: (a) => moment(a.answerBy),
      render: (a) => <span className="num">{moment(a.answerBy)}</span>,
    },
    {
      key: 'id',
      title: t.borrowers.id,
      hiddenAtFirst: true,
      value: (a) => a.id,
      render: (a) => <span className="mono">{shortId(a.id)}</span>,
    },
  ];
  return (
    <DataTable
      name={t.appeals.csvName}
      label={t.file.tabs.appeals}
      columns={columns}
      rows={file.appeals}
      rowKey={(row) => row.id}
      onOpen={(row: Appeal) => go({ to: '/appeals/$id', params: { id: row.id } })}
      empty={<Empty title={t.file.appeal.empty} help={t.file.appeal.emptyHelp} />}
    />
  );
}
