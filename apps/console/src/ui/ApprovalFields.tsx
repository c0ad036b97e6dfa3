import { Form, Input, Radio } from 'antd';
import { useText } from '../i18n/context.tsx';

export interface ApprovalFieldValues {
  readonly approved: boolean;
  readonly note: string;
}

/** The second person’s word: yes or no, and why. */
export function ApprovalFields({ yes, no, note }: { yes: string; no: string; note: string }) {
  const { t } = useText();
  return (
    <>
      <Form.Item name="approved">
        <Radio.Group
          options={[
            { value: true, label: yes },
            { value: false, label: no },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label={note} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </>
  );
}
