import type { AppealState } from '../appeal.ts';
import type { Transitions } from './machine.ts';

/** An appeal’s way. A borrower may withdraw wherever the case is still open; that is a decision with its own outcome. */
export const appealTransitions: Transitions<AppealState> = {
  submitted: ['acknowledged', 'decided'],
  acknowledged: ['triaged', 'decided'],
  triaged: ['info_requested', 'in_review', 'decided'],
  // What never comes holds up nobody: the review goes on with what there is.
  info_requested: ['evidence_received', 'in_review', 'decided'],
  evidence_received: ['info_requested', 'in_review', 'decided'],
  // To itself where another reviewer takes it over (N224).
  in_review: ['in_review', 'info_requested', 'outcome_proposed', 'decided'],
  outcome_proposed: ['second_approval', 'decided'],
  second_approval: ['decided', 'in_review'],
  decided: ['remedy_applied', 'external_referred', 'closed'],
  remedy_applied: ['closed'],
  external_referred: ['external_decided'],
  external_decided: ['implemented'],
  implemented: ['closed'],
  closed: ['reopened'],
  reopened: ['triaged'],
};
/** `closed` may be reopened on new evidence, so nothing is final for ever. */
export const appealFinals: readonly AppealState[] = [];

/** States in which somebody still has to decide. */
export const OPEN_APPEAL_STATES: readonly AppealState[] = [
  'submitted',
  'acknowledged',
  'triaged',
  'info_requested',
  'evidence_received',
  'in_review',
  'outcome_proposed',
  'second_approval',
  'reopened',
];
