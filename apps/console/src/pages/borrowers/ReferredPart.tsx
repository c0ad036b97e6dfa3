import { type BorrowerFile, parseAmount } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Radio } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { YuanField } from '../../ui/YuanField.tsx';
import { ReasonsField } from './ReasonField.tsx';

interface Fields {
  readonly approved: boolean;
  readonly limit?: string;
  readonly reasonCodes?: string[];
  readonly note: string;
}

/** An application that the machine would not decide: what a person can do about it, in place of a line or above the one it would replace. */
export function ReferredPart({ file, openCheck }: { file: BorrowerFile; openCheck: () => void }) {
  const { t, local } = useText();
  const words = t.file.referred;
  const member = useMember();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const needsCheck = (file.threePartCheck?.causes.length ?? 0) > 0;
  const done = (next: BorrowerFile) => {
    queries.setQueryData(keys.borrower(file.id), next);
    void queries.invalidateQueries({ queryKey: keys.today });
  };
  return (
    <div className="panel" data-testid="referred">
      <h2>{words.title}</h2>
      <p style={{ marginBottom: 10 }}>
        {needsCheck ? t.check.toCheck : file.referredFor.length > 0 ? words.helpFor : words.help}
      </p>
      {file.referredFor.length > 0 ? (
        <ul className="stack" data-testid="referred-for" style={{ margin: '0 0 14px', padding: 0, listStyle: 'none' }}>
          {file.referredFor.map((reason) => (
            <li key={reason.code}>
              <strong>{local(reason.title)}</strong>
              <br />
              {t.common.sentences(local(reason.whatWeSaw), local(reason.ourLine))}
            </li>
          ))}
        </ul>
      ) : null}
      {needsCheck ? (
        <Button type="primary" onClick={openCheck}>
          {t.check.open}
        </Button>
      ) : null}
      {mayDo(member.roles, 'decideApplication') && !needsCheck ? (
        <Button type="primary" onClick={() => setAsking(true)}>
          {words.decide}
        </Button>
      ) : null}
      <Ask<Fields, BorrowerFile>
        open={asking}
        title={words.decide}
        help={file.referredFor.length > 0 ? words.helpFor : words.help}
        submit={t.common.confirm}
        act={({ approved, limit, reasonCodes, note }) =>
          client.decideApplication({
            params: { id: file.id },
            body: {
              approved,
              limitFen: approved ? parseAmount(limit ?? '') : null,
              reasonCodes: approved ? [] : (reasonCodes ?? []),
              note: note.trim(),
            },
          })
        }
        onDone={done}
        onClose={() => setAsking(false)}
      >
        <Form.Item name="approved" rules={[{ required: true, message: t.common.required }]}>
          <Radio.Group
            options={[
              { value: true, label: words.approve },
              { value: false, label: words.decline },
            ]}
          />
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(a: Fields, b: Fields) => a.approved !== b.approved}>
          {({ getFieldValue }) => {
            const approved = getFieldValue('approved') as boolean | undefined;
            if (approved === undefined) return null;
            return approved ? (
              <YuanField name="limit" label={t.file.referred.limit} help={t.file.referred.limitHelp} />
            ) : (
              <ReasonsField borrowerId={file.id} use="DECLINE" label={words.reason} />
            );
          }}
        </Form.Item>
        <NoteField label={words.note} />
      </Ask>
    </div>
  );
}
