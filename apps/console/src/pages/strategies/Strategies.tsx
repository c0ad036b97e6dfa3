import { moment, type Strategy } from '@clearline/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count, money, summaryMoney } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { ApproveStrategyAsk, DraftAsk } from './StrategyAsks.tsx';
import { useRegions } from './useRegions.ts';

export function StrategiesPage() {
  const { t } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: keys.strategies, queryFn: () => client.listStrategies() });
  const [drafting, setDrafting] = useState(false);
  const [approving, setApproving] = useState<Strategy | null>(null);
  const done = () => {
    for (const key of [keys.strategies, keys.today, keys.overview]) void queries.invalidateQueries({ queryKey: key });
  };
  const mayDraft = mayDo(member.roles, 'draftStrategy');
  return (
    <>
      <PageHead
        title={t.strategies.title}
        lead={t.strategies.lead}
        actions={
          mayDraft ? (
            <Button type="primary" onClick={() => setDrafting(true)}>
              {t.strategies.draft}
            </Button>
          ) : (
            <span className="muted small">{t.strategies.onlyAnalyst}</span>
          )
        }
      />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="panel">
              <Empty title={t.strategies.empty} help={t.strategies.emptyHelp} />
            </div>
          ) : (
            <div className="stack">
              {items.map((strategy) => (
                <Card
                  key={strategy.id}
                  strategy={strategy}
                  onApprove={
                    strategy.state === 'draft' && mayDo(member.roles, 'approveStrategy')
                      ? () => setApproving(strategy)
                      : null
                  }
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <DraftAsk open={drafting} onDone={done} onClose={() => setDrafting(false)} />
      <ApproveStrategyAsk strategy={approving} onDone={done} onClose={() => setApproving(null)} />
    </>
  );
}

function Card({ strategy, onApprove }: { strategy: Strategy; onApprove: (() => void) | null }) {
  const { t, language, prose } = useText();
  return (
    <article className="panel" data-testid={`strategy-${strategy.id}`}>
      <div className="panel-head">
        <h2 className="states">
          <span>{prose(strategy.name)}</span>
          <State tone={toneOf(strategy.state)}>{t.words.strategyState[strategy.state]}</State>
        </h2>
        {onApprove === null ? null : (
          <Button type="primary" onClick={onApprove}>
            {t.strategies.approve} / {t.strategies.withdraw}
          </Button>
        )}
      </div>
      <p>{prose(strategy.reason)}</p>
      <p className="muted" style={{ marginBottom: 12 }}>
        <Scope strategy={strategy} />
      </p>
      <Facts
        label={t.strategies.blast}
        items={[
          [t.strategies.borrowers, count(strategy.blast.borrowers), 'big'],
          [t.strategies.goodStanding, count(strategy.blast.goodStanding), 'big'],
          [t.strategies.cut, summaryMoney(strategy.blast.limitCutFen, language), 'big'],
          [
            t.strategies.author,
            <span key="author">
              {strategy.author} <span className="num together muted">{moment(strategy.createdAt)}</span>
            </span>,
          ],
          [t.strategies.approver, strategy.approver ?? '—'],
          [t.strategies.effectiveOn, strategy.effectiveOn ?? '—'],
        ]}
      />
    </article>
  );
}

function Scope({ strategy }: { strategy: Strategy }) {
  const { t, language, local } = useText();
  const region = useRegions().find(({ code }) => code === strategy.region);
  const effect = t.words.strategyEffect[strategy.effect];
  const parts = [
    strategy.reduceToPercent === null ? effect : t.strategies.reduceText(effect, strategy.reduceToPercent),
    strategy.lineKind === null ? t.strategies.bothKinds : t.words.lineKind[strategy.lineKind],
    strategy.minLimitFen === null ? null : t.strategies.scopeLimit(money(strategy.minLimitFen, language)),
    strategy.dormantMonths === null ? null : t.strategies.scopeDormant(strategy.dormantMonths),
    region === undefined ? null : local(region.name),
    strategy.segment == null ? null : t.words.segment[strategy.segment],
    t.strategies.days(strategy.noticeDays),
  ];
  return <>{parts.filter((part) => part !== null).join(' · ')}</>;
}
