import type { ReasonToGive, ReasonUse } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Form, Select, type SelectProps } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useProblemText } from '../../ui/Problem.tsx';

/**
 * The reasons of the policy as they stand for this borrower now: what may be given first, with the value; the others below,
 * each with why not. As many as a notice carries, one of them able to stand alone, each about another value; those that carry a
 * restriction are of one family. The core refuses the same ones (G1, G3, G5); here one sees it before asking.
 */
export function ReasonsField({ borrowerId, use, label }: { borrowerId: string; use: ReasonUse; label: string }) {
  const { t } = useText();
  const words = t.file.reasons;
  const { reasons, extra } = useReasons(borrowerId, use);
  const list = useReasonList();
  const codes = Form.useWatch<string[] | undefined>('reasonCodes', Form.useFormInstance()) ?? [];
  const chosen = (reasons.data ?? []).filter(({ code }) => codes.includes(code));
  const why = (reason: ReasonToGive): string | null => {
    if (codes.includes(reason.code)) return null;
    if (reason.state !== 'HOLDS') return words.state[reason.state];
    const alone = chosen.filter(carries);
    if (chosen.some(({ input }) => input === reason.input)) return words.sameValue;
    if (!carries(reason)) return alone.length === 0 ? words.needsOther : null;
    return use === 'RESTRICT' && alone.some(({ causeFamily }) => causeFamily !== reason.causeFamily)
      ? words.otherFamily
      : null;
  };
  return (
    <Form.Item
      name="reasonCodes"
      label={label}
      extra={extra}
      rules={[{ required: true, type: 'array', min: 1, message: t.common.required }]}
    >
      <Select<string[], Option>
        {...list(reasons.data ?? [], why, [
          { label: words.open, has: (reason) => reason.state === 'HOLDS' && carries(reason) },
          { label: words.beside, has: (reason) => reason.state === 'HOLDS' && !carries(reason) },
          { label: words.closed, has: ({ state }) => state !== 'HOLDS' },
        ])}
        mode="multiple"
        maxCount={MAX_REASONS}
        loading={reasons.isPending}
      />
    </Form.Item>
  );
}

const MAX_REASONS = 4;
const carries = ({ standing }: ReasonToGive): boolean => standing === 'ALONE';

/** Asked for whenever a form opens: what holds changes with every event. */
export const useReasonsToGive = (borrowerId: string, use: ReasonUse, enabled = true) =>
  useQuery({
    queryKey: keys.reasons(borrowerId, use),
    staleTime: 0,
    enabled,
    queryFn: async () => (await client.reasonsToGive({ params: { id: borrowerId }, query: { use } })).items,
  });

/** The reasons with what stands below the field: why there are none, or how to choose. */
const useReasons = (borrowerId: string, use: ReasonUse) => {
  const { t } = useText();
  const problem = useProblemText();
  const reasons = useReasonsToGive(borrowerId, use);
  const isNone = reasons.isSuccess && !reasons.data.some((reason) => reason.state === 'HOLDS' && carries(reason));
  return {
    reasons,
    extra: reasons.isError ? problem(reasons.error) : isNone ? t.file.reasons.none : t.file.reasons.several,
  };
};

/** A reason in the list, or a group of them. */
interface Option {
  readonly label: string;
  readonly value?: string;
  readonly disabled?: boolean;
  readonly reason?: ReasonToGive;
  readonly why?: string | null;
  readonly options?: Option[];
}
interface Group {
  readonly label: string;
  readonly has: (reason: ReasonToGive) => boolean;
}

/** What a list of reasons shows, in its groups, and how it is searched: by title or by code. */
const useReasonList = () => {
  const { local } = useText();
  return (
    reasons: readonly ReasonToGive[],
    why: (reason: ReasonToGive) => string | null,
    groups: readonly Group[],
  ): Pick<SelectProps<unknown, Option>, 'options' | 'optionRender' | 'showSearch'> => ({
    showSearch: { filterOption: (sought, option) => matches(sought, option?.reason, local) },
    options: groups
      .map(({ label, has }) => ({ label, options: reasons.filter(has).map((reason) => optionOf(reason, why(reason))) }))
      .filter((group) => group.options.length > 0),
    optionRender: ({ data, label }) => choiceOf(data, label),
  });

  function optionOf(reason: ReasonToGive, why: string | null): Option {
    return { value: reason.code, label: local(reason.title), reason, why, disabled: why !== null };
  }
};

const choiceOf = ({ reason, why = null }: Option, name: ReactNode): ReactNode =>
  reason === undefined ? name : <Choice reason={reason} why={why} />;

/** A group matches where one of its reasons does. */
const matches = (sought: string, reason: ReasonToGive | undefined, local: (text: ReasonToGive['title']) => string) =>
  reason !== undefined && `${local(reason.title)} ${reason.code}`.toLowerCase().includes(sought.trim().toLowerCase());

function Choice({ reason, why }: { reason: ReasonToGive; why: string | null }) {
  const { t, local } = useText();
  return (
    <div className="reason-choice" data-testid={`reason-${reason.code}`}>
      <div>
        {local(reason.title)} <span className="muted small mono">{reason.code}</span>
      </div>
      <div className="muted small">
        {t.common.sentences(t.file.reasons.value(local(reason.label), local(reason.value)), local(reason.ourLine))}
      </div>
      {why === null ? null : <div className="small reason-why">{why}</div>}
    </div>
  );
}
