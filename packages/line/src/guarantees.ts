import { type CoolingOff, coolsUntil } from './cooling-off.ts';
import type { BorrowerFile } from './file.ts';
import type { Restriction } from './restriction.ts';
import type { Instant, RestrictionKind } from './vocabulary.ts';

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

/** What ends by itself: it has no way to stand without an end. */
export const isTemporary = (kind: RestrictionKind): kind is 'SINGLE_DRAW_CAP' | 'DRAW_HOLD' =>
  kind === 'SINGLE_DRAW_CAP' || kind === 'DRAW_HOLD';

/** G4: a hold has an end, and so has a cap per draw. */
export const requireEnd = (restriction: Restriction): void => {
  if (isTemporary(restriction.kind) && restriction.state === 'effective' && restriction.expiresAt === null)
    throw new GuaranteeBroken('G4', `${restriction.kind} ${restriction.id} has no end`);
};

/** G3: a cap per draw leaves room for a draw of the least amount; one that leaves none is a hold, and harder. */
export const requireRoom = ({ kind, id, singleDrawCapFen }: Restriction, leastDrawFen: bigint): void => {
  if (kind === 'SINGLE_DRAW_CAP' && (singleDrawCapFen === undefined || singleDrawCapFen < leastDrawFen))
    throw new GuaranteeBroken('G3', `cap ${id} at ${singleDrawCapFen ?? 'nothing'} leaves no draw of ${leastDrawFen}`);
};
