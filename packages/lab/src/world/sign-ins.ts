import type { BehaviourEvent } from '@clearline/line';
import { borrowShare, deviceOf } from '../simulate/live.ts';
import type { Random } from '../simulate/random.ts';
import type { WorldRun } from './world-run.ts';

/** Where people sign in, in tenths of a degree: capitals of provinces, and a place abroad. */
export const PLACES = {
  浙江: [303, 1202],
  广东: [231, 1133],
  四川: [306, 1041],
  abroad: [514, -1],
} as const;
type Place = keyof typeof PLACES;

interface SignIn {
  readonly device?: number;
  readonly success?: boolean;
  /** None of whoever does not let the app know. */
  readonly place?: Place | null;
}

export const signIn = (run: WorldRun, { device = 0, success = true, place = null }: SignIn = {}): void => {
  const [latitudeTenths, longitudeTenths] = place === null ? [] : PLACES[place];
  run.observe(
    {
      kind: 'LOGIN',
      deviceId: deviceOf(run, device),
      province: place === null || place === 'abroad' ? '浙江' : place,
      success,
      ...(latitudeTenths === undefined ? {} : { latitudeTenths, longitudeTenths }),
    } as never,
    'app',
  );
};

/** Later on the same day; the last hours of a day stay free for its close. */
export const later = (run: WorldRun, hours: number): void => {
  run.at(run.date, Math.min(22, run.hour + hours));
};

export const wait = function* (days: number): Generator<undefined, void> {
  for (let day = 0; day < days; day += 1) yield;
};

export const device = (run: WorldRun, what: { emulator?: boolean; rooted?: boolean; accounts?: number }, n = 0): void =>
  run.observe(
    {
      kind: 'DEVICE',
      deviceId: deviceOf(run, n),
      emulator: what.emulator ?? false,
      rooted: what.rooted ?? false,
      accountsOnDevice: what.accounts ?? 1,
    } as never,
    'app',
  );

/** A phone, a tablet and a computer within a month (M4). */
export function* manyDevices(run: WorldRun, random: Random): Generator<undefined, void> {
  for (const n of [2, 3, 4]) {
    signIn(run, { device: n });
    yield* wait(random.between(2, 8));
  }
}

/** Parents and a child share one phone (M6). */
export function* familyDevice(run: WorldRun, random: Random): Generator<undefined, void> {
  device(run, { accounts: random.between(3, 4) });
  yield;
}

/** Somebody’s own phone, rooted by themselves (M5), and an ordinary one some days later: the newest says what is. */
export function* rootedPhone(run: WorldRun, random: Random): Generator<undefined, void> {
  device(run, { rooted: true });
  yield* wait(random.between(3, 9));
  device(run, {}, 1);
}

/** A password forgotten: guesses until the account is locked for half an hour (M7), then a new one, and often a draw (W2). */
export function* forgotPassword(run: WorldRun, random: Random): Generator<undefined, void> {
  for (let guesses = random.between(5, 7); guesses > 0; guesses -= 1) {
    // One moment reported several times would be one guess.
    signInFailed(run, guesses);
  }
  later(run, 1);
  changed(run, 'PASSWORD');
  signIn(run);
  if (random.chance(0.5)) borrowShare(run, random, random.between(10, 30));
  yield;
}

const signInFailed = (run: WorldRun, minutesAgo: number): void =>
  run.observeAll([{ kind: 'LOGIN', deviceId: deviceOf(run, 0), province: '浙江', success: false } as never], 'app', [
    minutesAgo,
  ]);

export const changed = (run: WorldRun, what: 'PHONE' | 'CARD' | 'PASSWORD'): void =>
  run.observe({ kind: 'CREDENTIAL_CHANGE', what } as never, 'app');

/** A new number or card, and a draw on the same day (W2). */
export function* credentials(run: WorldRun, random: Random): Generator<undefined, void> {
  changed(run, random.pick(['PHONE', 'CARD'] as const));
  later(run, 1);
  borrowShare(run, random, random.between(10, 40));
  yield;
}

/** Home in the morning and across the country four hours later, which an aeroplane does and M19 must let be. */
export function* flight(run: WorldRun): Generator<undefined, void> {
  while (run.hour > 17) yield;
  signIn(run, { place: '浙江' });
  later(run, 4);
  signIn(run, { place: '四川' });
  yield* wait(3);
  signIn(run, { place: '四川' });
}

/** A sign-in that goes out through another country, minutes after one that does not (M19): half of them the app puts right. */
export function* tunnel(run: WorldRun, random: Random): Generator<undefined, void> {
  signIn(run, { place: '浙江' });
  later(run, 1);
  const eventId = run.nextEventId;
  const at = run.now;
  signIn(run, { place: 'abroad' });
  if (!random.chance(0.5)) return;
  yield* wait(random.between(1, 2));
  const replacement = {
    kind: 'LOGIN',
    eventId,
    occurredAt: at,
    source: 'app',
    deviceId: deviceOf(run, 0),
    province: '浙江',
    success: true,
  } as BehaviourEvent;
  run.observe({ kind: 'CORRECTION', corrects: eventId, replacement } as never, 'app');
}
