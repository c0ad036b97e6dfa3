import { type CoolingOff, coolsUntil } from './cooling-off.ts';
import type { BorrowerFile } from './file.ts';
import type { Restriction } from './restriction.ts';
import type { Instant } from './vocabulary.ts';

/**
 * Assertions of the borrower guarantees inside the core. Breaking one is a bug, so they throw: the command fails whole
 * and nothing is written.
 */
export class GuaranteeBroken extends Error {
  readonly guarantee: string;
  constructor(guarantee: string, detail: string) {
    super(`${guarantee} would be broken: ${detail}`);
    this.name = 'GuaranteeBroken';
    this.guarantee = guarantee;
  }
}

/** All but the borrower’s own requests are adverse. */
export const isAdverseRestriction = (restriction: Restriction): boolean =>
  restriction.causeFamily !== 'BORROWER_REQUEST';

/** G1 and G2: a restriction takes effect only with an issued notice that names it and carries a reason. */
export const requireNotice = (file: BorrowerFile, restriction: Restriction, noticeId: string, now: Instant): void => {
  const notice = file.notices[noticeId];
  if (notice === undefined)
    throw new GuaranteeBroken('G2', `restriction ${restriction.id} would take effect without a notice`);
  if (notice.restrictionId !== restriction.id)
    throw new GuaranteeBroken('G2', `notice ${noticeId} is about ${notice.restrictionId}, not ${restriction.id}`);
  if (notice.effectiveAt !== null && notice.effectiveAt > now)
    throw new GuaranteeBroken('G2', `notice ${noticeId} announced ${notice.effectiveAt}, which has not come`);
  if (isAdverseRestriction(restriction) && notice.reasons.length === 0)
    throw new GuaranteeBroken('G1', `notice ${noticeId} gives no reason`);
};

/** G3 and N80: no adverse action of a kind and family begins while the last one’s rest lasts. */
export const requireRested = (restriction: Restriction, rests: readonly CoolingOff[]): void => {
  const until = restriction.stepUpLifts ? null : coolsUntil(rests, restriction.kind, restriction.causeFamily);
  if (until !== null)
    throw new GuaranteeBroken(
      'G3',
      `${restriction.kind} for ${restriction.causeFamily} would begin before ${until}, when the rest after the last ends`,
    );
};

/** G4: a hold has an end. */
export const requireEnd = (restriction: Restriction): void => {
  if (restriction.kind === 'DRAW_HOLD' && restriction.state === 'effective' && restriction.expiresAt === null)
    throw new GuaranteeBroken('G4', `hold ${restriction.id} has no end`);
};
