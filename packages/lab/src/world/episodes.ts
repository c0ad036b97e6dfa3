import { toMs } from '@clearline/line';
import type { BorrowerRecord } from '../auditor/borrower-record.ts';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import { cardReplaced, idCardExpired, misread, phoneLapsed } from './papers.ts';
import { mixedReport, partOfIncome } from './reports.ts';
import { credentials, familyDevice, flight, forgotPassword, manyDevices, rootedPhone, tunnel } from './sign-ins.ts';
import { cashesOut, movesOn, nightWork, renovates, settlesSoon } from './spending.ts';
import { thief } from './thief.ts';
import type { WorldRun } from './world-run.ts';

/**
 * What befalls few and is lived beside their life: things that a monitor looks at, each with a known truth. Whoever lives one is as
 * good as their life says; that of the innocent is no sign of anything, and that of the others is what the rule is for.
 */
export const EPISODE_KINDS = [
  'many_devices',
  'family_device',
  'rooted_phone',
  'forgot_password',
  'credentials',
  'flight',
  'tunnel',
  'night_work',
  'settles_soon',
  'renovates',
  'id_card_expired',
  'phone_lapsed',
  'card_replaced',
  'misread',
  'mixed_report',
  'part_of_income',
  'moves_on',
  'cashes_out',
  'thief',
] as const;
export type EpisodeKind = (typeof EPISODE_KINDS)[number];

/** One day of it at each step. */
export type Episode = (run: WorldRun, random: Random) => Generator<undefined, void>;

const LIVED: Readonly<Record<EpisodeKind, Episode>> = {
  many_devices: manyDevices,
  family_device: familyDevice,
  rooted_phone: rootedPhone,
  forgot_password: forgotPassword,
  credentials,
  flight,
  tunnel,
  night_work: nightWork,
  settles_soon: settlesSoon,
  renovates,
  id_card_expired: idCardExpired,
  phone_lapsed: phoneLapsed,
  card_replaced: cardReplaced,
  misread,
  mixed_report: mixedReport,
  part_of_income: partOfIncome,
  moves_on: movesOn,
  cashes_out: cashesOut,
  thief,
};

/** Of a thousand borrowers of any life, so many meet each of these once. All of them are innocent. */
export const INNOCENT_SHARES: Partial<Readonly<Record<EpisodeKind, number>>> = {
  many_devices: 10,
  family_device: 6,
  rooted_phone: 4,
  forgot_password: 15,
  credentials: 15,
  flight: 20,
  tunnel: 4,
  night_work: 8,
  settles_soon: 12,
  renovates: 4,
  id_card_expired: 10,
  phone_lapsed: 4,
  card_replaced: 8,
  misread: 4,
  mixed_report: 5,
  part_of_income: 6,
};
/** Of a thousand whose life turns for the worse, so many do this with what they draw after it. */
export const GUILTY_SHARES: Partial<Readonly<Record<EpisodeKind, number>>> = { moves_on: 250, cashes_out: 200 };

/** Those that happen between midnight and morning, before anything else of their day. */
const AT_NIGHT: readonly EpisodeKind[] = ['night_work'];

export interface Planned {
  readonly kind: EpisodeKind;
  readonly day: number;
  readonly atNight: boolean;
  readonly steps: Generator<undefined, void>;
  /** When it began; null until then. */
  begunAtMs: number | null;
}

/** How many lived each, and of them how many were held, checked or cut within a month of its beginning. */
export type Episodes = Record<EpisodeKind, { lived: number; acted: number }>;
export const noEpisodes = (): Episodes =>
  Object.fromEntries(EPISODE_KINDS.map((kind) => [kind, { lived: 0, acted: 0 }])) as Episodes;
export const addEpisodes = (into: Episodes, more: Readonly<Episodes>): void => {
  for (const kind of EPISODE_KINDS) {
    into[kind].lived += more[kind].lived;
    into[kind].acted += more[kind].acted;
  }
};
const WITHIN_MS = 30 * 86_400_000;

/** Counts what became of what befell one borrower. */
export const countEpisode = (into: Episodes, planned: Planned | null, record: BorrowerRecord): void => {
  const beganMs = planned?.begunAtMs ?? null;
  if (planned === null || beganMs === null) return;
  into[planned.kind].lived += 1;
  const isActedOn = [...record.restrictions.values()].some(
    ({ effectiveAtMs, family }) =>
      family !== 'STRATEGY' &&
      effectiveAtMs !== null &&
      effectiveAtMs >= beganMs &&
      effectiveAtMs <= beganMs + WITHIN_MS,
  );
  if (isActedOn) into[planned.kind].acted += 1;
};

/**
 * What befalls one borrower, and when; null for most. An account that is taken over meets its thief on the day of its turn.
 * @param how `often` times as often as in {@link INNOCENT_SHARES}; or one of them for everybody
 */
export const plan = (
  truth: Truth,
  run: WorldRun,
  random: Random,
  days: number,
  { often = 1, only = null }: { readonly often?: number; readonly only?: EpisodeKind | null } = {},
): Planned | null => {
  const own = truth.turnsOnDay !== null && (truth.life === 'ACCOUNT_TAKEOVER' || !truth.good);
  const shares = truth.life === 'ACCOUNT_TAKEOVER' ? { thief: 1000 } : own ? GUILTY_SHARES : INNOCENT_SHARES;
  let rest = random.between(0, 999) / (own ? 1 : often);
  const drawn = EPISODE_KINDS.find((each) => (rest -= (shares as Partial<Record<EpisodeKind, number>>)[each] ?? 0) < 0);
  const kind = only ?? drawn;
  const first = truth.startsOnDay + 8;
  const day = own ? (truth.turnsOnDay ?? first) : random.between(first, Math.max(first, days - 20));
  return kind === undefined
    ? null
    : { kind, day, atNight: AT_NIGHT.includes(kind), steps: LIVED[kind](run, random), begunAtMs: null };
};

/** A day of what befalls somebody, once its day has come; an account without an open line waits for one. */
export const liveEpisode = (planned: Planned | null, day: number, run: WorldRun, isNight: boolean): void => {
  if (planned === null || day < planned.day || planned.atNight !== isNight) return;
  if (run.file.line?.status !== 'ACTIVE') return;
  planned.begunAtMs ??= toMs(run.now);
  planned.steps.next();
};
