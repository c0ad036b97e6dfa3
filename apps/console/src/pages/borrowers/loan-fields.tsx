import { parseAmount } from '@clearline/client';
import { Form, Input } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { DayInput } from '../../ui/DayInput.tsx';
import { NoteField } from '../../ui/NoteField.tsx';

/** A reason that the borrower reads too, so in both languages. */
export interface ReasonText {
  readonly reasonZh: string;
  readonly reasonEn: string;
}

export const reasonOf = ({ reasonZh, reasonEn }: ReasonText) => ({ zh: reasonZh.trim(), en: reasonEn.trim() });

export function ReasonFields() {
  const { t } = useText();
  return (
    <>
      <NoteField name="reasonZh" label={t.loans.reasonZh} rows={2} lang="zh-CN" />
      <NoteField name="reasonEn" label={t.loans.reasonEn} rows={2} lang="en" />
    </>
  );
}

export function DayField({ name, label }: { name: string; label: string }) {
  const { t } = useText();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t.common.required }]}>
      <DayInput />
    </Form.Item>
  );
}

/** An amount in yuan; with `optional` it may stay empty, and the text says what that means. */
export function AmountField({ label, optional }: { label: string; optional?: string }) {
  const { t } = useText();
  const isFine = (value: string | undefined): boolean =>
    (value ?? '') === '' ? optional !== undefined : (parseAmount(value ?? '') ?? 0) > 0;
  return (
    <Form.Item
      name="amount"
      label={label}
      rules={[
        {
          validator: (_, value: string | undefined) =>
            isFine(value) ? Promise.resolve() : Promise.reject(new Error(t.file.restriction.amountInvalid)),
        },
      ]}
    >
      <Input inputMode="decimal" {...(optional === undefined ? {} : { placeholder: optional })} />
    </Form.Item>
  );
}
