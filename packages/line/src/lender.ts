import type { Lender, Product } from './context.ts';

/** The demo lender and its product terms. Fictional; a real lender supplies its own object of this shape. */
const CONSUMER: Product = {
  dayCount: 'ACT/365',
  minDrawFen: 50_000n,
  maxDrawFen: 20_000_000n,
  drawStepFen: 10_000n,
  codeFromFen: 2_000_000n,
  maxLimitFen: 20_000_000n,
  tenorsMonths: [1, 3, 6, 9, 12, 18, 24],
  methods: ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'ON_DEMAND'],
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  offerValidDays: 30,
  reviewEveryDays: 30,
  minimumReadingSeconds: 10,
  maxConcurrentLoans: 50,
};
const BUSINESS: Product = {
  ...CONSUMER,
  maxDrawFen: 100_000_000n,
  maxLimitFen: 300_000_000n,
  tenorsMonths: [1, 3, 6, 12, 18, 24],
};

export const DEMO_LENDER: Lender = {
  name: { zh: '明借示范小额贷款有限公司', en: 'Clearline Demo Lending Ltd' },
  type: 'MICROLOAN',
  licence: '示范-0001',
  contact: '400-000-0000',
  address: { zh: '示范市示范区1号', en: '1 Demo Road, Demo City' },
  timeZone: 'Asia/Shanghai',
  products: { CONSUMER, BUSINESS },
  noticeDays: 7,
};
