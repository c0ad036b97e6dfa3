import type { AppealDesk } from '@clearline/client';
import { Form, Input } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { Ask } from '../../ui/Ask.tsx';
import { useDeskUpdate } from './desk-update.ts';

/** Asks the borrower for something, in both languages; the clock stands until it comes. */
export function InfoAsk({ open, appealId, onClose }: { open: boolean; appealId: string; onClose: () => void }) {
  const { t } = useText();
  const update = useDeskUpdate();
  const needed = [{ required: true, whitespace: true, message: t.desk.textBoth }];
  return (
    <Ask<{ zh: string; en: string }, AppealDesk>
      open={open}
      title={t.desk.requestInfo}
      help={t.desk.requestInfoHelp}
      submit={t.desk.send}
      act={(fields) => client.requestInfo({ params: { id: appealId }, body: { text: fields } })}
      onDone={update}
      onClose={onClose}
    >
      <Form.Item name="zh" label={t.desk.infoZh} rules={needed}>
        <Input.TextArea rows={3} lang="zh-CN" />
      </Form.Item>
      <Form.Item name="en" label={t.desk.infoEn} rules={needed}>
        <Input.TextArea rows={3} lang="en" />
      </Form.Item>
    </Ask>
  );
}
