import type { AppealDesk } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { useDeskUpdate } from './desk-update.ts';

/** Asks the borrower for something, in both languages; the clock stands until it comes. */
export function InfoAsk({ open, appealId, onClose }: { open: boolean; appealId: string; onClose: () => void }) {
  const { t } = useText();
  const update = useDeskUpdate();
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
      <NoteField name="zh" label={t.desk.infoZh} lang="zh-CN" />
      <NoteField name="en" label={t.desk.infoEn} lang="en" />
    </Ask>
  );
}
