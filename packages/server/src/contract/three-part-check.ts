import { z } from 'zod';
import { Day, Fen, Id, Instant, LocalText } from './common.ts';

/** Schemas of the three-part check of a business line (三重检查): what staff record, and the memo that comes of it. */
const Topic = z
  .enum(['REGISTRATION', 'TRADING_SINCE', 'PREMISES', 'OWNER_IDENTITY', 'RELATED_DEBTS', 'USE_OF_FUNDS'])
  .meta({ id: 'InvestigationTopic' });
const written = (most: number) => z.string().trim().min(1).max(most);
/** A hundred billion yuan: no business of this kind has more, and sums stay whole numbers. */
const MOST_FEN = 10_000_000_000_000;
const figureFen = z.int().min(0).max(MOST_FEN);
const signedFen = z.int().min(-MOST_FEN).max(MOST_FEN);

export const Finding = z
  .object({
    topic: Topic,
    outcome: z
      .enum(['VERIFIED', 'DECLARED', 'CONTRADICTED'])
      .describe('Seen in a source of its own, said by the applicant alone, or found otherwise than said.'),
    text: written(1000).describe('What is known; no name or number of a person.'),
    source: written(200).describe('The register, document, visit or call that it rests on.'),
    seenOn: Day,
  })
  .meta({ id: 'Finding' });
export const BusinessStatement = z
  .object({
    periodFrom: Day,
    periodTo: Day,
    basis: z.enum(['AUDITED', 'MANAGEMENT', 'TAX_RETURN']),
    revenueFen: figureFen,
    costOfSalesFen: figureFen,
    netProfitFen: signedFen,
    interestExpenseFen: figureFen,
    depreciationFen: figureFen,
    cashFen: figureFen,
    accountsReceivableFen: figureFen,
    inventoriesFen: figureFen,
    totalCurrentAssetsFen: figureFen,
    totalAssetsFen: figureFen,
    totalCurrentLiabilitiesFen: figureFen,
    totalLiabilitiesFen: figureFen,
    totalEquityFen: signedFen,
    debtServiceFen: figureFen.describe('Principal and interest that fell due in the period.'),
    taxDeclaredSalesFen: figureFen.nullable().describe('Null where it is not known.'),
    bankInflowsFen: figureFen.nullable().describe('Null where it is not known.'),
  })
  .meta({ id: 'BusinessStatement' });
export const Security = z
  .object({
    kind: z.enum([
      'DEPOSIT',
      'REAL_ESTATE',
      'VEHICLE',
      'EQUIPMENT',
      'INVENTORY',
      'RECEIVABLES',
      'GUARANTEE_COMPANY',
      'JOINT_GUARANTEE',
    ]),
    text: written(200),
    valueFen: figureFen.describe('Of a guarantee: the amount guaranteed.'),
    valuer: z.enum(['INDEPENDENT', 'LENDER', 'OWNER']),
    valuedOn: Day,
    priorChargesFen: figureFen.describe('What others may take out of it first.'),
  })
  .meta({ id: 'Security' });
export const CheckPart = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('INVESTIGATION'), findings: z.array(Finding).min(1).max(6) }),
    z.object({ kind: z.literal('STATEMENTS'), statements: z.array(BusinessStatement).min(1).max(5) }),
    z.object({
      kind: z.literal('SECURITY'),
      securities: z.array(Security).max(20).describe('None is an answer too: an unsecured line.'),
    }),
  ])
  .meta({ id: 'CheckPart' });

export const SecurityValuation = z
  .object({
    securities: z.array(Security).min(1).max(20).describe('The same items in the same order, with new values.'),
    note: written(2000),
  })
  .meta({ id: 'SecurityValuation' });

const recommendation = {
  outcome: z.enum(['APPROVE', 'DECLINE']),
  limitFen: z.int().min(0).nullable().describe('The limit to offer, when approved; the price is the policy’s.'),
  reasonCodes: z
    .array(z.string())
    .max(4)
    .describe(
      'Why, when declined: one to four reasons of the policy, each about a value of its own that we hold (G1), in any order.',
    ),
  text: written(2000).describe('The assessment in words; it is kept with the memo and not shown to the applicant.'),
};
export const CreditRecommendation = z.object(recommendation).meta({ id: 'CreditRecommendation' });

export const CreditApproval = z.object({ approved: z.boolean(), note: written(2000) }).meta({ id: 'CreditApproval' });

const Ratio = z
  .object({
    ratio: z.string(),
    name: LocalText,
    formula: LocalText,
    value: LocalText.nullable().describe('Null where it cannot be told: what it is over is nothing.'),
  })
  .meta({ id: 'Ratio' });
const CrossCheck = z
  .object({
    check: z.string(),
    name: LocalText,
    left: LocalText,
    leftFen: Fen,
    right: LocalText,
    rightFen: Fen.nullable(),
    gap: LocalText.nullable().describe('Of the larger of the two.'),
    tolerance: LocalText.describe('From this gap on the two differ.'),
    outcome: z.enum(['AGREES', 'DIFFERS', 'NOT_POSSIBLE']),
  })
  .meta({ id: 'CrossCheck' });
const SecurityCover = z
  .object({
    securities: z.array(
      Security.extend({
        haircut: LocalText,
        outdated: z.boolean().describe('Valued too long ago to count.'),
        countedFen: Fen,
      }),
    ),
    countedFen: Fen,
    ratio: LocalText.nullable().describe('What is counted over the limit, proposed or granted.'),
  })
  .meta({ id: 'SecurityCover' });
export const CreditMemo = z
  .object({
    on: Day.describe('The business date as of which it is made.'),
    findings: z.array(Finding.extend({ name: LocalText })),
    notLookedAt: z.array(z.object({ topic: Topic, name: LocalText })),
    periods: z.array(
      z.object({
        statement: BusinessStatement.extend({
          bookSalesFen: Fen.nullable().describe(
            'Takings of the period that were reported to us; null where not whole.',
          ),
          fileInflowsFen: Fen.nullable().describe(
            'What statements of accounts show for the period; it stands in place of what was typed in.',
          ),
        }),
        ratios: z.array(Ratio),
        crossChecks: z.array(CrossCheck),
      }),
    ),
    cover: SecurityCover,
  })
  .meta({ id: 'CreditMemo' });

export const AccountFile = z
  .object({
    sha256: z.string(),
    format: z.enum(['ALIPAY', 'WECHAT', 'ICBC', 'CCB', 'CMB', 'BOC', 'ABC', 'BOCOM']),
    accountTail: z.string().nullable(),
    holder: z.enum(['APPLICANT', 'OTHER', 'NOT_NAMED']).describe('Whom the file names as the holder of the account.'),
    from: Day,
    to: Day,
    rows: z.int(),
    months: z.int().describe('Months that it covers whole.'),
    inflowsFen: Fen.describe('What came in during them and may be takings, what wallets paid into a bank among it.'),
    setAside: z.array(
      z.object({
        cause: z.enum(['REFUND', 'LOAN', 'INVESTMENT', 'INTEREST', 'WAGES', 'OWN_TRANSFER']),
        count: z.int(),
        sumFen: Fen,
      }),
    ),
    balance: z.enum(['HOLDS', 'NOT_GIVEN', 'BROKEN']).describe('Of a broken one nothing counts.'),
    brokenAt: z.int().nullable().describe('The line of the file whose balance does not follow from the one before.'),
    stated: z.enum(['AGREES', 'DIFFERS', 'NOT_GIVEN']).describe('Whether its own sum is that of its rows.'),
    by: z.string(),
    at: Instant,
  })
  .meta({ id: 'AccountFile' });

const Recorded = z.object({ by: z.string(), at: Instant }).nullable();
export const ThreePartCheck = z
  .object({
    applicationId: Id,
    open: z.boolean().describe('The application waits for people.'),
    askedLimitFen: Fen.nullable(),
    machineMostFen: Fen.nullable().describe('The most that the machine alone may offer.'),
    causes: z
      .array(z.enum(['LIMIT_ABOVE', 'FIGURES_DIFFER']))
      .describe('Why two people decide; none where one may (`decideApplication`).'),
    investigation: Recorded,
    statements: Recorded,
    security: Recorded,
    securityNow: SecurityCover.nullable().describe(
      'What stands behind the open line, by its last valuation and the lines in force; null where nothing does.',
    ),
    securityLookSince: Instant.nullable().describe('Since when it waits to be valued again.'),
    files: z.array(AccountFile).describe('Statements of accounts that were read, in the order of reading.'),
    memo: CreditMemo.nullable().describe(
      'As it was proposed on, else as it stands now; null where the policy lacks a line that it needs.',
    ),
    proposal: z
      .object({
        ...recommendation,
        id: Id,
        memoHash: z.string(),
        reasonTitles: z.array(LocalText),
        proposedBy: z.string(),
        proposedAt: Instant,
        state: z.enum(['WAITING', 'AGREED', 'RETURNED']),
        decidedBy: z.string().nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ThreePartCheck' });
