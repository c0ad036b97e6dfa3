import type { AppealDesk } from '@clearline/client';
import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { correctableInputs, isMoneyInput, type Reading } from './evidence.ts';

/** The values a reviewer takes from the files: the borrower's own to accept or correct, and further ones to add. */
export function Readings({
  desk,
  readings,
  onChange,
}: {
  desk: AppealDesk;
  readings: readonly Reading[];
  onChange: (readings: readonly Reading[]) => void;
}) {
  const { t } = useText();
  const first = desk.appeal.evidence[0];
  if (first === undefined) return null;
  const edit = (key: string, next: Partial<Reading>) =>
    onChange(readings.map((reading) => (reading.key === key ? { ...reading, ...next } : reading)));
  const add = () =>
    onChange([
      ...readings,
      { key: `added-${readings.length}`, evidenceId: first.id, input: '', text: '', accepted: true },
    ]);
  return (
    <div>
      <div className="panel-head" style={{ marginBottom: 4 }}>
        <h3 style={{ marginBottom: 0 }}>{t.desk.acceptedList}</h3>
        <Button size="small" icon={<PlusOutlined />} onClick={add}>
          {t.desk.addValue}
        </Button>
      </div>
      {readings.length === 0 ? <p className="muted small">{t.desk.noDeclared}</p> : null}
      {readings.map((reading) => (
        <ReadingRow key={reading.key} desk={desk} reading={reading} onEdit={(next) => edit(reading.key, next)} />
      ))}
    </div>
  );
}

function ReadingRow({
  desk,
  reading,
  onEdit,
}: {
  desk: AppealDesk;
  reading: Reading;
  onEdit: (next: Partial<Reading>) => void;
}) {
  const { t, local } = useText();
  const money = isMoneyInput(reading.input, desk.decision.inputs);
  const declared = desk.appeal.evidence.flatMap((e) => e.declared).find((d) => d.input === reading.input);
  const added = reading.key.startsWith('added-');
  return (
    <div className="row" style={{ marginBottom: 4 }}>
      <Checkbox checked={reading.accepted} onChange={(event) => onEdit({ accepted: event.target.checked })}>
        {t.desk.accept}
      </Checkbox>
      {added ? (
        <>
          <Select
            size="small"
            aria-label={t.desk.evidence}
            popupMatchSelectWidth={false}
            value={reading.evidenceId}
            style={{ width: 118 }}
            options={desk.appeal.evidence.map((e) => ({
              value: e.id,
              label: `${t.words.evidenceKind[e.kind]} · ${e.fileName}`,
            }))}
            onChange={(evidenceId) => onEdit({ evidenceId })}
          />
          <Select
            size="small"
            aria-label={t.desk.applies}
            placeholder={t.desk.applies}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            value={reading.input === '' ? null : reading.input}
            style={{ width: 118 }}
            options={correctableInputs(desk).map((input) => ({ value: input.name, label: local(input.label) }))}
            onChange={(input) => onEdit({ input: input ?? '' })}
          />
        </>
      ) : (
        <span>{declared === undefined ? reading.input : local(declared.label)}</span>
      )}
      <Input
        size="small"
        className="num"
        style={{ width: 112, marginLeft: 'auto' }}
        inputMode="decimal"
        aria-label={money ? t.desk.acceptedValueMoney : t.desk.acceptedValue}
        suffix={money ? t.common.yuan : undefined}
        value={reading.text}
        onChange={(event) => onEdit({ text: event.target.value, accepted: true })}
      />
    </div>
  );
}
