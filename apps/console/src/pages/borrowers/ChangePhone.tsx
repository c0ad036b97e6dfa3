import type { BorrowerFile } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Ask } from '../../ui/Ask.tsx';

/** Moves the account to another phone, for a person who no longer has the earlier one and was checked to be themselves. */
export function ChangePhone({ file }: { file: BorrowerFile }) {
  const { t } = useText();
  const words = t.file.phone;
  const member = useMember();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (!mayDo(member.roles, 'changePhone') || file.maskedIdNumber === null) return null;
  const required = { required: true, whitespace: true, message: t.common.required };
  return (
    <>
      <Button onClick={() => setAsking(true)}>{words.change}</Button>
      <Ask<{ phone: string; note: string }, BorrowerFile>
        open={asking}
        title={words.change}
        help={words.help}
        submit={t.common.confirm}
        act={({ phone, note }) =>
          client.changePhone({ params: { id: file.id }, body: { phone: phone.trim(), note: note.trim() } })
        }
        onDone={(next) => queries.setQueryData(keys.borrower(file.id), next)}
        onClose={() => setAsking(false)}
      >
        <Form.Item
          name="phone"
          label={words.phone}
          rules={[{ required: true, pattern: /^\s*1\d{10}\s*$/, message: words.phoneWrong }]}
        >
          <Input inputMode="numeric" autoComplete="off" maxLength={13} />
        </Form.Item>
        <Form.Item name="note" label={words.note} rules={[required]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Ask>
    </>
  );
}
