import type { StatementTally } from '@clearline/statements';
import type { Instant, IsoDate, LocalText } from '../vocabulary.ts';

/**
 * What the three-part check of a business line (三重检查) is made of: what the investigation found, what the statements
 * say, and what stands as security. All of it is recorded by people, item by item, with its source and date.
 */

/** What an investigation looks into. A proposal to approve needs every topic. */
export const INVESTIGATION_TOPICS = [
  'REGISTRATION',
  'TRADING_SINCE',
  'PREMISES',
  'OWNER_IDENTITY',
  'RELATED_DEBTS',
  'USE_OF_FUNDS',
] as const;
export type InvestigationTopic = (typeof INVESTIGATION_TOPICS)[number];

export const TOPIC_NAMES: Readonly<Record<InvestigationTopic, LocalText>> = {
  REGISTRATION: { zh: '营业登记', en: 'registration' },
  TRADING_SINCE: { zh: '开始经营的时间', en: 'start of trading' },
  PREMISES: { zh: '经营场所', en: 'premises' },
  OWNER_IDENTITY: { zh: '经营者身份', en: 'identity of the owner' },
  RELATED_DEBTS: { zh: '关联负债', en: 'related debts' },
  USE_OF_FUNDS: { zh: '资金用途', en: 'use of funds' },
};

/** How sure a finding is: seen in a source of its own, said by the applicant alone, or found to be otherwise than said. */
export const FINDING_OUTCOMES = ['VERIFIED', 'DECLARED', 'CONTRADICTED'] as const;
export type FindingOutcome = (typeof FINDING_OUTCOMES)[number];

export interface Finding {
  readonly topic: InvestigationTopic;
  readonly outcome: FindingOutcome;
  /** What is known; no name or number of a person. */
  readonly text: string;
  /** The register, document, visit or call that it rests on. */
  readonly source: string;
  /** The day on which the source was looked at. */
  readonly seenOn: IsoDate;
}

export const STATEMENT_BASES = ['AUDITED', 'MANAGEMENT', 'TAX_RETURN'] as const;
export type StatementBasis = (typeof STATEMENT_BASES)[number];

/**
 * Figures of one period, by the lines of 小企业会计准则 (财会〔2011〕17号), forms 会小企01表 and 02表, in fen. Only the result and
 * the equity may be below zero. What was declared for tax and what came into the bank are null where they are not known.
 */
export interface BusinessStatement {
  readonly periodFrom: IsoDate;
  readonly periodTo: IsoDate;
  readonly basis: StatementBasis;
  readonly revenueFen: bigint;
  readonly costOfSalesFen: bigint;
  readonly netProfitFen: bigint;
  readonly interestExpenseFen: bigint;
  readonly depreciationFen: bigint;
  readonly cashFen: bigint;
  readonly accountsReceivableFen: bigint;
  readonly inventoriesFen: bigint;
  readonly totalCurrentAssetsFen: bigint;
  readonly totalAssetsFen: bigint;
  readonly totalCurrentLiabilitiesFen: bigint;
  readonly totalLiabilitiesFen: bigint;
  readonly totalEquityFen: bigint;
  /** Principal and interest that fell due in the period. */
  readonly debtServiceFen: bigint;
  readonly taxDeclaredSalesFen: bigint | null;
  readonly bankInflowsFen: bigint | null;
}
/** What files of banks and wallets show that came in over a period, and which files those are. */
export interface FileInflows {
  readonly inflowsFen: bigint;
  /** SHA-256 of each, in order. */
  readonly sha256: readonly string[];
}
/** A statement as it was recorded, with the takings that our book held of its period then; null where it held not all. */
export interface RecordedStatement extends BusinessStatement {
  readonly bookSalesFen: bigint | null;
  /** Absent where no file was read, or the files do not cover its period whole. */
  readonly fileInflows?: FileInflows;
}

/** What came into the bank: as files show it where they do, else as it was typed in; null where nobody knows. */
export const bankInflowsOf = ({ fileInflows, bankInflowsFen }: RecordedStatement): bigint | null =>
  fileInflows?.inflowsFen ?? bankInflowsFen;

/**
 * A statement of an account (银行流水) that was read from a file. Neither the file nor its rows are kept: they name people who
 * are none of our business.
 */
export interface AccountFile {
  readonly sha256: string;
  /** Whether the file names the applicant as the holder of the account. */
  readonly holder: 'APPLICANT' | 'OTHER' | 'NOT_NAMED';
  readonly tally: StatementTally;
}

/** The lines of a statement in the order of the forms, with what stands beside them: what they are called on paper. */
export const STATEMENT_LINE_NAMES: Readonly<
  Record<Exclude<keyof RecordedStatement, 'periodFrom' | 'periodTo' | 'basis' | 'fileInflows'>, LocalText>
> = {
  revenueFen: { zh: '营业收入', en: 'Revenue' },
  costOfSalesFen: { zh: '营业成本', en: 'Cost of sales' },
  netProfitFen: { zh: '净利润', en: 'Net profit' },
  interestExpenseFen: { zh: '利息费用', en: 'Interest expense' },
  depreciationFen: { zh: '折旧', en: 'Depreciation' },
  cashFen: { zh: '货币资金', en: 'Cash' },
  accountsReceivableFen: { zh: '应收账款', en: 'Receivables' },
  inventoriesFen: { zh: '存货', en: 'Inventories' },
  totalCurrentAssetsFen: { zh: '流动资产合计', en: 'Current assets' },
  totalAssetsFen: { zh: '资产总计', en: 'Total assets' },
  totalCurrentLiabilitiesFen: { zh: '流动负债合计', en: 'Current liabilities' },
  totalLiabilitiesFen: { zh: '负债合计', en: 'Total liabilities' },
  totalEquityFen: { zh: '所有者权益合计', en: 'Equity' },
  debtServiceFen: { zh: '本期应还本息', en: 'Principal and interest due' },
  taxDeclaredSalesFen: { zh: '申报销售额', en: 'Sales declared for tax' },
  bankInflowsFen: { zh: '银行流入', en: 'Bank inflows' },
  bookSalesFen: { zh: '我们收到的营业额', en: 'Takings reported to us' },
};

export const SECURITY_KINDS = [
  'DEPOSIT',
  'REAL_ESTATE',
  'VEHICLE',
  'EQUIPMENT',
  'INVENTORY',
  'RECEIVABLES',
  'GUARANTEE_COMPANY',
  'JOINT_GUARANTEE',
] as const;
export type SecurityKind = (typeof SECURITY_KINDS)[number];

export const VALUERS = ['INDEPENDENT', 'LENDER', 'OWNER'] as const;
/** Collateral, or a guarantee: for a guarantee the value is the amount guaranteed. */
export interface Security {
  readonly kind: SecurityKind;
  readonly text: string;
  readonly valueFen: bigint;
  readonly valuer: (typeof VALUERS)[number];
  readonly valuedOn: IsoDate;
  /** What others may take out of it first. */
  readonly priorChargesFen: bigint;
}

/** One of the three parts, as it is handed in; a part that is recorded again replaces the one before. */
export type CheckPart =
  | { readonly kind: 'INVESTIGATION'; readonly findings: readonly Finding[] }
  | { readonly kind: 'STATEMENTS'; readonly statements: readonly BusinessStatement[] }
  /** None is an answer too: an unsecured line. */
  | { readonly kind: 'SECURITY'; readonly securities: readonly Security[] };
export type RecordedPart =
  | Exclude<CheckPart, { readonly kind: 'STATEMENTS' }>
  | { readonly kind: 'STATEMENTS'; readonly statements: readonly RecordedStatement[] };
export type CheckKind = CheckPart['kind'];

interface Recorded {
  readonly by: string;
  readonly at: Instant;
}

/** What has been recorded of the check of one application; a part is null until somebody did it. */
export interface ThreePartCheck {
  readonly investigation: (Recorded & { readonly findings: readonly Finding[] }) | null;
  readonly statements: (Recorded & { readonly statements: readonly RecordedStatement[] }) | null;
  readonly security: (Recorded & { readonly securities: readonly Security[] }) | null;
  /** Files that were read, in the order of reading; absent while there are none. */
  readonly files?: readonly (Recorded & AccountFile)[];
}
export const NOTHING_CHECKED: ThreePartCheck = { investigation: null, statements: null, security: null };

export const withPart = (check: ThreePartCheck, part: RecordedPart, by: string, at: Instant): ThreePartCheck => {
  switch (part.kind) {
    case 'INVESTIGATION':
      return { ...check, investigation: { by, at, findings: part.findings } };
    case 'STATEMENTS':
      return { ...check, statements: { by, at, statements: part.statements } };
    case 'SECURITY':
      return { ...check, security: { by, at, securities: part.securities } };
  }
};
