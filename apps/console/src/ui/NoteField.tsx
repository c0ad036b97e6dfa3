import { Form, Input } from 'antd';
import { useText } from '../i18n/context.tsx';

/** Words that must be given: why, what was checked, or a text that the borrower reads in the language `lang`. */
export function NoteField({
  label,
  name = 'note',
  rows = 3,
  placeholder,
  lang,
}: {
  label: string;
  /** The field’s name, or the path to it in the form. */
  name?: string | string[];
  rows?: number;
  placeholder?: string;
  lang?: 'zh-CN' | 'en';
}) {
  const { t } = useText();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
      <Input.TextArea
        rows={rows}
        maxLength={2000}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(lang === undefined ? {} : { lang })}
      />
    </Form.Item>
  );
}
