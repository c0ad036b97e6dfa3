import type { BorrowerFile } from '@clearline/line';
import type { Notice as Contract, NoticeSummary } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** A notice’s words were fixed when it was issued; this only adds whom it is to. */
export function noticeView(file: BorrowerFile, noticeId: string): ViewOf<typeof Contract> | null {
  const notice = file.notices[noticeId];
  return notice === undefined ? null : { ...notice, borrowerMaskedName: file.maskedName ?? file.maskedPhone ?? '' };
}

/** Newest first. */
export const noticeSummaries = (file: BorrowerFile): ViewOf<typeof NoticeSummary>[] =>
  Object.values(file.notices)
    .map(({ id, kind, title, issuedAt, readAt, adverse }) => ({ id, kind, title, issuedAt, readAt, adverse }))
    .toSorted((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1));
