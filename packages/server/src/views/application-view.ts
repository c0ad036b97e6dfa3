import {
  annualRateOf,
  type Application,
  type BorrowerFile,
  checkCausesOf,
  costSheetOf,
  counterfactualText,
  noCounterfactualText,
  dateOf,
  type Lender,
  offerTerms,
  type PolicySet,
  policyVersion,
} from '@clearline/line';
import type { Application as Contract, Offer } from '../contract/borrower.ts';
import { costSheetView } from './cost-sheet-view.ts';
import type { Moment } from './line-view.ts';
import type { ViewOf } from './view-of.ts';
import { reasonViews } from './words.ts';

/** The cost sheet of an offer made again: dated by the decision that made the offer. */
export function offerSheet(
  file: BorrowerFile,
  { offer, kind, submittedAt }: Application & { readonly offer: NonNullable<Application['offer']> },
  lender: Lender,
): ReturnType<typeof costSheetOf> {
  const madeAt = Object.values(file.notices).findLast((notice) => notice.kind === 'OFFER')?.issuedAt;
  return costSheetOf(offerTerms({ ...offer, kind, startDate: dateOf(madeAt ?? submittedAt) }, lender), lender);
}

/** The offer with the very cost sheet that was hashed into it. */
function offerView(file: BorrowerFile, application: Application, { lender }: Moment): ViewOf<typeof Offer> | null {
  const { offer, kind } = application;
  if (offer === null) return null;
  const sheet = offerSheet(file, { ...application, offer }, lender);
  const { dayCount } = lender.products[kind];
  return {
    limitFen: offer.limitFen,
    dailyRatePpb: offer.dailyRatePpb,
    annualRateSimplePpb: annualRateOf(offer.dailyRatePpb, lender, kind),
    dayBasis: dayCount === 'ACT/360' ? 'ACT/360' : 'ACT/365',
    validUntil: offer.validUntil,
    costSheet: costSheetView({ ...sheet, hash: offer.costSheetHash }, lender, kind),
    lender: { name: lender.name, licence: lender.licence },
  };
}

function statusOf(application: Application, now: string): ViewOf<typeof Contract>['status'] {
  const lapsed = application.status === 'OFFERED' && application.offer !== null && application.offer.validUntil <= now;
  if (lapsed) return 'EXPIRED';
  // Submitted and settled are one command, so nobody sees the state between.
  return application.status === 'SUBMITTED' ? 'REFERRED' : application.status;
}

/** The latest application with its reasons, the changes that would alter it, and the offer when there is one. */
export function applicationView(
  file: BorrowerFile,
  moment: Moment,
  policies: PolicySet,
): ViewOf<typeof Contract> | null {
  const application = file.application;
  if (application === null) return null;
  const decision = application.decisionId === null ? undefined : file.decisions[application.decisionId];
  if (decision === undefined) throw new Error(`application ${application.id} has no recorded decision`);
  const notice = Object.values(file.notices).findLast(({ decisionId }) => decisionId === decision.id);
  const declined = application.status === 'DECLINED';
  return {
    twoPeopleDecide: application.status === 'REFERRED' && checkCausesOf(application, null, policies).length > 0,
    id: application.id,
    kind: application.kind,
    submittedAt: application.submittedAt,
    status: statusOf(application, moment.now),
    decisionId: decision.id,
    points: decision.points,
    reasons:
      declined || application.status === 'REFERRED'
        ? (notice?.reasons ??
          reasonViews(decision.reasons, policyVersion(policies, decision.versions.policy) ?? policies))
        : [],
    counterfactuals: declined ? decision.counterfactuals.map((record) => counterfactualText(record, policies)) : [],
    noCounterfactual: declined && decision.counterfactuals.length === 0 ? noCounterfactualText(decision) : null,
    noticeId: notice?.id ?? null,
    offer: offerView(file, application, moment),
    reapplyFrom: application.reapplyFrom,
  };
}
