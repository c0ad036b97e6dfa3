import { derivedId, type Instant, type IsoDate, type Strategy } from '@clearline/line';
import type { Auditor } from '../auditor/auditor.ts';
import type { Random } from '../simulate/random.ts';
import type { Repaired } from './roll-out.ts';

/** Of a hundred books so many see the lender cut lines for reasons of its own, twice; a run shorter than this sees none. */
const CUTS = 0.5;
const DAYS_MIN = 90;
const MACHINE = { kind: 'machine', name: 'strategy' } as const;

type Terms = Pick<
  Strategy,
  'effect' | 'reduceToPercent' | 'minLimitFen' | 'dormantMonths' | 'lineKind' | 'region' | 'segment'
>;
const ANY = {
  reduceToPercent: null,
  minLimitFen: null,
  dormantMonths: null,
  lineKind: null,
  region: null,
  segment: null,
} as const;
/** What lenders do: lines that lie unused, large ones, one kind of line or of work, or the whole book. */
const TERMS: readonly Terms[] = [
  { ...ANY, effect: 'REDUCE', reduceToPercent: 50, dormantMonths: 1 },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 60, dormantMonths: 2, minLimitFen: 1_000_000n },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 70, minLimitFen: 2_000_000n },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 60, lineKind: 'BUSINESS' },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 65, segment: 'EMPLOYED' },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 80 },
  { ...ANY, effect: 'SUSPEND', dormantMonths: 2 },
  { ...ANY, effect: 'SUSPEND', dormantMonths: 1, minLimitFen: 3_000_000n },
  { ...ANY, effect: 'SUSPEND', minLimitFen: 6_000_000n },
  { ...ANY, effect: 'SUSPEND', lineKind: 'BUSINESS', minLimitFen: 4_000_000n },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 55, region: 'CN-ZJ' },
  { ...ANY, effect: 'SUSPEND', region: 'CN-GD' },
  { ...ANY, effect: 'SUSPEND', segment: 'SELF_EMPLOYED' },
  { ...ANY, effect: 'REDUCE', reduceToPercent: 75, segment: 'BUSINESS_OWNER' },
  { ...ANY, effect: 'SUSPEND', segment: 'BUSINESS_OWNER' },
  { ...ANY, effect: 'SUSPEND' },
];

/** The lender’s own cuts of one book: approved by two people, announced to whoever is in scope, no fault of anybody’s (G11). */
export class Strategies {
  readonly #planned: readonly { readonly day: number; readonly strategy: Strategy }[];

  constructor(book: string, days: number, random: Random) {
    this.#planned = days >= DAYS_MIN && random.chance(CUTS) ? planned(book, days, random) : [];
  }

  beginDay(day: number, date: IsoDate, now: Instant, book: Repaired, auditor: Auditor): void {
    for (const { day: on, strategy } of this.#planned) {
      if (on !== day) continue;
      auditor.strategyAgreed(strategy);
      for (const borrowerId of book.borrowerIds()) {
        const command = { type: 'apply_strategy', strategy } as const;
        book.submit({ borrowerId, command, actor: MACHINE, key: `strategy:${strategy.id}`, now, date });
      }
    }
  }
}

/** The second soon enough after the first that whoever was cut by it still rests (decision 0009). */
const planned = (book: string, days: number, random: Random) => {
  const first = random.between(Math.floor(days * 0.35), Math.floor(days * 0.6));
  return [first, first + random.between(8, 60)].map((day, n) => ({
    day,
    strategy: {
      ...random.pick(TERMS),
      id: derivedId(book, `strategy:${n}`),
      name: { zh: '控制授信规模', en: 'a smaller book' },
      reason: { zh: '本机构调整授信规模。', en: 'We are making our book smaller.' },
      noticeDays: random.between(7, 20),
      author: 'A2301',
      approver: 'A2302',
    },
  }));
};
