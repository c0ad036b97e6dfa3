import { inputNamesFor, type PolicySet, SEVERITY } from '@clearline/line';
import type { Mapping } from './mapping.ts';
import type { ClientHistory } from './read-portfolio.ts';
import { GIVEN_INPUTS, type ReplayedMonth } from './replay-client.ts';

/** Figures of a replay. Sums are exact; shares are in hundredths of a percent so that the report has no rounding noise. */
export interface ReplayReport {
  readonly portfolio: {
    readonly mapping: string;
    readonly about: string;
    readonly currency: string;
    readonly clients: number;
    readonly months: number;
    readonly defaulters: number;
  };
  readonly policy: { readonly version: string; readonly parameters: string };
  /** Inputs of the review that the file cannot give: rules that need them did not fire. */
  readonly inputsAbsent: readonly string[];
  readonly months: readonly MonthFigures[];
  readonly reasons: readonly { readonly code: string; readonly months: number }[];
  readonly outcome: Verdict;
  readonly baselines: readonly (Verdict & { readonly name: string })[];
  readonly guarantees: { readonly machineOnlyCutsInGoodStanding: number };
}
export interface MonthFigures {
  readonly month: string;
  readonly raised: number;
  readonly reduced: number;
  readonly lifted: number;
  readonly holds: number;
  readonly putBeforePeople: number;
  readonly restrictedByCause: Readonly<Record<string, number>>;
  readonly limitBeforeFen: number;
  readonly limitAfterFen: number;
}
/** What came of the clients against what was done to them by the last month. */
export interface Verdict {
  readonly restricted: number;
  readonly restrictedByAction: Readonly<Record<string, number>>;
  readonly goodRestricted: number;
  readonly goodRestrictedShareBp: number;
  /** Never late in the file, did not default, and restricted at some point. */
  readonly cleanRestricted: number;
  readonly cleanClients: number;
  readonly defaultersRestricted: number;
  readonly defaultersRestrictedShareBp: number;
  readonly precisionBp: number | null;
  readonly exposureBeforeFen: number;
  readonly exposureAfterFen: number;
  readonly defaulterExposureBeforeFen: number;
  readonly defaulterExposureAfterFen: number;
}

/** Gathers replayed clients; holds counters only, so memory does not grow. */
export interface Gatherer {
  add(client: ClientHistory, months: readonly ReplayedMonth[]): void;
  report(): ReplayReport;
}

interface Counter {
  restricted: number;
  byAction: Record<string, number>;
  goodRestricted: number;
  cleanRestricted: number;
  defaultersRestricted: number;
  exposureBefore: bigint;
  exposureAfter: bigint;
  defaulterBefore: bigint;
  defaulterAfter: bigint;
}
const counter = (): Counter => ({
  restricted: 0,
  byAction: {},
  goodRestricted: 0,
  cleanRestricted: 0,
  defaultersRestricted: 0,
  exposureBefore: 0n,
  exposureAfter: 0n,
  defaulterBefore: 0n,
  defaulterAfter: 0n,
});

export const gather = (mapping: Mapping, policies: PolicySet): Gatherer => {
  const months = mapping.months.map((month) => ({
    month: month.label,
    raised: 0,
    reduced: 0,
    lifted: 0,
    holds: 0,
    putBeforePeople: 0,
    restrictedByCause: {} as Record<string, number>,
    before: 0n,
    after: 0n,
  }));
  const reasons = new Map<string, number>();
  const policy = counter();
  const lateNow = counter();
  const anyTrigger = counter();
  let clients = 0;
  let defaulters = 0;
  let clean = 0;
  let machineOnlyCuts = 0;

  const count = (
    into: Counter,
    client: ClientHistory,
    isClean: boolean,
    action: string | null,
    limitAfter: bigint,
  ): void => {
    into.exposureBefore += client.limitFen;
    into.exposureAfter += limitAfter;
    if (client.bad) {
      into.defaulterBefore += client.limitFen;
      into.defaulterAfter += limitAfter;
    }
    if (action === null) return;
    into.restricted += 1;
    into.byAction[action] = (into.byAction[action] ?? 0) + 1;
    if (client.bad) into.defaultersRestricted += 1;
    else {
      into.goodRestricted += 1;
      if (isClean) into.cleanRestricted += 1;
    }
  };

  return {
    add(client, replayed) {
      clients += 1;
      if (client.bad) defaulters += 1;
      const isClean = client.months.every((month) => month.daysPastDue === 0);
      if (isClean && !client.bad) clean += 1;
      replayed.forEach((month, index) => {
        const figures = months[index];
        if (!figures) return;
        figures.before += month.limitBeforeFen;
        figures.after += month.limitAfterFen;
        if (month.limitAfterFen > month.limitBeforeFen) figures[month.lifted ? 'lifted' : 'raised'] += 1;
        if (month.limitAfterFen < month.limitBeforeFen) figures.reduced += 1;
        if (['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD'].includes(month.action)) figures.holds += 1;
        if (month.action === 'REVIEW' && SEVERITY[month.proposedAction] > SEVERITY.DRAW_HOLD)
          figures.putBeforePeople += 1;
        if (month.restricted && month.causeFamily !== null)
          figures.restrictedByCause[month.causeFamily] = (figures.restrictedByCause[month.causeFamily] ?? 0) + 1;
        if (month.goodStanding && SEVERITY[month.action] > SEVERITY.DRAW_HOLD) machineOnlyCuts += 1;
        for (const code of month.reasonCodes) reasons.set(code, (reasons.get(code) ?? 0) + 1);
      });
      const last = replayed.at(-1);
      if (!last) return;
      const everRestricted = replayed.some((month) => month.restricted);
      count(policy, client, isClean, everRestricted ? 'LIMIT_REDUCED' : null, last.limitAfterFen);
      const everLate = replayed.some((month) => month.lateNow);
      count(lateNow, client, isClean, everLate ? 'CLOSURE' : null, everLate ? 0n : client.limitFen);
      const everTriggered = replayed.some((month) => month.triggered);
      count(anyTrigger, client, isClean, everTriggered ? 'CLOSURE' : null, everTriggered ? 0n : client.limitFen);
    },
    report: () => ({
      portfolio: {
        mapping: mapping.name,
        about: mapping.about,
        currency: mapping.currency,
        clients,
        months: mapping.months.length,
        defaulters,
      },
      policy: { version: policies.version, parameters: policies.parametersVersion },
      inputsAbsent: inputNamesFor(policies, 'SCHEDULED_REVIEW', 'CONSUMER').filter(
        (name) => !(GIVEN_INPUTS as readonly string[]).includes(name),
      ),
      months: months.map(({ before, after, ...rest }) => ({
        ...rest,
        limitBeforeFen: Number(before),
        limitAfterFen: Number(after),
      })),
      reasons: [...reasons]
        .map(([code, seen]) => ({ code, months: seen }))
        .sort((a, b) => b.months - a.months || (a.code < b.code ? -1 : 1)),
      outcome: verdict(policy, clients, defaulters, clean),
      baselines: [
        { name: 'late now → close', ...verdict(lateNow, clients, defaulters, clean) },
        { name: 'any trigger → close', ...verdict(anyTrigger, clients, defaulters, clean) },
      ],
      guarantees: { machineOnlyCutsInGoodStanding: machineOnlyCuts },
    }),
  };
};

const basisPoints = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 10_000) / whole));

const verdict = (from: Counter, clients: number, defaulters: number, clean: number): Verdict => ({
  restricted: from.restricted,
  restrictedByAction: from.byAction,
  goodRestricted: from.goodRestricted,
  goodRestrictedShareBp: basisPoints(from.goodRestricted, clients - defaulters),
  cleanRestricted: from.cleanRestricted,
  cleanClients: clean,
  defaultersRestricted: from.defaultersRestricted,
  defaultersRestrictedShareBp: basisPoints(from.defaultersRestricted, defaulters),
  precisionBp: from.restricted === 0 ? null : basisPoints(from.defaultersRestricted, from.restricted),
  exposureBeforeFen: Number(from.exposureBefore),
  exposureAfterFen: Number(from.exposureAfter),
  defaulterExposureBeforeFen: Number(from.defaulterBefore),
  defaulterExposureAfterFen: Number(from.defaulterAfter),
});
