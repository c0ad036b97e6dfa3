import { type BorrowerFile, moveFault } from '@clearline/line';
import type { Move as Contract } from '../contract/borrower.ts';
import type { Moment } from './line-view.ts';
import type { ViewOf } from './view-of.ts';

/** The consent to move, on its own; a new wording is a new version. */
export const moveConsent = {
  version: '1',
  text: {
    zh: '我同意申请经营额度。开通时，我的消费额度结束，不能再借；没有开通，消费额度照旧。已借款不变。我可以在开通前随时撤回。',
    en: 'I agree to apply for a business line. When it opens, my consumer line ends and takes no more draws; if it does not open, my consumer line goes on. Loans I have do not change. I can take this back until the line opens.',
  },
};

/** What moving to a business line would mean, for the owner of an open consumer line. */
export function moveView(file: BorrowerFile, { now, lender }: Moment): ViewOf<typeof Contract> | null {
  if (file.line?.status !== 'ACTIVE' || file.line.kind !== 'CONSUMER') return null;
  const { maxLimitFen, maxDrawFen, tenorsMonths } = lender.products.BUSINESS;
  return {
    state: file.move?.state ?? 'OPEN',
    sign: file.move?.sign ?? null,
    possible: moveFault(file, now) === null,
    maxLimitFen,
    maxDrawFen,
    tenorsMonths,
    consent: moveConsent,
  };
}
