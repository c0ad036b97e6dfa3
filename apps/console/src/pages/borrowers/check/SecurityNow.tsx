import { type BorrowerFile, moment, parseAmount, type Security, type ThreePartCheck } from '@clearline/client';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { mayDo } from '../../../session/pages.ts';
import { useMember } from '../../../session/session.tsx';
import { Ask } from '../../../ui/Ask.tsx';
import { DayInput } from '../../../ui/DayInput.tsx';
import { NoteField } from '../../../ui/NoteField.tsx';
import { CoverTable } from './CoverTable.tsx';
import { plainSecurity, typed } from './figures.ts';
import { useFileUpdate } from './use-check.ts';

type Cover = NonNullable<ThreePartCheck['securityNow']>;

/** What stands behind an open line by now, and whether it waits to be valued again. */
export function SecurityNow({ id, cover, since }: { id: string; cover: Cover; since: string | null }) {
  const { t } = useText();
  const words = t.check.valuation;
  const member = useMember();
  const [asking, setAsking] = useState(false);
  return (
    <div className="panel" data-testid="security-now">
      <div className="panel-head">
        <h2>{words.title}</h2>
        {mayDo(member.roles, 'revalueSecurity') ? (
          <Button type={since === null ? 'default' : 'primary'} onClick={() => setAsking(true)}>
            {words.revalue}
          </Button>
        ) : null}
      </div>
      <p className="muted small" style={{ marginBottom: 10 }}>
        {words.help}
      </p>
      {since === null ? null : (
        <Alert type="warning" showIcon title={words.waits(moment(since))} style={{ marginBottom: 12 }} />
      )}
      <CoverTable cover={cover} />
      <RevalueAsk id={id} open={asking} given={cover.securities} onClose={() => setAsking(false)} />
    </div>
  );
}

interface Item {
  readonly value: string;
  readonly prior: string;
  readonly valuer: Security['valuer'];
  readonly valuedOn: string;
}
interface Fields {
  readonly items: Readonly<Record<string, Item>>;
  readonly note: string;
}

function RevalueAsk({
  id,
  open,
  given,
  onClose,
}: {
  id: string;
  open: boolean;
  given: Cover['securities'];
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.check;
  const done = useFileUpdate(id);
  const required = [{ required: true, message: t.common.required }];
  const amount = [
    {
      validator: (_: unknown, text: string | undefined) =>
        parseAmount(text ?? '') !== null
          ? Promise.resolve()
          : Promise.reject(new Error(t.file.restriction.amountInvalid)),
    },
  ];
  const initial = Object.fromEntries(
    given.map(({ valueFen, priorChargesFen, valuer, valuedOn, outdated }, at) => [
      String(at),
      // A day that has grown old is asked for anew, and not sent again unseen.
      { value: typed(valueFen), prior: typed(priorChargesFen), valuer, valuedOn: outdated ? '' : valuedOn },
    ]),
  );
  const valuers = (['INDEPENDENT', 'LENDER', 'OWNER'] as const).map((value) => ({
    value,
    label: words.valuers[value],
  }));
  return (
    <Ask<Fields, BorrowerFile>
      open={open}
      wide
      title={words.valuation.revalue}
      help={words.valuation.askHelp}
      submit={t.check.record}
      initial={{ items: initial }}
      act={({ items, note }) =>
        client.revalueSecurity({
          params: { id },
          body: {
            securities: given.map((one, at) => {
              const item = items[String(at)];
              return item === undefined
                ? plainSecurity(one)
                : {
                    ...plainSecurity(one),
                    valueFen: parseAmount(item.value) ?? 0,
                    priorChargesFen: parseAmount(item.prior) ?? 0,
                    valuer: item.valuer,
                    valuedOn: item.valuedOn,
                  };
            }),
            note: note.trim(),
          },
        })
      }
      onDone={done}
      onClose={onClose}
    >
      {given.map((one, at) => (
        // By place: two of the same kind are two.
        <section key={String(at)}>
          <h3 className="field-group">
            {words.kinds[one.kind]} · {one.text}
          </h3>
          <div className="field-pair">
            <Form.Item name={['items', String(at), 'value']} label={words.value} rules={amount}>
              <Input inputMode="decimal" />
            </Form.Item>
            <Form.Item name={['items', String(at), 'prior']} label={words.prior} rules={amount}>
              <Input inputMode="decimal" />
            </Form.Item>
            <Form.Item name={['items', String(at), 'valuer']} label={words.valuer} rules={required}>
              <Select options={valuers} />
            </Form.Item>
            <Form.Item name={['items', String(at), 'valuedOn']} label={words.valuedOn} rules={required}>
              <DayInput />
            </Form.Item>
          </div>
        </section>
      ))}
      <NoteField label={words.note} />
    </Ask>
  );
}
