import type { ReasonToGive, ReasonUse } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useProblemText } from '../../ui/Problem.tsx';

/**
 * The reasons of the policy as they stand for this borrower now: what may be given first, with the value; the others below,
 * each with why not. The core refuses the same ones (G1, G3, G5); here one sees it before asking.
 */
export function ReasonField({ borrowerId, use, label }: { borrowerId: string; use: ReasonUse; label: string }) {
  const { t, local } = useText();
  const words = t.file.reasons;
  const problem = useProblemText();
  const reasons = useQuery({
    queryKey: keys.reasons(borrowerId, use),
    // What holds changes with every event: asked for whenever the form opens.
    staleTime: 0,
    queryFn: async () => (await client.reasonsToGive({ params: { id: borrowerId }, query: { use } })).items,
  });
  const options = (chosen: (reason: ReasonToGive) => boolean): Option[] =>
    (reasons.data ?? [])
      .filter(chosen)
      .map((reason) => ({ value: reason.code, label: local(reason.title), reason, disabled: !mayStand(reason) }));
  const open = options(mayStand);
  return (
    <Form.Item
      name="reasonCode"
      label={label}
      extra={
        reasons.isError ? problem(reasons.error) : reasons.isSuccess && open.length === 0 ? words.none : words.help
      }
      rules={[{ required: true, whitespace: true, message: t.common.required }]}
    >
      <Select<string, Option>
        showSearch={{ filterOption: (sought, option) => matches(sought, option?.reason, local) }}
        loading={reasons.isPending}
        options={[
          { label: words.open, options: open },
          { label: words.closed, options: options((reason) => !mayStand(reason)) },
        ].filter((group) => group.options.length > 0)}
        optionRender={({ data, label: name }) => choiceOf(data, name)}
      />
    </Form.Item>
  );
}

/** A reason in the list, or a group of them. */
interface Option {
  readonly label: string;
  readonly value?: string;
  readonly disabled?: boolean;
  readonly reason?: ReasonToGive;
  readonly options?: Option[];
}

const choiceOf = ({ reason }: Option, name: ReactNode): ReactNode =>
  reason === undefined ? name : <Choice reason={reason} />;

const mayStand = ({ state, standing }: ReasonToGive): boolean => state === 'HOLDS' && standing === 'ALONE';

/** By title or by code; a group matches where one of its reasons does. */
const matches = (sought: string, reason: ReasonToGive | undefined, local: (text: ReasonToGive['title']) => string) =>
  reason !== undefined && `${local(reason.title)} ${reason.code}`.toLowerCase().includes(sought.trim().toLowerCase());

function Choice({ reason }: { reason: ReasonToGive }) {
  const { t, local } = useText();
  const words = t.file.reasons;
  const why = mayStand(reason) ? null : reason.state === 'HOLDS' ? words.supporting : words.state[reason.state];
  return (
    <div className="reason-choice" data-testid={`reason-${reason.code}`}>
      <div>
        {local(reason.title)} <span className="muted small mono">{reason.code}</span>
      </div>
      <div className="muted small">
        {t.common.sentences(words.value(local(reason.label), local(reason.value)), local(reason.ourLine))}
      </div>
      {why === null ? null : <div className="small reason-why">{why}</div>}
    </div>
  );
}
