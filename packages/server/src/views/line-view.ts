import {
  annualRateOf,
  availableOf,
  type BorrowerFile,
  displayStateOf,
  drawCapOf,
  drawStopsOf,
  effectiveLimitOf,
  inGoodStanding,
  type Instant,
  type IsoDate,
  type Lender,
  temporaryMostFen,
  usedOf,
} from '@clearline/line';
import type { Line as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** What time and terms a view is made at. */
export interface Moment {
  readonly now: Instant;
  readonly businessDate: IsoDate;
  readonly lender: Lender;
}

/** Methods that the contract knows; a lender’s product may carry others for its own use. */
type Method = ViewOf<typeof Contract>['methods'][number];

export function lineView(file: BorrowerFile, { now, businessDate, lender }: Moment): ViewOf<typeof Contract> | null {
  const line = file.line;
  if (line === null) return null;
  const product = lender.products[line.kind];
  const available = availableOf(file, now);
  const cap = drawCapOf(file, now);
  const bounds = [available, product.maxDrawFen, ...(cap === null ? [] : [cap.fen])];
  const largest = bounds.reduce((least, bound) => (bound < least ? bound : least));
  return {
    status: line.status,
    kind: line.kind,
    displayState: displayStateOf(file, now),
    grantedLimitFen: line.grantedLimitFen,
    effectiveLimitFen: effectiveLimitOf(file, now),
    ownLimitFen: line.borrowerCapFen,
    usedFen: usedOf(file),
    availableFen: available,
    canDraw: available >= product.minDrawFen && drawStopsOf(file, now).length === 0,
    singleDrawMinFen: product.minDrawFen,
    singleDrawMaxFen: largest - (largest % product.drawStepFen),
    singleDrawCap: cap && { capFen: cap.fen, until: cap.until },
    dailyRatePpb: line.dailyRatePpb,
    annualRateSimplePpb: annualRateOf(line.dailyRatePpb, lender, line.kind),
    tenorsMonths: product.tenorsMonths,
    methods: product.methods.filter((method): method is Method => method !== 'FLAT'),
    openedAt: line.openedAt,
    nextReviewDate: line.nextReviewDate,
    goodStanding: inGoodStanding(file, businessDate),
    temporary: line.temporary,
    temporaryAsk: file.temporaryAsk,
    temporaryMostFen: temporaryMostFen(line, { lender }),
  };
}
