import type { Context, Product } from '@clearline/line';
import { z } from 'zod';
import { CALL_TIMEOUT_MS, type Endpoint } from '../outside/signed-call.ts';

/** What a lender states of itself in its file: who it is, on what terms it lends, and where its systems are. */
export interface LenderFile {
  readonly lender: Context['lender'];
  readonly adapters: { readonly rail: Endpoint; readonly messages: Endpoint; readonly bureau: Endpoint };
}

/** A lender file that cannot be used; each fault on a line of its own, with its place and what to do. */
export class LenderFileRefused extends Error {
  constructor(path: string, faults: readonly string[]) {
    super([`The lender file ${path} cannot be used:`, ...faults].join('\n  '));
    this.name = 'LenderFileRefused';
  }
}

const text = z.string().trim().min(1).max(200);
const both = z.strictObject({ zh: text, en: text });
const fen = z.int().min(1).transform(BigInt);
const whole = (min: number, max: number) => z.int().min(min).max(max);

/** Business dates follow UTC+8, which these zones keep all year; another zone would put payments on a wrong day. */
const timeZones = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei', 'Asia/Singapore'] as const;
const methods = ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'BULLET', 'ON_DEMAND'] as const;

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
/** Personal data and payment orders travel there: encrypted, unless they never leave the machine. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && (url.startsWith('https:') || isLoopback(new URL(url))), {
    message: 'must be https, unless it is on this machine',
  })
  .transform((url) => url.replace(/\/+$/, ''));
const endpoint = z.strictObject({ url: address, timeoutMs: whole(100, 25_000).default(CALL_TIMEOUT_MS) });

const product = z
  .strictObject({
    dayCount: z.enum(['ACT/365', 'ACT/360']),
    minDrawFen: fen,
    maxDrawFen: fen,
    drawStepFen: fen,
    // A lender file from before codes were asked for: every draw is confirmed, which errs on the safe side.
    codeFromFen: fen.default(0n),
    maxLimitFen: fen,
    tenorsMonths: z.array(whole(1, 24)).min(1),
    methods: z.array(z.enum(methods)).min(1),
    penaltyMultiplePpb: z.int().min(1_000_000_000).max(1_500_000_000).transform(BigInt),
    graceDays: whole(0, 30),
    offerValidDays: whole(1, 90),
    reviewEveryDays: whole(1, 366),
    minimumReadingSeconds: whole(1, 600),
    maxConcurrentLoans: whole(1, 1000),
  })
  .refine((terms) => terms.minDrawFen <= terms.maxDrawFen, { path: ['maxDrawFen'], message: 'is below minDrawFen' })
  .refine((terms) => terms.maxDrawFen <= terms.maxLimitFen, { path: ['maxLimitFen'], message: 'is below maxDrawFen' })
  .refine((terms) => terms.minDrawFen % terms.drawStepFen === 0n, {
    path: ['minDrawFen'],
    message: 'is not a multiple of drawStepFen',
  })
  .refine((terms) => new Set(terms.tenorsMonths).size === terms.tenorsMonths.length, {
    path: ['tenorsMonths'],
    message: 'names a tenor twice',
  })
  .transform((terms): Product => terms);

const schema = z.strictObject({
  name: both,
  type: z.enum(['BANK', 'CONSUMER_FINANCE', 'MICROLOAN', 'PRIVATE_LENDER']),
  licence: text,
  contact: text,
  address: both,
  timeZone: z.enum(timeZones),
  noticeDays: whole(7, 90),
  products: z.strictObject({ CONSUMER: product, BUSINESS: product }),
  adapters: z.strictObject({ rail: endpoint, messages: endpoint, bureau: endpoint }),
});

const place = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'the file' : path.map(String).join('.'));

/**
 * Reads a lender file.
 * @throws LenderFileRefused naming every fault, with the value that was found where it is short enough to show.
 */
export function readLenderFile(json: string, path: string): LenderFile {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch (error) {
    throw new LenderFileRefused(path, [`it is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const read = schema.safeParse(given);
  if (!read.success) {
    throw new LenderFileRefused(
      path,
      read.error.issues.map((issue) => `${place(issue.path)}: ${issue.message}`),
    );
  }
  const { adapters, ...lender } = read.data;
  return { lender, adapters };
}
