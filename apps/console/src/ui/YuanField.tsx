import { parseAmount } from '@clearline/client';
import { Form, Input } from 'antd';
import { useText } from '../i18n/context.tsx';

/** A sum in yuan that must be given, to the fen at most. */
export function YuanField({ name, label, help }: { name: string; label: string; help?: string }) {
  const { t } = useText();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={help}
      rules={[
        {
          validator: (_, value: string | undefined) =>
            parseAmount(value ?? '') === null
              ? Promise.reject(new Error(t.file.restriction.amountInvalid))
              : Promise.resolve(),
        },
      ]}
    >
      <Input inputMode="decimal" />
    </Form.Item>
  );
}
