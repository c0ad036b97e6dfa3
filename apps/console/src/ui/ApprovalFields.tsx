import { Form, Radio } from 'antd';
import { useText } from '../i18n/context.tsx';
import { NoteField } from './NoteField.tsx';

export interface ApprovalFieldValues {
  readonly approved: boolean;
  readonly note: string;
}

/** The second person’s word: yes or no, and why. Neither is chosen beforehand: to agree is something that one does. */
export function ApprovalFields({
  yes,
  no,
  note,
  placeholder,
}: {
  yes: string;
  no: string;
  note: string;
  placeholder?: string;
}) {
  const { t } = useText();
  return (
    <>
      <Form.Item name="approved" rules={[{ required: true, message: t.common.required }]}>
        <Radio.Group
          options={[
            { value: true, label: yes },
            { value: false, label: no },
          ]}
        />
      </Form.Item>
      <NoteField label={note} {...(placeholder === undefined ? {} : { placeholder })} />
    </>
  );
}
