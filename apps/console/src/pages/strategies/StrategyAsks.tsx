import { parseAmount, type Strategy, type StrategyInput } from '@clearline/client';
import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { useRegions } from './useRegions.ts';

interface Fields {
  readonly name: { readonly zh: string; readonly en: string };
  readonly reason: { readonly zh: string; readonly en: string };
  readonly effect: StrategyInput['effect'];
  readonly reduceToPercent?: number | null;
  readonly minLimit?: string;
  readonly dormantMonths?: number | null;
  readonly lineKind: '' | NonNullable<StrategyInput['lineKind']>;
  readonly region: '' | NonNullable<StrategyInput['region']>;
  readonly segment: '' | NonNullable<StrategyInput['segment']>;
  readonly noticeDays: number;
}

function inputOf(fields: Fields): StrategyInput {
  return {
    name: fields.name,
    reason: fields.reason,
    effect: fields.effect,
    reduceToPercent: fields.effect === 'REDUCE' ? (fields.reduceToPercent ?? null) : null,
    minLimitFen: parseAmount(fields.minLimit ?? ''),
    dormantMonths: fields.dormantMonths ?? null,
    lineKind: fields.lineKind === '' ? null : fields.lineKind,
    region: fields.region === '' ? null : fields.region,
    segment: fields.segment === '' ? null : fields.segment,
    noticeDays: fields.noticeDays,
  };
}

/** Drafts a strategy; the reply carries whom it would touch. */
export function DraftAsk({ open, onDone, onClose }: { open: boolean; onDone: () => void; onClose: () => void }) {
  const { t } = useText();
  const words = t.strategies;
  const needed = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Ask<Fields, Strategy>
      open={open}
      title={words.draftTitle}
      help={words.draftHelp}
      submit={words.save}
      wide
      initial={{ effect: 'REDUCE', reduceToPercent: 50, lineKind: '', region: '', segment: '', noticeDays: 7 }}
      act={(fields) => client.draftStrategy({ body: inputOf(fields) })}
      onDone={onDone}
      onClose={onClose}
    >
      <div className="field-pair">
        <Form.Item name={['name', 'zh']} label={words.nameZh} rules={needed}>
          <Input lang="zh-CN" />
        </Form.Item>
        <Form.Item name={['name', 'en']} label={words.nameEn} rules={needed}>
          <Input lang="en" />
        </Form.Item>
        <NoteField name={['reason', 'zh']} label={words.reasonZh} rows={2} lang="zh-CN" />
        <NoteField name={['reason', 'en']} label={words.reasonEn} rows={2} lang="en" />
        <Form.Item name="effect" label={words.effect}>
          <Radio.Group options={Object.entries(t.words.strategyEffect).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(a: Fields, b: Fields) => a.effect !== b.effect}>
          {({ getFieldValue }) => (getFieldValue('effect') === 'REDUCE' ? <ReduceTo /> : <span />)}
        </Form.Item>
      </div>
      <h3 className="field-group">{words.scope}</h3>
      <ScopeFields />
      <Form.Item name="noticeDays" label={words.noticeDays} rules={[{ required: true, message: t.common.required }]}>
        <InputNumber min={7} max={90} precision={0} />
      </Form.Item>
    </Ask>
  );
}

function ReduceTo() {
  const { t } = useText();
  return (
    <Form.Item
      name="reduceToPercent"
      label={t.strategies.reduceTo}
      rules={[{ required: true, message: t.common.required }]}
    >
      <InputNumber min={0} max={99} precision={0} suffix="%" />
    </Form.Item>
  );
}

/** Whom a strategy is about; what is left open takes in everybody. */
function ScopeFields() {
  const { t, local } = useText();
  const regions = useRegions();
  const words = t.strategies;
  return (
    <div className="field-pair">
      <Form.Item
        name="minLimit"
        label={words.minLimit}
        rules={[
          {
            validator: (_, value: string | undefined) =>
              (value ?? '') === '' || parseAmount(value ?? '') !== null
                ? Promise.resolve()
                : Promise.reject(new Error(t.file.restriction.amountInvalid)),
          },
        ]}
      >
        <Input inputMode="decimal" placeholder={words.none} />
      </Form.Item>
      <Form.Item name="dormantMonths" label={words.dormant}>
        <InputNumber min={1} max={60} precision={0} placeholder={words.none} />
      </Form.Item>
      <Form.Item name="lineKind" label={words.lineKind}>
        <Select
          options={[
            { value: '', label: words.bothKinds },
            ...Object.entries(t.words.lineKind).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Form.Item>
      <Form.Item name="segment" label={words.segment}>
        <Select
          options={[
            { value: '', label: words.everybody },
            ...Object.entries(t.words.segment).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Form.Item>
      <Form.Item name="region" label={words.region} extra={words.regionHelp}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: words.everywhere },
            ...regions.map(({ code, name }) => ({ value: code, label: local(name) })),
          ]}
        />
      </Form.Item>
    </div>
  );
}

/** Approves or rejects; the help says how many people will be told at once. */
export function ApproveStrategyAsk({
  strategy,
  onDone,
  onClose,
}: {
  strategy: Strategy | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.strategies;
  return (
    <Ask<ApprovalFieldValues, Strategy>
      open={strategy !== null}
      title={words.approveTitle}
      help={
        strategy === null
          ? ''
          : t.common.sentences(words.approveHelp(strategy.blast.borrowers, strategy.noticeDays), words.noSelf)
      }
      submit={t.common.confirm}
      act={(fields) => client.approveStrategy({ params: { id: strategy?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <ApprovalFields yes={words.approve} no={words.withdraw} note={words.note} />
    </Ask>
  );
}
