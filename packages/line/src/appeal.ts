import type { Instant, LocalText } from './vocabulary.ts';

export const APPEAL_STATES = [
  'submitted',
  'acknowledged',
  'triaged',
  'info_requested',
  'evidence_received',
  'in_review',
  'outcome_proposed',
  'second_approval',
  'decided',
  'remedy_applied',
  'external_referred',
  'external_decided',
  'implemented',
  'closed',
  'reopened',
] as const;
export type AppealState = (typeof APPEAL_STATES)[number];
export const APPEAL_OUTCOMES = ['overturned', 'partly', 'upheld', 'withdrawn', 'out_of_scope'] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

export const EVIDENCE_KINDS = [
  'INCOME_PROOF',
  'BANK_STATEMENT',
  'WALLET_STATEMENT',
  'TAX',
  'BUREAU_REPORT',
  'SETTLEMENT_PROOF',
  'IDENTITY',
  'OTHER',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** A file the borrower handed in; its bytes are kept by the store under its hash. */
export interface Evidence {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly receivedAt: Instant;
  /** Values the borrower says the file shows, by policy input; a reviewer accepts or corrects them. */
  readonly declared: readonly { readonly input: string; readonly value: number }[];
}

export interface AcceptedEvidence {
  readonly evidenceId: string;
  readonly input: string;
  readonly value: number;
}

export interface OutcomeProposal {
  readonly outcome: AppealOutcome;
  readonly by: string;
  readonly at: Instant;
  readonly reasonText: LocalText;
  readonly acceptedEvidence: readonly AcceptedEvidence[];
  readonly mistakenRuleIds: readonly string[];
}

export interface AppealStep {
  readonly state: AppealState;
  readonly at: Instant;
  readonly actor: string;
  readonly note: LocalText | null;
}

export interface Appeal {
  readonly id: string;
  readonly state: AppealState;
  readonly outcome: AppealOutcome | null;
  readonly decisionId: string;
  readonly restrictionId: string | null;
  readonly citedReasonCodes: readonly string[];
  readonly statement: string;
  readonly urgentHardship: boolean;
  readonly submittedAt: Instant;
  readonly acknowledgeBy: Instant;
  readonly answerBy: Instant;
  /** While information is awaited the clock stands; set when it began to. */
  readonly pausedSince: Instant | null;
  readonly infoRequest: LocalText | null;
  readonly assignee: string | null;
  readonly proposal: OutcomeProposal | null;
  readonly outcomeText: LocalText | null;
  readonly steps: readonly AppealStep[];
  readonly evidence: readonly Evidence[];
}
