import { type LeftToPeople as Left, moment, type RollBack } from '@clearline/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from '../../app/links.tsx';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { type ApprovalFieldValues, ApprovalFields } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { BorrowerLink } from '../book/BorrowerLink.tsx';

/**
 * What people had decided under a version that was rolled back, until somebody else keeps it or takes it back. Neither is
 * chosen beforehand: who looks again is not led.
 */
export function LeftToPeople({ rollBack }: { rollBack: RollBack }) {
  const { t } = useText();
  const words = t.rollBacks.left;
  const member = useMember();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Left | null>(null);
  const key = keys.leftToPeople(rollBack.id);
  const query = useQuery({
    queryKey: key,
    queryFn: () => client.leftToPeople({ params: { id: rollBack.id } }),
    enabled: mayDo(member.roles, 'leftToPeople'),
  });
  if (!mayDo(member.roles, 'leftToPeople')) return null;
  return (
    <section style={{ marginTop: 16 }} data-testid={`left-${rollBack.id}`}>
      <h3>{words.title}</h3>
      <Loaded query={query}>
        {({ items }) => (
          <>
            <p className="muted">{items.length === 0 ? words.none : words.help}</p>
            {items.map((left) => (
              <Item
                key={left.decisionId}
                left={left}
                onLook={
                  rollBack.state === 'applied' &&
                  mayDo(member.roles, 'lookAfterRollBack') &&
                  !left.decidedBy.includes(member.staffNo)
                    ? () => setAsking(left)
                    : null
                }
              />
            ))}
          </>
        )}
      </Loaded>
      <Ask<ApprovalFieldValues, { readonly items: readonly Left[] }>
        open={asking !== null}
        title={words.lookTitle}
        help={words.lookHelp}
        submit={t.common.confirm}
        act={({ approved, note }) =>
          client.lookAfterRollBack({
            params: { id: rollBack.id },
            body: { decisionId: asking?.decisionId ?? '', keep: approved, reason: note },
          })
        }
        onDone={(next) => {
          queries.setQueryData(key, next);
          void queries.invalidateQueries({ queryKey: keys.today });
        }}
        onClose={() => setAsking(null)}
      >
        <ApprovalFields yes={words.keep} no={words.takeBack} note={t.common.reason} />
      </Ask>
    </section>
  );
}

/** One decision; the one that an address names, such as a work item's, comes into view. */
function Item({ left, onLook }: { left: Left; onLook: (() => void) | null }) {
  const { t, local } = useText();
  const [url] = useUrlState();
  const isSought = url['decision'] === left.decisionId;
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isSought) here.current?.scrollIntoView({ block: 'center' });
  }, [isSought]);
  const words = t.rollBacks.left;
  const { restriction, grounds } = left;
  return (
    <article
      ref={here}
      className={isSought ? 'panel sought' : 'panel'}
      aria-current={isSought}
      style={{ marginTop: 8 }}
      data-testid={`left-decision-${left.decisionId}`}
    >
      <div className="panel-head">
        <h4 className="states" style={{ margin: 0 }}>
          <span>{restriction === null ? words.declined : t.words.restrictionKind[restriction.kind]}</span>
          {restriction === null ? null : (
            <State tone={toneOf(restriction.state)}>{t.words.restrictionState[restriction.state]}</State>
          )}
        </h4>
        {onLook === null ? null : <Button onClick={onLook}>{words.look}</Button>}
      </div>
      <Facts
        items={[
          [t.rollBacks.borrower, <BorrowerLink key="borrower" id={left.borrowerId} />],
          [t.common.reason, left.reasonTitles.map(local).join(' · ')],
          grounds === null ? null : [words.grounds, words.groundsNow[grounds]],
          [words.decidedBy, `${left.decidedBy.join(' · ')} · ${moment(left.at)}`],
        ]}
      />
      <p style={{ marginTop: 10 }}>
        <Link to="/decisions/$id" params={{ id: left.decisionId }}>
          {t.file.restriction.decision}
        </Link>
      </p>
    </article>
  );
}
