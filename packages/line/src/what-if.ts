import type { IncomeUpdateEvent } from './behaviour-event.ts';
import type { Context } from './context.ts';
import type { Action, InputValue, JudgementContext, ReasonRecord, RecordedInput } from './decision-record.ts';
import { collectInputs } from './decision/inputs.ts';
import { inputNamesFor, judge } from './decision/judge.ts';
import { judgementContextOf } from './decision/record.ts';
import { observe } from './evolving/behaviour.ts';
import { newestOf } from './features/newest.ts';
import type { BorrowerFile, Line } from './file.ts';
import { yuan } from './notices/format.ts';
import { type Outcome, accept, refuse } from './refusal.ts';
import { plusDays, plusMs } from './time.ts';
import type { Instant } from './vocabulary.ts';

/** What a borrower can do. Each moves every value that it moves in truth, not one value alone. */
export type BorrowerAction =
  | { readonly kind: 'PAY_DOWN'; readonly amountFen: bigint }
  | { readonly kind: 'WAIT'; readonly days: number }
  | { readonly kind: 'DOCUMENT_INCOME'; readonly monthlyIncomeFen: bigint }
  | { readonly kind: 'SETTLE_ELSEWHERE'; readonly lenders: number; readonly amountFen: bigint }
  | { readonly kind: 'VERIFY_IDENTITY' }
  | { readonly kind: 'LOWER_LIMIT'; readonly limitFen: bigint };
export type BorrowerActionKind = BorrowerAction['kind'];

/** What the next review would come to, on given values. */
export interface Outlook {
  readonly action: Action;
  /** The limit it would arrive at; null where it would leave the limit alone. */
  readonly limitFen: bigint | null;
  readonly reasons: readonly ReasonRecord[];
}
export interface WhatIf {
  readonly before: Outlook;
  readonly after: Outlook;
  readonly changes: readonly { readonly input: string; readonly from: InputValue; readonly to: InputValue }[];
}

/** The values of a judgement on their way to other ones. */
interface Imagined {
  readonly inputs: readonly RecordedInput[];
  readonly about: JudgementContext;
}

/**
 * Judges the borrower’s own data twice, as it is and as it would be after what they might do, through the live policy’s
 * review. Nothing is recorded and nothing counts: asking is no conduct (G6).
 */
export const whatIf = (file: BorrowerFile, actions: readonly BorrowerAction[], context: Context): Outcome<WhatIf> => {
  const { line } = file;
  if (line === null) return refuse('no_line');
  if (line.status === 'CLOSED') return refuse('line_closed');
  const { now: at, businessDate, policies, unsoundSources = [] } = context;
  // Income is the base of ratios that the review tests, also where it tests no income itself; and what is overdue elsewhere says
  // whether a payment there settles it.
  const besides = ['monthly_income', OVERDUE_AMOUNT].filter((name) => policies.inputs[name] !== undefined);
  const names = [...new Set([...inputNamesFor(policies, 'SCHEDULED_REVIEW', line.kind), ...besides])];
  const inputs = collectInputs(names, file, at, businessDate, policies, { unsoundSources });
  const now: Imagined = { inputs, about: judgementContextOf(file, context) };
  let then = now;
  for (const action of actions) {
    const impossible = action.kind === 'LOWER_LIMIT' ? notLower(then, action.limitFen) : null;
    if (impossible !== null) return impossible;
    then = imagine(then, action, file, context);
  }
  const changes = then.inputs.flatMap((input, n) => {
    const from = inputs[n]?.value ?? null;
    return input.value === from ? [] : [{ input: input.name, from, to: input.value }];
  });
  return accept({ before: outlookOf(now, line, context), after: outlookOf(then, line, context), changes });
};

type Refused = Extract<Outcome<never>, { ok: false }>;

/** What the borrower could not do (N247): a limit is lowered, never raised, and to no less than is in use by then. */
const notLower = ({ about: { effectiveLimitFen, usedFen } }: Imagined, limitFen: bigint): Refused | null =>
  limitFen >= effectiveLimitFen
    ? refuse('limit_not_lower', { field: 'limitFen', value: yuan(effectiveLimitFen) })
    : limitFen < usedFen
      ? refuse('limit_below_used', { field: 'limitFen', value: yuan(usedFen) })
      : null;

const outlookOf = ({ inputs, about }: Imagined, line: Line, context: Context): Outlook => {
  const judgement = judge('SCHEDULED_REVIEW', line.kind, inputs, about, context.policies, { explain: false });
  // What people would be asked to agree to is what the borrower has to expect.
  const action = judgement.action === 'REVIEW' ? judgement.wantedAction : judgement.action;
  return { action, limitFen: judgement.limitFen, reasons: judgement.reasons };
};

const imagine = (imagined: Imagined, action: BorrowerAction, file: BorrowerFile, context: Context): Imagined => {
  switch (action.kind) {
    case 'PAY_DOWN':
      return payDown(imagined, action.amountFen);
    case 'WAIT':
      return wait(imagined, action.days, context);
    case 'DOCUMENT_INCOME':
      return documentIncome(imagined, action.monthlyIncomeFen, file, context);
    case 'SETTLE_ELSEWHERE':
      return settleElsewhere(imagined, action);
    case 'VERIFY_IDENTITY':
      return verifyIdentity(imagined, context);
    case 'LOWER_LIMIT':
      return withUse(imagined, imagined.about.usedFen, action.limitFen);
  }
};

/** Money pays what is overdue first, then what is drawn; utilisation, overdue amount and days move together. */
const payDown = (imagined: Imagined, amountFen: bigint): Imagined => {
  const { usedFen, effectiveLimitFen } = imagined.about;
  const left = usedFen > amountFen ? usedFen - amountFen : 0n;
  const paid = withUse(imagined, left, effectiveLimitFen);
  const overdue = numberOf(imagined, 'overdue_own') ?? 0;
  const stillOverdue = Math.max(0, overdue - Number(amountFen));
  return set(set(paid, 'overdue_own', stillOverdue), 'days_past_due', stillOverdue === 0 ? 0 : null);
};

const withUse = (imagined: Imagined, usedFen: bigint, limitFen: bigint): Imagined => {
  const about = { ...imagined.about, usedFen, effectiveLimitFen: limitFen };
  const moved = set({ ...imagined, about }, 'effective_limit', Number(limitFen));
  return set(moved, 'utilisation', limitFen > 0n ? Number((usedFen * 10_000n) / limitFen) : null);
};

/** Windows pass and months add up; whatever else is known stays as it is. */
const wait = (imagined: Imagined, days: number, { now, policies }: Context): Imagined => {
  const then = plusDays(now, days);
  const inputs = imagined.inputs.map((input) => {
    const step = input.decay?.filter(({ at }) => at <= then).at(-1);
    if (step !== undefined) return { ...input, value: step.value };
    const declared = policies.inputs[input.name];
    const grows = declared?.unit === 'months' && declared.actionability === 'time';
    return grows && typeof input.value === 'number' ? { ...input, value: input.value + Math.floor(days / 30) } : input;
  });
  return { ...imagined, inputs };
};

/** What an income is, and what is made of it. */
const OF_INCOME = ['monthly_income', 'debt_service_ratio', 'debt_to_monthly_income'];

/**
 * What the document would be once it is taken in: an income of now, which ends a doubt about an older one, and ratios over it that
 * are as sound as the report they are made of, and no sounder (N174, N181). Debt paid off before in the same question stays so.
 */
const documentIncome = (
  imagined: Imagined,
  monthlyIncomeFen: bigint,
  file: BorrowerFile,
  { now, businessDate, policies, unsoundSources = [] }: Context,
): Imagined => {
  const last = newestOf(file.behaviour.streams, 'INCOME_UPDATE');
  // After whatever was reported last: two of one moment would contradict each other.
  const at = last !== null && last.occurredAt >= now ? plusMs(last.occurredAt, 1) : now;
  const event: IncomeUpdateEvent = {
    kind: 'INCOME_UPDATE',
    eventId: 'what-if',
    occurredAt: at,
    source: 'evidence',
    proof: 'PAYSLIP',
    monthlyIncomeFen,
  };
  const documented = { ...file, behaviour: observe(file.behaviour, event, at) };
  const names = OF_INCOME.filter((name) => imagined.inputs.some((input) => input.name === name));
  const read = (of: BorrowerFile, then: Instant): readonly RecordedInput[] =>
    collectInputs(names, of, then, businessDate, policies, { unsoundSources });
  const [before, after] = [read(file, now), read(documented, at)];
  const incomeBefore = numberOf(imagined, 'monthly_income');
  const inputs = imagined.inputs.map((input) => {
    const place = names.indexOf(input.name);
    const taken = after[place];
    if (taken === undefined) return input;
    const isMoved = input.name !== 'monthly_income' && input.value !== before[place]?.value;
    if (!isMoved || typeof input.value !== 'number' || incomeBefore === null || monthlyIncomeFen <= 0n) return taken;
    return { ...taken, value: Math.floor((input.value * incomeBefore) / Number(monthlyIncomeFen)) };
  });
  return { ...imagined, inputs };
};

const OVERDUE_AMOUNT = 'overdue_amount';

/** Paid off elsewhere: fewer lenders, less debt to income, and nothing overdue there once all that was overdue is paid. */
const settleElsewhere = (
  imagined: Imagined,
  { lenders, amountFen }: Extract<BorrowerAction, { kind: 'SETTLE_ELSEWHERE' }>,
): Imagined => {
  const owed = numberOf(imagined, OVERDUE_AMOUNT);
  const left = owed === null ? null : Math.max(0, owed - Number(amountFen));
  let moved = set(imagined, OVERDUE_AMOUNT, left);
  if (left === 0) moved = set(set(moved, 'overdue_accounts', 0), 'overdue_days_max', 0);
  const count = numberOf(imagined, 'unsettled_lenders');
  if (count !== null) moved = set(moved, 'unsettled_lenders', Math.max(0, count - lenders));
  const income = numberOf(imagined, 'monthly_income');
  const debt = numberOf(imagined, 'debt_to_monthly_income');
  if (income !== null && income > 0 && debt !== null)
    moved = set(moved, 'debt_to_monthly_income', Math.max(0, debt - Math.floor((Number(amountFen) * 10_000) / income)));
  return moved;
};

/** Whatever a security check answers is answered. */
const verifyIdentity = (imagined: Imagined, { policies }: Context): Imagined => {
  const answered = Object.values(policies.models).flatMap(({ tables }) =>
    tables.flatMap(({ rules }) =>
      rules.filter(({ annotations }) => annotations['lifted_by'] === 'STEP_UP').map(({ id }) => id),
    ),
  );
  const suppressedRuleIds = [...new Set([...imagined.about.suppressedRuleIds, ...answered])].sort();
  return { ...imagined, about: { ...imagined.about, suppressedRuleIds } };
};

const numberOf = ({ inputs }: Imagined, name: string): number | null => {
  const value = inputs.find((input) => input.name === name)?.value;
  return typeof value === 'number' ? value : null;
};

/** Gives a known value another one; a missing value stays missing, and null leaves it as it is. */
const set = (imagined: Imagined, name: string, value: number | null): Imagined =>
  value === null
    ? imagined
    : {
        ...imagined,
        inputs: imagined.inputs.map((input) =>
          input.name === name && input.value !== null ? { ...input, value } : input,
        ),
      };
