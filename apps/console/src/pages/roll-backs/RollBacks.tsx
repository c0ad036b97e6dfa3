import { moment, type RollBack } from '@clearline/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { LeftToPeople } from './LeftToPeople.tsx';
import { ApproveRollBackAsk, ProposeRollBackAsk } from './RollBackAsks.tsx';

/** Rules that judged wrongly: proposed with their reach shown, approved by another, undone for everybody touched. */
export function RollBacksPage() {
  const { t } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: keys.rollBacks, queryFn: () => client.listRollBacks() });
  const [proposing, setProposing] = useState(false);
  const [approving, setApproving] = useState<RollBack | null>(null);
  const done = () => {
    for (const key of [keys.rollBacks, keys.today, keys.overview, keys.decisions])
      void queries.invalidateQueries({ queryKey: key });
  };
  return (
    <>
      <PageHead
        title={t.rollBacks.title}
        lead={t.rollBacks.lead}
        actions={
          mayDo(member.roles, 'proposeRollBack') ? (
            <Button type="primary" onClick={() => setProposing(true)}>
              {t.rollBacks.propose}
            </Button>
          ) : (
            <span className="muted small">{t.rollBacks.onlyAnalyst}</span>
          )
        }
      />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="panel">
              <Empty title={t.rollBacks.empty} help={t.rollBacks.emptyHelp} />
            </div>
          ) : (
            <div className="stack">
              {items.map((rollBack) => (
                <Card
                  key={rollBack.id}
                  rollBack={rollBack}
                  onApprove={
                    rollBack.state === 'proposed' && mayDo(member.roles, 'approveRollBack')
                      ? () => setApproving(rollBack)
                      : null
                  }
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <ProposeRollBackAsk open={proposing} onDone={done} onClose={() => setProposing(false)} />
      <ApproveRollBackAsk rollBack={approving} onDone={done} onClose={() => setApproving(null)} />
    </>
  );
}

/** What kind of thing is taken back. */
const kindOf = (
  { ruleIds, scorecardVersion }: RollBack,
  words: { readonly rules: string; readonly wholeVersion: string; readonly scorecard: string },
): string => {
  if (ruleIds.length > 0) return words.rules;
  return scorecardVersion ? words.scorecard : words.wholeVersion;
};

/** People's decisions under a version are left to people; those on rules named one by one fall by themselves. */
const isWholeVersion = ({ ruleIds, policyVersion }: RollBack): boolean =>
  ruleIds.length === 0 && policyVersion !== null;

function Card({ rollBack, onApprove }: { rollBack: RollBack; onApprove: (() => void) | null }) {
  const { t, prose } = useText();
  const { reach } = rollBack;
  return (
    <article className="panel" data-testid={`roll-back-${rollBack.id}`}>
      <div className="panel-head">
        <h2 className="states">
          <span>{prose(rollBack.reason)}</span>
          <State tone={toneOf(rollBack.state)}>{t.words.rollBackState[rollBack.state]}</State>
        </h2>
        {onApprove === null ? null : (
          <Button type="primary" onClick={onApprove}>
            {t.rollBacks.approve} / {t.rollBacks.reject}
          </Button>
        )}
      </div>
      <p className="muted" style={{ marginBottom: 12 }}>
        {kindOf(rollBack, t.rollBacks)}{' '}
        <span className="mono">
          {[...rollBack.ruleIds, rollBack.policyVersion, rollBack.scorecardVersion].filter(Boolean).join(' · ')}
        </span>
      </p>
      <Facts
        label={t.rollBacks.reach}
        items={[
          [t.rollBacks.borrowers, count(reach.borrowers), 'big'],
          [t.rollBacks.goodStanding, count(reach.goodStanding), 'big'],
          [t.rollBacks.restrictions, count(reach.restrictions), 'big'],
          [t.rollBacks.flipped, t.rollBacks.flippedOf(count(reach.flipped), count(reach.decisions))],
          [t.rollBacks.author, `${rollBack.author} · ${moment(rollBack.createdAt)}`],
          [t.rollBacks.approver, rollBack.approver ?? '—'],
          reach.leftToPeople === undefined || !isWholeVersion(rollBack)
            ? null
            : [t.rollBacks.left.count, count(reach.leftToPeople)],
        ]}
      />
      {isWholeVersion(rollBack) && rollBack.state !== 'rejected' ? <LeftToPeople rollBack={rollBack} /> : null}
    </article>
  );
}
