import { type BorrowerFile, moment } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { money } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';

/** A temporary limit that the borrower asked for, and the answer to it. */
export function TemporaryPart({ file }: { file: BorrowerFile }) {
  const { t, language } = useText();
  const words = t.file.temporary;
  const member = useMember();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const asked = file.line?.temporaryAsk ?? null;
  if (asked === null) return null;
  return (
    <div className="panel" data-testid="temporary-ask">
      <h2>{words.title}</h2>
      <p>
        {words.asked(money(asked.limitFen, language), asked.until)} ·{' '}
        <span className="muted num">{moment(asked.askedAt)}</span>
      </p>
      {mayDo(member.roles, 'decideTemporaryLimit') && (
        <Button type="primary" onClick={() => setAsking(true)}>
          {words.decide}
        </Button>
      )}
      <Ask<ApprovalFieldValues, BorrowerFile>
        open={asking}
        title={words.decide}
        help={words.help}
        submit={t.common.confirm}
        act={(fields) => client.decideTemporaryLimit({ params: { id: file.id }, body: fields })}
        onDone={(next) => queries.setQueryData(keys.borrower(file.id), next)}
        onClose={() => setAsking(false)}
      >
        <ApprovalFields yes={words.agree} no={words.turnDown} note={words.note} />
      </Ask>
    </div>
  );
}
