import type { BorrowerFile } from '@clearline/line';
import type { Notice as Contract, NoticeSummary } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** How notices once wrote that a route has no number that we know. */
const UNKNOWN = '—';

/** A notice’s words were fixed when it was issued; this only adds whom it is to, and says plainly what was not known. */
export function noticeView(file: BorrowerFile, noticeId: string): ViewOf<typeof Contract> | null {
  const notice = file.notices[noticeId];
  if (notice === undefined) return null;
  const outsideRoutes = notice.outsideRoutes.map(({ name, contact }) => ({
    name,
    contact: contact === UNKNOWN ? null : contact,
  }));
  return { ...notice, outsideRoutes, borrowerMaskedName: file.maskedName ?? file.maskedPhone ?? '' };
}

/** Newest first. */
export const noticeSummaries = (file: BorrowerFile): ViewOf<typeof NoticeSummary>[] =>
  Object.values(file.notices)
    .map(({ id, kind, title, issuedAt, readAt, adverse }) => ({ id, kind, title, issuedAt, readAt, adverse }))
    .toSorted((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1));
