import type { Tone } from './State.tsx';

/** The tone of each code that pages show as a state. Codes not named here are quiet. */
const tones: Readonly<Record<string, Tone>> = {
  // Line and restrictions
  ACTIVE: 'good',
  STEP_UP: 'hold',
  SINGLE_DRAW_CAP: 'hold',
  DRAW_HOLD: 'hold',
  LIMIT_REDUCED: 'attention',
  DRAW_SUSPENDED: 'bad',
  FROZEN: 'locked',
  CLOSURE: 'locked',
  CLOSED: 'quiet',
  CLOSING: 'attention',
  PAUSED: 'hold',
  proposed: 'attention',
  pre_notice: 'attention',
  effective: 'bad',
  lifted: 'good',
  reversed: 'good',
  // Loans
  SETTLED: 'good',
  PAID: 'good',
  OVERDUE: 'bad',
  DUE: 'attention',
  PENDING: 'attention',
  FAILED: 'bad',
  WRITTEN_OFF: 'bad',
  // Decisions
  APPROVE: 'good',
  ALLOW: 'good',
  RAISE_LIMIT: 'good',
  DECLINE: 'bad',
  REFUSE_DRAW: 'bad',
  REVIEW: 'attention',
  REFER: 'attention',
  ABSTAIN: 'hold',
  // Appeals
  submitted: 'attention',
  acknowledged: 'attention',
  triaged: 'attention',
  info_requested: 'hold',
  evidence_received: 'attention',
  in_review: 'attention',
  outcome_proposed: 'attention',
  second_approval: 'attention',
  decided: 'good',
  remedy_applied: 'good',
  implemented: 'good',
  // Policies and strategies
  live: 'good',
  in_force: 'good',
  approved: 'good',
  announced: 'attention',
  applied: 'good',
  draft: 'hold',
};

export function toneOf(code: string): Tone {
  return tones[code] ?? 'quiet';
}
