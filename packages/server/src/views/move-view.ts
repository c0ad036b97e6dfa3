import { type BorrowerFile, moveFault } from '@clearline/line';
import type { Move as Contract } from '../contract/borrower.ts';
import type { Moment } from './line-view.ts';
import { moveConsent } from './move-consent.ts';
import type { ViewOf } from './view-of.ts';

/** What moving to a business line would mean, for the owner of an open consumer line. */
export function moveView(file: BorrowerFile, { now, lender }: Moment): ViewOf<typeof Contract> | null {
  if (file.line?.status !== 'ACTIVE' || file.line.kind !== 'CONSUMER') return null;
  const { maxLimitFen, maxDrawFen, tenorsMonths } = lender.products.BUSINESS;
  return {
    state: file.move?.state ?? 'OPEN',
    sign: file.move?.sign ?? null,
    possible: moveFault(file, now) === null,
    declined:
      file.move?.state === 'AGREED' && file.application?.kind === 'BUSINESS' && file.application.status === 'DECLINED',
    maxLimitFen,
    maxDrawFen,
    tenorsMonths,
    consent: moveConsent,
  };
}
