/** States in which the borrower still waits for an answer from us. */
const OPEN: readonly string[] = [
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

export function isOpenAppeal(state: string): boolean {
  return OPEN.includes(state);
}
