import {
  type BorrowerFile,
  type Loan,
  type LoanChange,
  type LoanHistoryItem,
  type LoanProposal,
  parseAmount,
  type Payment,
} from '@clearline/client';
import { Form, Input, InputNumber, Select } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { money } from '../../lib/format.ts';
import { useDemoClock } from '../../session/clock.ts';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { AmountField, DayField, ReasonFields, type ReasonText, reasonOf } from './loan-fields.tsx';
import { changeOf, type ChangeFields, FIELDS_OF } from './loan-change.ts';

interface Common {
  readonly onDone: (file: BorrowerFile) => void;
  readonly onClose: () => void;
}

/** A change of one loan; the fields follow what is chosen. */
export function ChangeLoanAsk({ loan, onDone, onClose }: Common & { loan: Loan | null }) {
  const { t } = useText();
  const words = t.loans;
  const today = useDemoClock().data?.businessDate ?? '';
  return (
    <Ask<ChangeFields & ReasonText, BorrowerFile>
      open={loan !== null}
      title={words.changeTitle}
      help={words.changeHelp}
      submit={words.submit}
      initial={{ kind: 'penalty_waiver', date: today, feeCode: 'LITIGATION' }}
      act={(fields) =>
        client.changeLoan({
          params: { id: loan?.id ?? '' },
          body: { change: changeOf(fields), date: fields.date ?? today, reason: reasonOf(fields) },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <Form.Item name="kind" label={words.kind} rules={[{ required: true }]}>
        <Select options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: ChangeFields, b: ChangeFields) => a.kind !== b.kind}>
        {({ getFieldValue }) => <ChangeFieldsOf kind={getFieldValue('kind') as LoanChange['kind']} loan={loan} />}
      </Form.Item>
      <ReasonFields />
    </Ask>
  );
}

function ChangeFieldsOf({ kind, loan }: { kind: LoanChange['kind']; loan: Loan | null }) {
  const { t, local } = useText();
  const words = t.loans;
  const required = [{ required: true, message: t.common.required }];
  const fields = FIELDS_OF[kind];
  return (
    <>
      {fields.includes('amount') ? <AmountField label={words.amount} /> : null}
      {fields.includes('feeCode') ? (
        <Form.Item name="feeCode" label={words.feeCode} rules={required}>
          <Select options={Object.entries(words.feeCodes).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      ) : null}
      {fields.includes('rate') ? (
        <Form.Item
          name="rate"
          label={words.rate}
          rules={[{ required: true, pattern: /^\d{1,2}(\.\d{1,7})?$/, message: words.rateInvalid }]}
        >
          <Input inputMode="decimal" />
        </Form.Item>
      ) : null}
      {fields.includes('instalments') ? (
        <Form.Item name="instalments" label={words.instalments} rules={required}>
          <InputNumber min={1} max={600} precision={0} />
        </Form.Item>
      ) : null}
      {fields.includes('firstDueDate') ? <DayField name="firstDueDate" label={words.firstDueDate} /> : null}
      {fields.includes('date') ? <DayField name="date" label={words.from} /> : null}
      {fields.includes('until') ? <DayField name="until" label={words.until} /> : null}
      {fields.includes('ofId') ? (
        <Form.Item name="ofId" label={words.ofId} rules={required}>
          <Select
            options={(loan?.history ?? [])
              .filter(isReversible)
              .map((item) => ({ value: item.eventId, label: `${item.date} ${local(item.text)}` }))}
          />
        </Form.Item>
      ) : null}
    </>
  );
}

const isReversible = ({ paymentId, reversedOn }: LoanHistoryItem): boolean => paymentId === null && reversedOn === null;

interface ReceiptFields {
  readonly amount: string;
  readonly date: string;
  readonly reference: string;
  readonly surplus: 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT';
}

export function ReceiptAsk({ loan, onDone, onClose }: Common & { loan: Loan | null }) {
  const { t } = useText();
  const words = t.loans;
  const today = useDemoClock().data?.businessDate ?? '';
  return (
    <Ask<ReceiptFields, BorrowerFile>
      open={loan !== null}
      title={words.receiptTitle}
      help={words.receiptHelp}
      submit={words.submit}
      initial={{ date: today, surplus: 'SHORTER_TENOR' }}
      act={({ amount, date, reference, surplus }) =>
        client.recordRepayment({
          params: { id: loan?.id ?? '' },
          body: { amountFen: parseAmount(amount) ?? 0, date, reference: reference.trim(), surplus },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <AmountField label={words.amount} />
      <DayField name="date" label={words.valueDate} />
      <Form.Item
        name="reference"
        label={words.reference}
        rules={[{ required: true, whitespace: true, message: t.common.required }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="surplus" label={words.surplus}>
        <Select options={Object.entries(words.surpluses).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
    </Ask>
  );
}

export function RefundAsk({ loan, onDone, onClose }: Common & { loan: Loan | null }) {
  const { t, language } = useText();
  const words = t.loans;
  return (
    <Ask<{ amount?: string } & ReasonText, BorrowerFile>
      open={loan !== null}
      title={words.refundTitle}
      help={words.refundHelp(money(loan?.creditFen ?? 0, language))}
      submit={words.submit}
      act={(fields) =>
        client.refundCredit({
          params: { id: loan?.id ?? '' },
          body: { amountFen: parseAmount(fields.amount ?? ''), reason: reasonOf(fields) },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <AmountField label={words.amount} optional={words.refundAll} />
      <ReasonFields />
    </Ask>
  );
}

export function ReturnAsk({
  paymentId,
  onDone,
  onClose,
}: {
  paymentId: string | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.loans;
  const today = useDemoClock().data?.businessDate ?? '';
  return (
    <Ask<{ date: string } & ReasonText, Payment>
      open={paymentId !== null}
      title={words.returnTitle}
      help={words.returnHelp}
      submit={words.submit}
      danger
      initial={{ date: today }}
      act={(fields) =>
        client.returnPayment({
          params: { id: paymentId ?? '' },
          body: { date: fields.date, reason: reasonOf(fields) },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <DayField name="date" label={words.returnDate} />
      <ReasonFields />
    </Ask>
  );
}

export function ApproveChangeAsk({ proposal, onDone, onClose }: Common & { proposal: LoanProposal | null }) {
  const { t } = useText();
  const words = t.loans;
  return (
    <Ask<ApprovalFieldValues, BorrowerFile>
      open={proposal !== null}
      title={words.approveTitle}
      help={words.approveHelp}
      submit={t.common.confirm}
      act={(fields) => client.approveLoanChange({ params: { id: proposal?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <ApprovalFields yes={words.approved} no={words.rejected} note={words.note} />
    </Ask>
  );
}
