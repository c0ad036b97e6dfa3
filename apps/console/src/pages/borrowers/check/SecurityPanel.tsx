import { type BorrowerFile, parseAmount, type Security } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { Ask } from '../../../ui/Ask.tsx';
import { DayInput } from '../../../ui/DayInput.tsx';
import { useProblemText } from '../../../ui/Problem.tsx';
import { CoverTable } from './CoverTable.tsx';
import { plainSecurity } from './figures.ts';
import { PartHead, type PartProps } from './PartHead.tsx';
import { useFileUpdate } from './use-check.ts';

/** What stands behind the debt, and what of it counts. */
export function SecurityPanel({ id, recorded, memo, mayRecord }: PartProps) {
  const { t } = useText();
  const words = t.check;
  const { cover } = memo;
  const { message } = App.useApp();
  const problem = useProblemText();
  const [asking, setAsking] = useState(false);
  const done = useFileUpdate(id);
  const record = useMutation({
    mutationFn: (securities: readonly Security[]) =>
      client.recordCheck({ params: { id }, body: { kind: 'SECURITY', securities: [...securities] } }),
    onSuccess: done,
    onError: (error) => void message.error(problem(error)),
  });
  const given = cover.securities.map(plainSecurity);
  return (
    <div className="panel">
      <PartHead title={words.security} recorded={recorded}>
        {mayRecord && given.length === 0 && recorded === null ? (
          <Button loading={record.isPending} onClick={() => record.mutate([])} data-testid="record-unsecured">
            {words.unsecured}
          </Button>
        ) : null}
        {mayRecord ? (
          <Button onClick={() => setAsking(true)} data-testid="add-security">
            {words.addSecurity}
          </Button>
        ) : null}
      </PartHead>
      {recorded !== null && given.length === 0 ? <p>{words.none}</p> : null}
      {given.length === 0 ? null : (
        <CoverTable
          cover={cover}
          onRemove={mayRecord ? (index) => record.mutate(given.filter((_one, other) => other !== index)) : undefined}
        />
      )}
      <SecurityAsk id={id} open={asking} given={given} onClose={() => setAsking(false)} />
    </div>
  );
}

interface Fields extends Pick<Security, 'kind' | 'text' | 'valuer' | 'valuedOn'> {
  readonly value: string;
  readonly prior: string;
}

function SecurityAsk({
  id,
  open,
  given,
  onClose,
}: {
  id: string;
  open: boolean;
  given: readonly Security[];
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.check;
  const done = useFileUpdate(id);
  const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));
  const valuers = Object.entries(words.valuers).map(([value, label]) => ({ value, label }));
  const required = [{ required: true, message: t.common.required }];
  const amount = [
    {
      validator: (_: unknown, value: string | undefined) =>
        parseAmount(value ?? '') === null
          ? Promise.reject(new Error(t.file.restriction.amountInvalid))
          : Promise.resolve(),
    },
  ];
  return (
    <Ask<Fields, BorrowerFile>
      open={open}
      wide
      title={words.security}
      help={words.securityHelp}
      submit={t.check.record}
      initial={{ valuer: 'INDEPENDENT', prior: '0' }}
      act={({ kind, text, valuer, valuedOn, value, prior }) => {
        const added: Security = {
          kind,
          text: text.trim(),
          valuer,
          valuedOn,
          valueFen: parseAmount(value) ?? 0,
          priorChargesFen: parseAmount(prior) ?? 0,
        };
        return client.recordCheck({ params: { id }, body: { kind: 'SECURITY', securities: [...given, added] } });
      }}
      onDone={done}
      onClose={onClose}
    >
      <div className="field-pair">
        <Form.Item name="kind" label={words.kind} rules={required}>
          <Select options={kinds} />
        </Form.Item>
        <Form.Item name="text" label={words.securityText} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="value" label={words.value} rules={amount}>
          <Input inputMode="decimal" />
        </Form.Item>
        <Form.Item name="prior" label={words.prior} rules={amount}>
          <Input inputMode="decimal" />
        </Form.Item>
        <Form.Item name="valuer" label={words.valuer} rules={required}>
          <Select options={valuers} />
        </Form.Item>
        <Form.Item name="valuedOn" label={words.valuedOn} rules={required}>
          <DayInput />
        </Form.Item>
      </div>
    </Ask>
  );
}
