import type { Fact } from '@clearline/line';
import { ConductSeen } from './conduct-seen.ts';
import { BUREAU_FRESH_DAYS, CONDUCT_SOURCES, FEED_OUT_AFTER_MS, FEED_SOURCES } from './rules.ts';

type Observed = Extract<Fact['body'], { type: 'behaviour.observed' }>['event'];
type CreditReport = Extract<Observed, { kind: 'BUREAU_UPDATE' }>;
type Correction = Extract<Observed, { kind: 'CORRECTION' }>;
type Amendment = Correction | Extract<Observed, { kind: 'REVERSAL' }>;

/** A value as the auditor reads it, and why it carries nothing against anybody, or null. */
export interface Reading {
  readonly value: number | boolean | null;
  readonly doubt: string | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Business days begin at midnight in China. */
const CHINA_MS = 8 * HOUR_MS;
/** Draws alike in amount and purpose so close together are one draw sent twice. */
const TWICE_MS = 5_000;

const chinaDay = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(0, 10);

const COUNTED: Readonly<Record<string, keyof CreditReport>> = {
  overdue_accounts: 'overdueAccounts',
  overdue_days_max: 'overdueDaysMax',
  overdue_amount: 'overdueAmountFen',
  overdue_months_24m: 'overdueMonths24m',
  consecutive_overdue_months_24m: 'consecutiveOverdueMonths24m',
  hard_enquiries_1m: 'hardEnquiries1m',
  hard_enquiries_3m: 'hardEnquiries3m',
  hard_enquiries_6m: 'hardEnquiries6m',
  hard_enquiries_12m: 'hardEnquiries12m',
  unsettled_lenders: 'unsettledLenders',
  non_bank_lenders: 'nonBankLenders',
  new_lenders_3m: 'newLenders3m',
};

/**
 * One borrower’s data, read a second time: from the events as they were reported, without a window, a feature or a policy of
 * the engine. What is not listed here the auditor cannot read, and says so by null.
 */
export class DataSeen {
  readonly #reports = new Map<string, CreditReport>();
  readonly #amendments = new Map<string, Amendment[]>();
  /** When each event, or the last correction of it, was heard: a report of a later day says nothing (N180). */
  readonly #heardMs = new Map<string, number>();
  readonly #draws = new Map<string, { readonly atMs: number; readonly what: string }>();
  readonly #conduct = new ConductSeen();
  #incomeFen: bigint | null = null;
  #incomeAt = '';
  #hasReportedIncome = false;

  see({ body, occurredAt }: Fact): void {
    switch (body.type) {
      case 'application.submitted':
        // What an event reported of income stands above what an application said, whichever is newer.
        if (!this.#hasReportedIncome) this.#incomeFen = body.monthlyIncomeFen;
        return;
      case 'draw.requested':
        this.#draws.set(body.loanId, {
          atMs: Date.parse(occurredAt),
          what: `${body.terms.principalFen} ${body.purpose}`,
        });
        return;
      case 'draw.failed':
        this.#draws.delete(body.loanId);
        return;
      case 'behaviour.observed':
        this.#observe(body.event, Date.parse(occurredAt));
        return;
      default:
    }
  }

  /** What an input of the policy is now; null where the auditor has no reading of its own. */
  read(input: string, atMs: number, feeds: SilentFeeds): Reading | null {
    if (input === 'draws_24h' || input === 'draws_30d') {
      const days = input === 'draws_24h' ? 1 : 30;
      return { value: this.#drawsWithin(days * DAY_MS, atMs), doubt: null };
    }
    if (input === 'night_draws_7d') return { value: this.#nightsDrawn(atMs), doubt: null };
    const valueOf = valueIn(input);
    if (valueOf === null) {
      const drawnMs = [...this.#draws.values()].map((draw) => draw.atMs);
      const reading = this.#conduct.read(input, atMs, drawnMs);
      const isOut = reading?.doubt === null && isSilent(CONDUCT_SOURCES[input] ?? '', atMs, feeds);
      return isOut ? { value: reading.value, doubt: 'of a feed that is out' } : reading;
    }
    const newest = this.#newest();
    const [report] = newest;
    if (report === undefined) return { value: null, doubt: 'not there' };
    const values = newest.map((each) => valueOf(each, this.#incomeFen));
    const differs = new Set(values).size > 1;
    return {
      value: values[0] ?? null,
      doubt: differs ? 'another in two reports of the same moment' : doubtOf(report, atMs, feeds),
    };
  }

  #observe(event: Observed, atMs: number): void {
    this.#heardMs.set(event.kind === 'CORRECTION' ? event.corrects : event.eventId, atMs);
    this.#conduct.see(event);
    if (event.kind === 'BUREAU_UPDATE') this.#reports.set(event.eventId, event);
    else if (event.kind === 'INCOME_UPDATE' && event.occurredAt >= this.#incomeAt) {
      this.#incomeFen = event.monthlyIncomeFen;
      this.#incomeAt = event.occurredAt;
      this.#hasReportedIncome = true;
    } else if (event.kind === 'CORRECTION' || event.kind === 'REVERSAL') {
      const about = event.kind === 'CORRECTION' ? event.corrects : event.reverses;
      this.#amendments.set(about, [...(this.#amendments.get(about) ?? []), event]);
    }
  }

  /** The reports that speak of the newest moment, as amended, the last to arrive first. */
  #newest(): CreditReport[] {
    let rank = '';
    let newest: CreditReport[] = [];
    for (const [id, first] of this.#reports) {
      const report = amended(first, this.#amendments.get(id));
      if (report === null || report.reportDate > chinaDay((this.#heardMs.get(id) ?? 0) + HOUR_MS)) continue;
      const its = `${report.reportDate} ${report.occurredAt}`;
      if (its < rank) continue;
      if (its > rank) newest = [];
      rank = its;
      newest.unshift(report);
    }
    return newest;
  }

  /** On how many of the last seven dates something was drawn before five in the morning. */
  #nightsDrawn(atMs: number): number {
    const first = chinaDay(atMs - 6 * DAY_MS);
    const nights = [...this.#draws.values()].filter(
      (draw) => draw.atMs <= atMs && new Date(draw.atMs + CHINA_MS).getUTCHours() < 5,
    );
    return new Set(nights.map((draw) => chinaDay(draw.atMs)).filter((day) => day >= first)).size;
  }

  #drawsWithin(ms: number, atMs: number): number {
    const all = [...this.#draws.values()];
    return all.filter(
      (draw, n) =>
        draw.atMs > atMs - ms &&
        draw.atMs <= atMs &&
        !all.some((other, m) => m < n && other.what === draw.what && Math.abs(draw.atMs - other.atMs) <= TWICE_MS),
    ).length;
  }
}

/** Since when each feed has been silent; what it carries is nobody’s fault and nobody’s risk meanwhile. */
export type SilentFeeds = ReadonlyMap<string, number>;

/** Whether a source comes through a feed that has missed three of its hourly reports. */
export const isSilent = (source: string, atMs: number, feeds: SilentFeeds): boolean =>
  [...feeds].some(
    ([feed, sinceMs]) => (FEED_SOURCES[feed] ?? []).includes(source) && atMs - sinceMs > FEED_OUT_AFTER_MS,
  );

/** As the last word of the feed that reported it leaves it; what another feed says of it is nothing. */
const amended = (report: CreditReport, amendments: readonly Amendment[] = []): CreditReport | null => {
  let last: Amendment | null = null;
  for (const amendment of amendments) {
    if (amendment.source !== report.source) continue;
    if (amendment.kind === 'CORRECTION' && amendment.replacement.kind !== 'BUREAU_UPDATE') continue;
    if (last === null || Date.parse(amendment.occurredAt) >= Date.parse(last.occurredAt)) last = amendment;
  }
  if (last === null) return report;
  if (last.kind === 'REVERSAL') return null;
  return last.replacement.kind === 'BUREAU_UPDATE' ? last.replacement : report;
};

const tenThousandths = (part: bigint | undefined, whole: bigint | undefined | null): number | null =>
  part === undefined || whole === undefined || whole === null || whole <= 0n ? null : Number((part * 10_000n) / whole);

const RATIOS: Readonly<Record<string, (report: CreditReport, incomeFen: bigint | null) => number | null>> = {
  debt_service_ratio: (report, incomeFen) => tenThousandths(report.monthlyDebtServiceFen, incomeFen),
  debt_to_monthly_income: (report, incomeFen) => tenThousandths(report.totalDebtFen, incomeFen),
  utilisation_elsewhere: (report) => tenThousandths(report.revolvingUsedFen, report.revolvingLimitFen),
};

/** What an input is in a report, beside the income; null where no report says it. */
const valueIn = (input: string): ((report: CreditReport, incomeFen: bigint | null) => number | null) | null => {
  const field = COUNTED[input];
  if (field === undefined) return RATIOS[input] ?? null;
  return (report) => (report[field] === undefined ? null : Number(report[field]));
};

/** Why the newest report carries nothing: too old, at odds with itself, or its feed is out. */
const doubtOf = (report: CreditReport, atMs: number, feeds: SilentFeeds): string | null => {
  const ageMs = atMs - (Date.parse(`${report.reportDate}T00:00:00Z`) - CHINA_MS);
  // Ages are whole hours.
  if (ageMs >= BUREAU_FRESH_DAYS * DAY_MS + HOUR_MS) return `${Math.floor(ageMs / DAY_MS)} days old`;
  if (contradictsItself(report)) return 'of a report at odds with itself';
  return isSilent('bureau', atMs, feeds) ? 'of a feed that is out' : null;
};

const contradictsItself = (report: CreditReport): boolean => {
  const { hardEnquiries3m, hardEnquiries6m = hardEnquiries3m, hardEnquiries12m = hardEnquiries6m } = report;
  return (
    (report.overdueAccounts === 0 && (report.overdueDaysMax > 0 || report.overdueAmountFen > 0n)) ||
    report.overdueMonths24m > 24 ||
    report.consecutiveOverdueMonths24m > report.overdueMonths24m ||
    report.hardEnquiries1m > hardEnquiries3m ||
    hardEnquiries3m > hardEnquiries6m ||
    hardEnquiries6m > hardEnquiries12m
  );
};
