import type { BorrowerFile, Security } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { parseAmount } from '../../../lib/format.ts';
import { Amount } from '../../../ui/Amount.tsx';
import { Ask } from '../../../ui/Ask.tsx';
import { DayInput } from '../../../ui/DayInput.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { useProblemText } from '../../../ui/Problem.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { plainSecurity } from './figures.ts';
import { PartHead, type PartProps } from './PartHead.tsx';
import { useFileUpdate } from './use-check.ts';

/** What stands behind the debt, and what of it counts. */
export function SecurityPanel({ id, recorded, memo, mayRecord }: PartProps) {
  const { t, local } = useText();
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
  const heads = [
    words.kind,
    words.securityText,
    words.value,
    words.valuer,
    words.valuedOn,
    words.haircut,
    words.prior,
    words.counted,
  ];
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
      {given.length > 0 ? (
        <div className="stack">
          <SmallTable
            heads={mayRecord ? [...heads, ''] : heads}
            text={[1, 3, 4, 8]}
            rows={cover.securities.map((one, index) => ({
              // By place: two of the same kind and value are two.
              key: String(index),
              cells: [
                words.kinds[one.kind],
                one.text,
                <Amount key="value" fen={one.valueFen} />,
                words.valuers[one.valuer],
                <span key="day" className="num">
                  {one.valuedOn}
                </span>,
                local(one.haircut),
                <Amount key="prior" fen={one.priorChargesFen} />,
                one.outdated ? words.outdated : <Amount key="counted" fen={one.countedFen} />,
                ...(mayRecord
                  ? [
                      <Button
                        key="remove"
                        size="small"
                        onClick={() => record.mutate(given.filter((_one, other) => other !== index))}
                      >
                        {words.removeSecurity}
                      </Button>,
                    ]
                  : []),
              ],
            }))}
          />
          <Facts
            items={[
              [words.countedTotal, <Amount key="all" fen={cover.countedFen} />],
              cover.ratio === null ? null : [words.cover, local(cover.ratio)],
            ]}
          />
        </div>
      ) : null}
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
      submit={t.common.confirm}
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
