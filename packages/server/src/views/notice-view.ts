import type { BorrowerFile, RestrictionState } from '@clearline/line';
import type { Notice as Contract, NoticeSummary } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** How notices once wrote that a route has no number that we know. */
const UNKNOWN = '—';

const ENDS = { expired: 'EXPIRED', lifted: 'LIFTED', reversed: 'REVERSED' } as const;

/** When and how what a notice is about ended; null while it stands. */
const endedOf = ({ restrictions }: BorrowerFile, restrictionId: string | null): ViewOf<typeof Contract>['ended'] => {
  const restriction = restrictions[restrictionId ?? ''];
  if (restriction === undefined || restriction.endedAt === null) return null;
  const how = (ENDS as Partial<Record<RestrictionState, (typeof ENDS)[keyof typeof ENDS]>>)[restriction.state];
  return how === undefined ? null : { at: restriction.endedAt, how };
};

/**
 * A notice’s words were fixed when it was issued; this only adds whom it is to and what has become of the matter, and says plainly
 * what was not known.
 */
export function noticeView(file: BorrowerFile, noticeId: string): ViewOf<typeof Contract> | null {
  const notice = file.notices[noticeId];
  if (notice === undefined) return null;
  const outsideRoutes = notice.outsideRoutes.map(({ name, contact }) => ({
    name,
    contact: contact === UNKNOWN ? null : contact,
  }));
  return {
    ...notice,
    outsideRoutes,
    ended: endedOf(file, notice.restrictionId),
    borrowerMaskedName: file.maskedName ?? file.maskedPhone ?? '',
  };
}

/** Newest first. */
export const noticeSummaries = (file: BorrowerFile): ViewOf<typeof NoticeSummary>[] =>
  Object.values(file.notices)
    .map(({ id, kind, title, issuedAt, readAt, adverse }) => ({ id, kind, title, issuedAt, readAt, adverse }))
    .toSorted((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1));
