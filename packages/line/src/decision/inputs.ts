import type { BureauUpdateEvent } from '../behaviour-event.ts';
import type { InputValue, RecordedInput } from '../decision-record.ts';
import { testOf } from '../features/compile.ts';
import { evaluate, evaluateSignals, repeatsOf } from '../features/evaluate.ts';
import type { Observed } from '../features/observed.ts';
import { besideNewest, newestOf, newestUntil } from '../features/newest.ts';
import { seenOf } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';
import type { InputDeclaration, PolicySet } from '../policy/policy-set.ts';
import { daysPastDueOf, effectiveLimitOf, overdueOf, repaymentsOf, usedOf } from '../selectors.ts';
import { CHECK_READERS } from '../three-part-check/inputs.ts';
import { hoursBetween, startOfDate, wholeDaysBetween } from '../time.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';
import { DECLARED_READERS } from './declared-figures.ts';
import { SCORE_HIGH, scoreHighOf } from './own-score.ts';

type Reader = (file: BorrowerFile, now: Instant, date: IsoDate, decay: boolean) => Observed;
type FileReader = (file: BorrowerFile, now: Instant, date: IsoDate, policies: PolicySet) => Observed;

const MISSING: Observed = { value: null, observedAt: null };
const known = (value: InputValue, observedAt: Instant | null): Observed => ({ value, observedAt });

/** A ratio in ten-thousandths, floored: `>=` and `<` against a literal are then exact. Null when the base is not positive. */
const ratio4 = (part: bigint, whole: bigint): number | null => (whole > 0n ? Number((part * 10_000n) / whole) : null);

interface Income {
  readonly fen: bigint;
  readonly at: Instant;
  /** Other incomes that were reported of the very same moment: which one is true nobody knows. */
  readonly others: readonly bigint[];
}
const incomeOf = (file: BorrowerFile): Income | null => {
  const { streams } = file.behaviour;
  const income = newestOf(streams, 'INCOME_UPDATE');
  if (income !== null) {
    const beside = besideNewest(streams, 'INCOME_UPDATE');
    const others = beside
      .map(({ monthlyIncomeFen }) => monthlyIncomeFen)
      .filter((fen) => fen !== income.monthlyIncomeFen);
    return { fen: income.monthlyIncomeFen, at: income.occurredAt, others };
  }
  const { application } = file;
  return application ? { fen: application.monthlyIncomeFen, at: application.submittedAt, others: [] } : null;
};

/** A value of which another of the very same moment says otherwise: neither can be believed (G5). */
const unless = (differs: boolean, observed: Observed): Observed =>
  differs ? { ...observed, trouble: 'CONTRADICTORY' } : observed;

/**
 * A ratio of two of a report’s figures, or of one of them to the income. A report at odds with itself carries nothing, nor does
 * one beside which another of the very same moment says otherwise, nor one over an income that is in doubt (G5).
 */
const bureauRatio =
  (ratioOf: (bureau: BureauUpdateEvent, incomeFen: bigint | null) => number | null): FileReader =>
  (file, _now, _date, policies) => {
    const bureau = newestOf(file.behaviour.streams, 'BUREAU_UPDATE');
    if (bureau === null) return MISSING;
    const income = incomeOf(file);
    const fen = income?.fen ?? null;
    const ratio = known(ratioOf(bureau, fen), startOfDate(bureau.reportDate));
    const others = besideNewest(file.behaviour.streams, 'BUREAU_UPDATE');
    const differs =
      others.some((other) => ratioOf(other, fen) !== ratio.value || isAtOdds(other, policies)) ||
      (income?.others ?? []).some((other) => ratioOf(bureau, other) !== ratio.value);
    return unless(differs || isAtOdds(bureau, policies), ratio);
  };

/** Whether a report contradicts itself by what any feature over reports declares: then its ratios carry no more than its counts. */
const isAtOdds = (bureau: BureauUpdateEvent, { features: { features } }: PolicySet): boolean => {
  const asked = atOddsKnown.get(bureau);
  if (asked?.by === features) return asked.isAtOdds;
  const seen = seenOf(bureau, bureau.occurredAt);
  const isAtOdds = Object.values(features).some(
    ({ kind, declaration: { contradictions = [] } }) =>
      kind === 'BUREAU_UPDATE' && contradictions.some((tests) => tests.every((test) => testOf(test)(seen))),
  );
  atOddsKnown.set(bureau, { by: features, isAtOdds });
  return isAtOdds;
};
/** Every event of a feed asks, and a report comes once a month. */
const atOddsKnown = new WeakMap<BureauUpdateEvent, { readonly by: object; readonly isAtOdds: boolean }>();

/**
 * Inputs that are not windows over events: state of the line, ratios, what an application said, what reviews recorded.
 * Features are declared by the policy; a test proves that the two lists together are the declared inputs.
 */
export const INPUT_READERS: Readonly<Record<string, FileReader>> = {
  monthly_income: (file) => {
    const income = incomeOf(file);
    return income ? unless(income.others.length > 0, known(Number(income.fen), income.at)) : MISSING;
  },
  months_in_work: (file) =>
    file.application ? known(file.application.monthsInWork, file.application.submittedAt) : MISSING,
  account_region: (file) =>
    file.application?.region ? known(file.application.region, file.application.submittedAt) : MISSING,
  employment: (file) => (file.application ? known(file.application.employment, file.application.submittedAt) : MISSING),
  debt_service_ratio: bureauRatio((bureau, income) =>
    income === null ? null : ratio4(bureau.monthlyDebtServiceFen, income),
  ),
  debt_to_monthly_income: bureauRatio((bureau, income) =>
    income === null ? null : ratio4(bureau.totalDebtFen, income),
  ),
  utilisation_elsewhere: bureauRatio(({ revolvingUsedFen, revolvingLimitFen }) =>
    revolvingUsedFen === undefined || revolvingLimitFen === undefined
      ? null
      : ratio4(revolvingUsedFen, revolvingLimitFen),
  ),
  device_emulated: (file, now) => {
    const newest = newestUntil(file.behaviour.streams, 'DEVICE', now);
    if (newest === null) return MISSING;
    const { event: device, beside } = newest;
    const isUnsafe = ({ emulator, rooted }: typeof device): boolean => emulator || rooted;
    const unsafe = isUnsafe(device);
    return unless(
      beside.some((other) => other.deviceId === device.deviceId && isUnsafe(other) !== unsafe),
      known(unsafe, device.occurredAt),
    );
  },
  reviews_fully_used: (file, now) => known(reviewsFullyUsed(file), now),
  days_past_due: (file, now, date) => known(daysPastDueOf(file, date), now),
  overdue_own: (file, now, date) => known(Number(overdueOf(file, date)), now),
  on_time_payments: (file, now) => known(repaymentsOf(file).onTime, now),
  late_payments: (file, now) => known(repaymentsOf(file).late, now),
  months_on_book: (file, now) =>
    file.line ? known(Math.floor(wholeDaysBetween(file.line.openedAt, now) / 30), now) : MISSING,
  utilisation: (file, now) => known(ratio4(usedOf(file), effectiveLimitOf(file, now)), now),
  effective_limit: (file, now) => known(Number(effectiveLimitOf(file, now)), now),
  dormant_line_kept: (file, now) => (file.line ? known(file.line.keptAt !== null, file.line.keptAt ?? now) : MISSING),
  months_since_last_draw: (file, now) => {
    if (!file.line) return MISSING;
    // Of the loans: events of draws are dropped from a file in time, and a line may be dormant for longer than that.
    const last = Object.values(file.loans).reduce(
      (latest, { requestedAt }) => (requestedAt > latest ? requestedAt : latest),
      file.line.openedAt,
    );
    return known(Math.floor(wholeDaysBetween(last, now) / 30), last);
  },
  ...CHECK_READERS,
  ...DECLARED_READERS,
  [SCORE_HIGH]: (file, now, _date, policies) => scoreHighOf(file, now, policies),
};

/** A line of which this much is in use has no room left. */
const FULLY_USED = 9_000;

/** Scheduled reviews in a row, the last one included, that found the line used to the full. */
const reviewsFullyUsed = ({ decisions }: BorrowerFile): number => {
  const known = fullyUsed.get(decisions);
  if (known !== undefined) return known;
  let count = 0;
  for (const decision of Object.values(decisions).reverse()) {
    if (decision.kind !== 'SCHEDULED_REVIEW') continue;
    const used = decision.inputs.find((input) => input.name === 'utilisation')?.value;
    if (typeof used !== 'number' || used < FULLY_USED) break;
    count += 1;
  }
  fullyUsed.set(decisions, count);
  return count;
};
/** Every event of a feed asks, and hardly any adds a decision. */
const fullyUsed = new WeakMap<BorrowerFile['decisions'], number>();

const isFresh = (declaration: InputDeclaration, observedAt: Instant | null, now: Instant): boolean =>
  declaration.freshnessHours === null ||
  (observedAt !== null && (observedAt === now || hoursBetween(observedAt, now) <= declaration.freshnessHours));

/** Ratios that are made of the income as well: they are as fresh and as sound as the worse of their two parts (N174). */
const MADE_OF_INCOME: ReadonlySet<string> = new Set(['debt_service_ratio', 'debt_to_monthly_income']);
const INCOME = 'monthly_income';

/** Why an income carries nothing now: its feed is in trouble, or it is too old; a doubt about it shows in the ratio already. */
const incomeFault = (
  file: BorrowerFile,
  now: Instant,
  policies: PolicySet,
  unsound: readonly string[],
): IncomeFault => {
  const declaration = policies.inputs[INCOME];
  if (declaration === undefined) return null;
  if (unsound.includes(declaration.source)) return 'OUTAGE';
  return isFresh(declaration, incomeOf(file)?.at ?? null, now) ? null : 'STALE';
};
type IncomeFault = 'OUTAGE' | 'STALE' | null;

/** What is known beside the file of the data that a decision rests on. */
export interface CollectOptions {
  /** Sources whose feeds are out, or whose data cannot be trusted now (G5). */
  readonly unsoundSources?: readonly string[];
  /** Whether to say how time alone changes each value; left out where only the outcome counts. */
  readonly decay?: boolean;
}

/** Reads the inputs that a table declares, with provenance, as of `now`. Unknown names were refused at compile. */
export const collectInputs = (
  names: readonly string[],
  file: BorrowerFile,
  now: Instant,
  date: IsoDate,
  policies: PolicySet,
  options: CollectOptions = {},
): RecordedInput[] => {
  const { unsoundSources = [], decay = true } = options;
  return names.map((name) => {
    const declaration = policies.inputs[name];
    if (declaration === undefined) throw new Error(`input ${name} is declared nowhere`);
    const observed = readerOf(name, policies)(file, now, date, decay);
    const { value, observedAt } = observed;
    const { source } = declaration;
    const fault = MADE_OF_INCOME.has(name) ? incomeFault(file, now, policies, unsoundSources) : null;
    const trouble = unsoundSources.includes(source) || fault === 'OUTAGE' ? 'OUTAGE' : observed.trouble;
    const fresh = trouble === undefined && fault === null && isFresh(declaration, observedAt, now);
    // No spreads: every event of a feed comes by here some thirty times.
    const input: Writable<RecordedInput> = { name, value, source, observedAt, fresh };
    if (observed.decay !== undefined) input.decay = observed.decay;
    if (trouble !== undefined) input.trouble = trouble;
    return input;
  });
};
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What reads an input of this name: a feature, signals, or a reader of the file. */
export const readerOf = (name: string, policies: PolicySet): Reader => {
  const { features } = policies;
  const feature = features.features[name];
  if (feature !== undefined)
    return ({ behaviour }, now, _date, decay) => evaluate(feature, behaviour.streams, now, decay);
  const signals = features.signals[name];
  if (signals !== undefined) return ({ behaviour }, now) => evaluateSignals(signals, behaviour.streams, now);
  const reader = INPUT_READERS[name];
  if (reader === undefined) throw new Error(`input ${name} is read by nothing`);
  return (file, now, date) => reader(file, now, date, policies);
};

/** When deeds were first sent again that count once, by feature source; features that share a source share them. */
export const observeRepeats = (
  file: BorrowerFile,
  now: Instant,
  { features }: PolicySet,
): { readonly source: string; readonly at: Instant }[] => {
  let bySource: Map<string, Instant> | null = null;
  for (const feature of features.watched) {
    const [first] = repeatsOf(feature, file.behaviour.streams, now);
    if (first !== undefined) (bySource ??= new Map()).set(feature.declaration.source, first.event.occurredAt);
  }
  return bySource === null ? [] : Array.from(bySource, ([source, at]) => ({ source, at }));
};
