import { type BusinessStatement, parseAmount, type Security, type ThreePartCheck } from '@clearline/client';

/** The lines of a statement in the order of the forms, as they are asked for and shown. */
export const FIGURES = [
  'revenueFen',
  'costOfSalesFen',
  'netProfitFen',
  'interestExpenseFen',
  'depreciationFen',
  'cashFen',
  'accountsReceivableFen',
  'inventoriesFen',
  'totalCurrentAssetsFen',
  'totalAssetsFen',
  'totalCurrentLiabilitiesFen',
  'totalLiabilitiesFen',
  'totalEquityFen',
  'debtServiceFen',
  'taxDeclaredSalesFen',
  'bankInflowsFen',
] as const;
export type Figure = (typeof FIGURES)[number];
/** The figures by the form that each is read from. */
export const FIGURE_GROUPS = {
  INCOME: FIGURES.slice(0, 5),
  BALANCE: FIGURES.slice(5, 13),
  BESIDE: FIGURES.slice(13),
} as const satisfies Readonly<Record<string, readonly Figure[]>>;
/** Empty where nobody knows. */
export const MAY_BE_UNKNOWN: readonly Figure[] = ['taxDeclaredSalesFen', 'bankInflowsFen'];
/** A loss, and what a business owes beyond what it has. */
export const MAY_BE_NEGATIVE: readonly Figure[] = ['netProfitFen', 'totalEquityFen'];

export const TOPICS = [
  'REGISTRATION',
  'TRADING_SINCE',
  'PREMISES',
  'OWNER_IDENTITY',
  'RELATED_DEBTS',
  'USE_OF_FUNDS',
] as const;
export type Topic = (typeof TOPICS)[number];

export type Memo = NonNullable<ThreePartCheck['memo']>;
export type Period = Memo['periods'][number];

/** A figure that a person typed in yuan; null where it is none. */
export function parseFigure(text: string, figure: Figure): number | null {
  const clean = text.trim();
  const negative = MAY_BE_NEGATIVE.includes(figure) && /^[-−]/.test(clean);
  const size = parseAmount(negative ? clean.slice(1) : clean);
  return size === null ? null : negative ? 0 - size : size;
}

/** The text that a figure is typed as. */
export const typed = (fen: number | null): string => (fen === null ? '' : String(fen / 100));

/** What was handed in, without what the book put beside it. */
export const plainStatement = ({ statement }: Period): BusinessStatement => {
  const { bookSalesFen: _book, fileInflowsFen: _files, ...given } = statement;
  return given;
};
export const plainSecurity = ({
  kind,
  text,
  valueFen,
  valuer,
  valuedOn,
  priorChargesFen,
}: Memo['cover']['securities'][number]): Security => ({ kind, text, valueFen, valuer, valuedOn, priorChargesFen });
