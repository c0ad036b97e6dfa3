import type { InputValue, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import type { InputDeclaration, PolicySet } from '../policy/policy-set.ts';
import { daysPastDueOf, effectiveLimitOf, overdueOf, repaymentsOf, usedOf } from '../selectors.ts';
import { fromMs, HOUR_MS, hoursBetween, startOfDate, toMs, wholeDaysBetween } from '../time.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';

/** A value with its date, and how time alone would change it. */
interface Observed {
  readonly value: InputValue;
  readonly observedAt: Instant | null;
  readonly decay?: RecordedInput['decay'];
}
type Reader = (file: BorrowerFile, now: Instant, date: IsoDate) => Observed;

const MISSING: Observed = { value: null, observedAt: null };
const known = (value: InputValue, observedAt: Instant | null): Observed => ({ value, observedAt });

/** Events within the last `hours`, counted exactly; the decay lists when each leaves the window. */
const countWithin = (times: readonly Instant[], hours: number, now: Instant): Observed => {
  const from = fromMs(toMs(now) - hours * HOUR_MS);
  const inside = times.filter((time) => time > from && time <= now).sort();
  const decay = inside.map((time, index) => ({
    at: fromMs(toMs(time) + hours * HOUR_MS),
    value: inside.length - index - 1,
  }));
  return { value: inside.length, observedAt: inside.at(-1) ?? now, ...(decay.length > 0 ? { decay } : {}) };
};

/** Distinct values within the last `hours`; the decay is taken at each event’s leaving. */
const distinctWithin = (
  events: readonly { readonly occurredAt: Instant; readonly key: string }[],
  hours: number,
  now: Instant,
): Observed => {
  const from = fromMs(toMs(now) - hours * HOUR_MS);
  const inside = events
    .filter((event) => event.occurredAt > from && event.occurredAt <= now)
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  const distinct = (rest: typeof inside): number => new Set(rest.map((event) => event.key)).size;
  const decay = inside.map((event, index) => ({
    at: fromMs(toMs(event.occurredAt) + hours * HOUR_MS),
    value: distinct(inside.slice(index + 1)),
  }));
  return {
    value: distinct(inside),
    observedAt: inside.at(-1)?.occurredAt ?? now,
    ...(decay.length > 0 ? { decay } : {}),
  };
};

/** Hours since an instant; null when it never was. Grows by itself, so its decay is one step past each asked-for line. */
const hoursSince = (time: Instant | undefined, now: Instant): Observed =>
  time === undefined
    ? MISSING
    : {
        value: hoursBetween(time, now),
        observedAt: time,
        decay: [24, 48, 72, 168, 720]
          .filter((hours) => hours > hoursBetween(time, now))
          .map((hours) => ({ at: fromMs(toMs(time) + hours * HOUR_MS), value: hours })),
      };

/** A ratio in ten-thousandths, floored: `>=` and `<` against a literal are then exact. Null when the base is not positive. */
const ratio4 = (part: bigint, whole: bigint): number | null => (whole > 0n ? Number((part * 10_000n) / whole) : null);

const incomeOf = (file: BorrowerFile): { fen: bigint; at: Instant } | null => {
  if (file.behaviour.income)
    return { fen: file.behaviour.income.monthlyIncomeFen, at: file.behaviour.income.occurredAt };
  return file.application ? { fen: file.application.monthlyIncomeFen, at: file.application.submittedAt } : null;
};

const fromBureau =
  (pick: (bureau: NonNullable<BorrowerFile['behaviour']['bureau']>) => number | bigint): Reader =>
  (file) => {
    const bureau = file.behaviour.bureau;
    return bureau ? known(Number(pick(bureau)), startOfDate(bureau.reportDate)) : MISSING;
  };

/** Draws that the borrower made; those that our own rail failed do not count against anyone. */
const drawTimes = (file: BorrowerFile): Instant[] =>
  Object.values(file.loans)
    .filter((loan) => loan.state !== 'FAILED')
    .map((loan) => loan.requestedAt);

/** When each device was first seen, newest last. */
const devicesFirstSeen = (file: BorrowerFile): Instant[] => {
  const first = new Map<string, Instant>();
  for (const login of file.behaviour.logins)
    if (!first.has(login.deviceId)) first.set(login.deviceId, login.occurredAt);
  return [...first.values()].sort();
};

/** Every input that the default policies may declare. The names are the policy’s; a test proves the two lists equal. */
export const INPUT_READERS: Readonly<Record<string, Reader>> = {
  monthly_income: (file) => {
    const income = incomeOf(file);
    return income ? known(Number(income.fen), income.at) : MISSING;
  },
  months_in_work: (file) =>
    file.application ? known(file.application.monthsInWork, file.application.submittedAt) : MISSING,
  employment: (file) => (file.application ? known(file.application.employment, file.application.submittedAt) : MISSING),
  overdue_accounts: fromBureau((bureau) => bureau.overdueAccounts),
  overdue_days_max: fromBureau((bureau) => bureau.overdueDaysMax),
  overdue_amount: fromBureau((bureau) => bureau.overdueAmountFen),
  overdue_months_24m: fromBureau((bureau) => bureau.overdueMonths24m),
  consecutive_overdue_months_24m: fromBureau((bureau) => bureau.consecutiveOverdueMonths24m),
  hard_enquiries_1m: fromBureau((bureau) => bureau.hardEnquiries1m),
  hard_enquiries_3m: fromBureau((bureau) => bureau.hardEnquiries3m),
  unsettled_lenders: fromBureau((bureau) => bureau.unsettledLenders),
  new_lenders_3m: fromBureau((bureau) => bureau.newLenders3m),
  debt_service_ratio: (file) => {
    const income = incomeOf(file);
    const bureau = file.behaviour.bureau;
    return income && bureau
      ? known(ratio4(bureau.monthlyDebtServiceFen, income.fen), startOfDate(bureau.reportDate))
      : MISSING;
  },
  debt_to_monthly_income: (file) => {
    const income = incomeOf(file);
    const bureau = file.behaviour.bureau;
    return income && bureau ? known(ratio4(bureau.totalDebtFen, income.fen), startOfDate(bureau.reportDate)) : MISSING;
  },
  draws_24h: (file, now) => countWithin(drawTimes(file), 24, now),
  draws_30d: (file, now) => countWithin(drawTimes(file), 720, now),
  devices_24h: (file, now) =>
    distinctWithin(
      file.behaviour.logins.map((login) => ({ occurredAt: login.occurredAt, key: login.deviceId })),
      24,
      now,
    ),
  devices_30d: (file, now) =>
    distinctWithin(
      file.behaviour.logins.map((login) => ({ occurredAt: login.occurredAt, key: login.deviceId })),
      720,
      now,
    ),
  provinces_24h: (file, now) =>
    distinctWithin(
      file.behaviour.logins.map((login) => ({ occurredAt: login.occurredAt, key: login.province })),
      24,
      now,
    ),
  failed_logins_1h: (file, now) =>
    countWithin(
      file.behaviour.logins.filter((login) => !login.success).map((login) => login.occurredAt),
      1,
      now,
    ),
  hours_since_new_device: (file, now) => {
    const seen = devicesFirstSeen(file);
    // The very first device is not “new”: everybody has one.
    return seen.length > 1 ? hoursSince(seen.at(-1), now) : MISSING;
  },
  hours_since_credential_change: (file, now) => hoursSince(file.behaviour.credentialChanges.at(-1)?.occurredAt, now),
  device_emulated: (file) => {
    const device = file.behaviour.devices.at(-1);
    return device ? known(device.emulator || device.rooted, device.occurredAt) : MISSING;
  },
  accounts_on_device: (file) => {
    const device = file.behaviour.devices.at(-1);
    return device ? known(device.accountsOnDevice, device.occurredAt) : MISSING;
  },
  days_past_due: (file, now, date) => known(daysPastDueOf(file, date), now),
  overdue_own: (file, now, date) => known(Number(overdueOf(file, date)), now),
  on_time_payments: (file, now) => known(repaymentsOf(file).onTime, now),
  late_payments: (file, now) => known(repaymentsOf(file).late, now),
  months_on_book: (file, now) =>
    file.line ? known(Math.floor(wholeDaysBetween(file.line.openedAt, now) / 30), now) : MISSING,
  utilisation: (file, now) => known(ratio4(usedOf(file), effectiveLimitOf(file, now)), now),
  effective_limit: (file, now) => known(Number(effectiveLimitOf(file, now)), now),
  months_since_last_draw: (file, now) => {
    if (!file.line) return MISSING;
    const last = drawTimes(file).sort().at(-1) ?? file.line.openedAt;
    return known(Math.floor(wholeDaysBetween(last, now) / 30), last);
  },
};

const isFresh = (declaration: InputDeclaration, observedAt: Instant | null, now: Instant): boolean =>
  declaration.freshnessHours === null ||
  (observedAt !== null && hoursBetween(observedAt, now) <= declaration.freshnessHours);

/** Reads the inputs that a table declares, with provenance, as of `now`. Unknown names were refused at compile. */
export const collectInputs = (
  names: readonly string[],
  file: BorrowerFile,
  now: Instant,
  date: IsoDate,
  policies: PolicySet,
): RecordedInput[] =>
  names.map((name) => {
    const declaration = policies.inputs[name];
    const reader = INPUT_READERS[name];
    const observed = reader?.(file, now, date);
    if (declaration === undefined || observed === undefined)
      throw new Error(`input ${name} is declared nowhere or read by nothing`);
    const { value, observedAt, decay } = observed;
    const fresh = isFresh(declaration, observedAt, now);
    return { name, value, source: declaration.source, observedAt, fresh, ...(decay ? { decay } : {}) };
  });
