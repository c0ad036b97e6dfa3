import type { CauseFamily, Instant, IsoDate, LocalText } from './vocabulary.ts';

export const NOTICE_KINDS = [
  'RESTRICTION',
  'PRE_NOTICE',
  'LIFTED',
  'LIMIT_RAISED',
  'OFFER',
  'DECLINE',
  'APPEAL_ACKNOWLEDGED',
  'APPEAL_INFO_REQUEST',
  'APPEAL_DECIDED',
  'REMEDY',
  'LINE_OPENED',
  'LOAN_CHANGED',
  'STATEMENT',
  'TEMPORARY_LIMIT',
  'INVITATION',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type RestoreAction = 'STEP_UP' | 'WAIT' | 'EVIDENCE' | 'PAY' | 'UPDATE' | 'APPEAL' | 'NONE';

/** A reason as the borrower reads it. */
export interface NoticeReason {
  readonly code: string;
  readonly ruleId: string | null;
  readonly title: LocalText;
  readonly whatWeSaw: LocalText;
  readonly observedAt: Instant | null;
  readonly source: LocalText;
  readonly ourLine: LocalText;
  readonly whatChangesIt: LocalText;
  readonly cure: {
    readonly kind: 'STEP_UP' | 'WAIT' | 'EVIDENCE' | 'PAY' | 'UPDATE' | 'NONE';
    readonly earliestDate: IsoDate | null;
  };
  readonly changeable: boolean;
}

export interface NoticeCounterfactual {
  readonly changes: readonly {
    readonly input: string;
    readonly label: LocalText;
    readonly from: LocalText;
    readonly to: LocalText;
  }[];
  readonly text: LocalText;
  readonly verified: boolean;
  readonly byDate: IsoDate | null;
}

/** Somebody else who can be asked; its number is null where it has none, or none that we know for sure. */
export interface OutsideRoute {
  readonly name: LocalText;
  readonly contact: string | null;
}

/** A notice as issued: its words are fixed at that moment, so that what was said can be proven. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: LocalText;
  readonly issuedAt: Instant;
  readonly adverse: boolean;
  readonly causeFamily: CauseFamily | null;
  readonly noFault: boolean;
  readonly effectiveAt: Instant | null;
  readonly preNoticeDays: number;
  readonly expiresAt: Instant | null;
  readonly limitBeforeFen: bigint | null;
  readonly limitAfterFen: bigint | null;
  readonly effect: readonly LocalText[];
  readonly reportedToBureau: boolean;
  readonly reasons: readonly NoticeReason[];
  readonly restore: {
    readonly text: LocalText;
    readonly earliestDate: IsoDate | null;
    readonly action: RestoreAction;
  } | null;
  readonly counterfactuals: readonly NoticeCounterfactual[];
  readonly noCounterfactual: LocalText | null;
  readonly decidedBy: {
    readonly kind: 'MACHINE' | 'PEOPLE' | 'BORROWER';
    readonly people: readonly string[];
    readonly ruleIds: readonly string[];
    readonly policyVersion: string;
    readonly automation: LocalText;
  };
  readonly rights: readonly LocalText[];
  readonly appealBy: Instant | null;
  readonly answerDays: { readonly acknowledgeBusinessDays: number; readonly simple: number; readonly complex: number };
  readonly outsideRoutes: readonly OutsideRoute[];
  readonly restrictionId: string | null;
  readonly decisionId: string | null;
  readonly appealId: string | null;
  readonly contentHash: string;
}
