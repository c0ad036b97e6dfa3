import { type BorrowerFile, moment } from '@clearline/client';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from '../../app/links.tsx';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { NoteField } from '../../ui/NoteField.tsx';

/** Rules that an appeal found mistaken for this borrower, until when they count for nothing, and who may end that sooner. */
export function SuppressionsPart({ file, onDone }: { file: BorrowerFile; onDone: (file: BorrowerFile) => void }) {
  const { t, local } = useText();
  const words = t.file.suppression;
  const member = useMember();
  const [ruleId, setRuleId] = useState<string | null>(null);
  if (file.suppressions.length === 0) return null;
  return (
    <>
      <h2>{words.title}</h2>
      <p className="muted">{words.help}</p>
      {file.suppressions.map((suppression) => (
        <article key={suppression.ruleId} className="panel" data-testid={`suppression-${suppression.ruleId}`}>
          <div className="panel-head">
            <h3 className="states">
              <span>{suppression.reasonTitle === null ? words.gone : local(suppression.reasonTitle)}</span>
              <span className="muted small">
                {t.decision.rule} <span className="mono">{suppression.ruleId}</span>
              </span>
            </h3>
            {mayDo(member.roles, 'endSuppression') ? (
              <Button onClick={() => setRuleId(suppression.ruleId)}>{words.end}</Button>
            ) : null}
          </div>
          <Facts
            items={[
              [words.since, moment(suppression.since)],
              [words.until, suppression.until === null ? words.forEver : moment(suppression.until)],
            ]}
          />
          <p style={{ marginTop: 10 }}>
            <Link to="/appeals/$id" params={{ id: suppression.appealId }}>
              {t.file.restriction.appeal}
            </Link>
          </p>
        </article>
      ))}
      <Ask<{ reason: string }, BorrowerFile>
        open={ruleId !== null}
        title={words.endTitle}
        help={words.endHelp}
        submit={words.end}
        act={({ reason }) => client.endSuppression({ params: { id: file.id }, body: { ruleId: ruleId ?? '', reason } })}
        onDone={onDone}
        onClose={() => setRuleId(null)}
      >
        <NoteField name="reason" label={t.common.reason} />
      </Ask>
    </>
  );
}
