import { deviceOf } from '../simulate/live.ts';
import type { Random } from '../simulate/random.ts';
import { changed, device, later, signIn } from './sign-ins.ts';
import type { WorldRun } from './world-run.ts';

/**
 * What a thief does on the day on which an account is taken over, beside signing in from elsewhere and drawing: guesses a password,
 * works on an emulator or on a device with many accounts, changes a password, or is on another side of the country within minutes.
 * None of them can show who they are.
 */
export function* thief(run: WorldRun, random: Random): Generator<undefined, void> {
  const way = random.pick(['GUESSES', 'EMULATOR', 'FARM', 'PASSWORD', 'PLACE'] as const);
  if (way === 'GUESSES')
    for (let minutesAgo = random.between(5, 9); minutesAgo > 0; minutesAgo -= 1)
      run.observeAll(
        [{ kind: 'LOGIN', deviceId: deviceOf(run, 5), province: '广东', success: false } as never],
        'app',
        [minutesAgo],
      );
  else if (way === 'EMULATOR') device(run, { emulator: true }, 5);
  else if (way === 'FARM') device(run, { accounts: random.between(5, 40) }, 5);
  else if (way === 'PASSWORD') changed(run, 'PASSWORD');
  else {
    signIn(run, { place: '浙江' });
    later(run, 1);
    signIn(run, { device: 5, place: 'abroad' });
  }
  later(run, 1);
  run.draw(200_000n, 3, 'EQUAL_INSTALMENT', 'DAILY');
  yield;
}
