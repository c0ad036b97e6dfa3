import { type DecisionSummary, moment } from '@clearline/client';
import { Link } from '../../app/links.tsx';
import { useMemo } from 'react';
import { useText, wordFor } from '../../i18n/context.tsx';
import { shortId } from '../../lib/format.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { State } from '../../ui/State.tsx';
import { actorWord } from '../../ui/actor.ts';
import { toneOf } from '../../ui/tones.ts';

/** The columns of every list of decisions. */
export function useDecisionColumns(): readonly Column<DecisionSummary>[] {
  const { t, local, language } = useText();
  return useMemo(() => {
    const action = (code: string) => wordFor(t.words.action, code);
    const titles = (row: DecisionSummary) => row.reasonTitles.map(local).join(language === 'zh' ? '；' : '; ');
    return [
      {
        key: 'at',
        title: t.decisions.at,
        value: (row) => moment(row.at),
        render: (row) => (
          <Link to="/decisions/$id" params={{ id: row.id }} className="num">
            {moment(row.at)}
          </Link>
        ),
      },
      {
        key: 'kind',
        title: t.decisions.kind,
        value: (row) => t.words.decisionKind[row.kind],
        render: (row) => t.words.decisionKind[row.kind],
      },
      {
        key: 'action',
        title: t.decisions.action,
        value: (row) => action(row.action),
        render: (row) => (
          <span className="states">
            <State tone={toneOf(row.action)}>{action(row.action)}</State>
            {row.action === row.proposedAction || row.proposedAction === 'NONE' ? null : (
              <span className="muted small" title={t.decisions.capped(action(row.proposedAction))}>
                {t.common.labelled(t.decisions.proposed, action(row.proposedAction))}
              </span>
            )}
          </span>
        ),
      },
      {
        key: 'reasons',
        title: t.decisions.reasons,
        value: titles,
        render: (row) => <span className="clamp">{titles(row) || '—'}</span>,
      },
      {
        key: 'family',
        title: t.decisions.family,
        value: (row) => (row.causeFamily === null ? null : t.words.causeFamily[row.causeFamily]),
        render: (row) => (row.causeFamily === null ? '—' : t.words.causeFamily[row.causeFamily]),
      },
      {
        key: 'adverse',
        title: t.decisions.adverse,
        value: (row) => (row.adverse ? t.common.yes : t.common.no),
        render: (row) => (row.adverse ? <State tone="attention">{t.decisions.adverse}</State> : t.common.no),
      },
      {
        key: 'actor',
        title: t.decisions.actor,
        value: (row) => actorWord(row.actor, t),
        render: (row) => actorWord(row.actor, t),
      },
      {
        key: 'policy',
        title: t.decisions.policy,
        value: (row) => row.policyVersion,
        render: (row) => (
          <Link to="/policies/$version" params={{ version: row.policyVersion }} className="mono">
            {shortId(row.policyVersion)}
          </Link>
        ),
      },
      {
        key: 'borrower',
        title: t.decisions.borrower,
        hiddenAtFirst: true,
        value: (row) => row.borrowerId,
        render: (row) => (
          <Link to="/borrowers/$id" params={{ id: row.borrowerId }} className="mono">
            {shortId(row.borrowerId)}
          </Link>
        ),
      },
      {
        key: 'id',
        title: t.decisions.id,
        hiddenAtFirst: true,
        value: (row) => row.id,
        render: (row) => <span className="mono">{row.id}</span>,
      },
    ];
  }, [t, local, language]);
}
