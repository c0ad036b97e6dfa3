import type { PolicyModel } from '@clearline/dmn';
import type { ScorecardModel } from '@clearline/scorecard';
import type { FeatureSet } from '../features/compile.ts';
import type { CureKind } from '../decision-record.ts';
import type { CauseFamily, DecisionKind, IsoDate, LineKind, LocalText } from '../vocabulary.ts';

/** The files of a policy, path below the policy folder → text; reading them is the shell’s work. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** What a borrower can do about an input: the search for counterfactuals moves it only that way. */
export const ACTIONABILITIES = ['fixed', 'up', 'down', 'either', 'time', 'evidence'] as const;
export type Actionability = (typeof ACTIONABILITIES)[number];

export const UNITS = [
  'count',
  'fen',
  'ratio4',
  'times4',
  'percent',
  'hours',
  'days',
  'months',
  'points',
  'km/h',
  'boolean',
  'word',
] as const;
/**
 * `ratio4` is a ratio in ten-thousandths, floored, so that `>=` and `<` against a literal are exact; `times4` is the same
 * number where people count in multiples: a debt of 200000 is one of 20 times the monthly income, not of 2000%.
 */
export type Unit = (typeof UNITS)[number];

/** An input that a policy may look at, declared once. */
export interface InputDeclaration {
  readonly name: string;
  readonly type: 'integer' | 'money' | 'ratio' | 'boolean' | 'string' | 'date';
  readonly unit: Unit;
  readonly label: LocalText;
  /** Key of `sources.json`. */
  readonly source: string;
  /** Older values cannot carry an adverse action (G5); null when the value cannot grow stale. */
  readonly freshnessHours: number | null;
  readonly actionability: Actionability;
  /** The one value that paying leads to, where nothing in between can be reached: nobody can be 3 days late by paying. */
  readonly settlesTo?: number;
  /** Not every report states it: an application does not wait for it, and where it is missing it does not count. */
  readonly optional?: boolean;
}

/** Whether a reason may carry an adverse action: any may, save those that only support one that stands on another (G3). */
export const REASON_STANDINGS = ['SUPPORTING'] as const;
export type ReasonStanding = (typeof REASON_STANDINGS)[number];

export interface ReasonText {
  readonly code: string;
  /** Left out where the reason may stand alone; SUPPORTING for a flag that calls for a look and takes nothing by itself. */
  readonly standing?: ReasonStanding;
  readonly family: CauseFamily;
  /** What in the world it speaks of, where several reasons speak of one thing: one debt, one string of enquiries (N82). */
  readonly matter?: string;
  readonly title: LocalText;
  /** Templates: `{value}` is the borrower’s value, `{date}` its date, `{line}` our threshold. */
  readonly whatWeSaw: LocalText;
  readonly ourLine: LocalText;
  readonly whatChangesIt: LocalText;
  readonly cure: CureKind;
}

/** A dated value with the rule it comes from; the one in force on the business date is bound into the tables. */
export interface Parameter {
  readonly name: string;
  readonly label: LocalText;
  readonly unit: Unit;
  readonly values: readonly { readonly from: IsoDate; readonly value: number; readonly reference: string }[];
}

export interface PolicyTableEntry {
  readonly id: string;
  readonly decisionKind: DecisionKind;
  readonly lineKind: LineKind;
  readonly role: 'DECIDE' | 'PRICE';
  readonly file: string;
  readonly name: LocalText;
}

/** A compiled, checked policy version; its hashes are its identity. */
export interface PolicySet {
  /** First 16 hex digits of the content hash of all its files. */
  readonly version: string;
  readonly name: LocalText;
  readonly author: string;
  readonly approver: string;
  readonly parametersVersion: string;
  readonly entries: readonly PolicyTableEntry[];
  /** Compiled tables by table id. */
  readonly models: Readonly<Record<string, PolicyModel>>;
  readonly sources: Readonly<Record<string, LocalText>>;
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  /** Inputs that are windows over events, declared once for serving and for back-tests. */
  readonly features: FeatureSet;
  readonly reasons: Readonly<Record<string, ReasonText>>;
  readonly parameters: readonly Parameter[];
  /** The parameter values bound at compile, by name. */
  readonly bound: Readonly<Record<string, number>>;
  readonly scorecards: Readonly<Partial<Record<LineKind, ScorecardModel>>>;
  readonly scenarios: readonly Scenario[];
  readonly files: PolicyFiles;
  /** Versions that decided before this one, kept so that their decisions can be run again (G10). */
  readonly earlier: Readonly<Record<string, PolicySet>>;
}

/** The policy of a version: this one, or one kept from before; null when nobody kept it. */
export const policyVersion = (policies: PolicySet, version: string): PolicySet | null =>
  policies.version === version ? policies : (policies.earlier[version] ?? null);

/** The live policy together with those that decided before it. */
export const withEarlier = (policies: PolicySet, earlier: readonly PolicySet[]): PolicySet => ({
  ...policies,
  earlier: Object.fromEntries(earlier.map((one) => [one.version, one])),
});

/** Given these inputs, the table must fire these rules and end in this action; run at every compile. */
export interface Scenario {
  readonly name: LocalText;
  readonly table: string;
  readonly given: Readonly<Record<string, number | string | boolean | null>>;
  readonly expect: { readonly rules: readonly string[]; readonly action: string };
}

/** The deciding (or pricing) table for a kind of decision on a kind of line. */
export const tableFor = (
  policies: PolicySet,
  decisionKind: DecisionKind,
  lineKind: LineKind,
  role: PolicyTableEntry['role'] = 'DECIDE',
): PolicyTableEntry | null =>
  policies.entries.find(
    (entry) => entry.decisionKind === decisionKind && entry.lineKind === lineKind && entry.role === role,
  ) ?? null;
