import { type Outcome, refuse } from './refusal.ts';
import { inForce, openAppealOf } from './selectors.ts';
import { plusDays } from './time.ts';
import type { BorrowerFile } from './file.ts';
import type { Instant, LineKind } from './vocabulary.ts';

/** What shows that a borrower trades: takings or a tax return that a feed reported, or their own word. Never a fault (G6). */
export const MERCHANT_SIGNS = ['SALES', 'TAX', 'DECLARED'] as const;
export type MerchantSign = (typeof MERCHANT_SIGNS)[number];

/** The way of a consumer line’s owner to a business line (C5); null in the file where nothing was asked or answered. */
export interface Move {
  readonly state: 'INVITED' | 'AGREED' | 'DECLINED';
  readonly at: Instant;
  readonly sign: MerchantSign;
}

/** Who said no is not asked again for so long. */
export const MOVE_REST_DAYS = 180;

/** Why the consumer line cannot be exchanged for a business line now, or null. Nothing that is not settled is carried over (N118). */
export const moveFault = (file: BorrowerFile, now: Instant): Extract<Outcome<never>, { ok: false }> | null => {
  const { line } = file;
  if (line === null) return refuse('no_line');
  if (line.status === 'CLOSED') return refuse('line_closed');
  if (line.kind !== 'CONSUMER') return refuse('line_exists');
  const unsettled = Object.values(file.restrictions).some(
    (restriction) =>
      restriction.state === 'proposed' || restriction.state === 'pre_notice' || inForce(restriction, now),
  );
  return unsettled || openAppealOf(file) !== null ? refuse('move_not_now') : null;
};

/** Whether somebody with a line may apply for, or accept, one of this kind: only to move, and only with their consent to it. */
export const secondLineFault = (
  file: BorrowerFile,
  kind: LineKind,
  now: Instant,
): Extract<Outcome<never>, { ok: false }> | null => {
  if (file.line?.status === 'ACTIVE' && kind !== 'BUSINESS') return refuse('line_exists');
  const fault = moveFault(file, now);
  if (fault !== null) return fault;
  return file.move?.state === 'AGREED' ? null : refuse('move_consent_needed');
};

/** Whether to ask now: a consumer line that could move, whose owner was not asked or said no long ago. */
export const mayBeInvited = (file: BorrowerFile, now: Instant): boolean =>
  moveFault(file, now) === null &&
  (file.move === null || (file.move.state === 'DECLINED' && plusDays(file.move.at, MOVE_REST_DAYS) <= now));
