import type { Instant } from '@clearline/line';
import { plusMs } from '@clearline/line';
import { newId } from '@clearline/store';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { codeHash, newCode } from './tokens.ts';

export type CodeRealm = 'borrower' | 'step_up';
const minuteMs = 60_000;
const lifeMs = 5 * minuteMs;
const windowMs = 10 * minuteMs;
const perWindow = 5;

const titles: Readonly<Record<CodeRealm, { zh: string; en: string }>> = {
  borrower: { zh: '登录验证码', en: 'Sign-in code' },
  step_up: { zh: '安全验证码', en: 'Security code' },
};

/** Makes and sends a one-time code; at most five per phone in ten minutes, each living for five. */
export async function sendCode(
  services: Pick<Services, 'queries' | 'clock' | 'send'>,
  to: { readonly realm: CodeRealm; readonly phone: string; readonly borrowerId: string | null },
): Promise<Answer<{ expiresAt: Instant }>> {
  const { queries, clock } = services;
  const wall = clock.wall();
  const sent = await queries.signInCodesSince({ phone: to.phone, since: plusMs(wall, -windowMs) });
  if (sent >= perWindow) return refuse('too_many_requests', { field: 'phone', value: String(windowMs / 1000) });
  const code = newCode();
  const expiresAt = plusMs(wall, lifeMs);
  const hash = codeHash(to.realm, to.phone, code);
  await queries.putSignInCode({ realm: to.realm, phone: to.phone, codeHash: hash, createdAt: wall, expiresAt });
  await services.send({
    id: newId(),
    borrowerId: to.borrowerId,
    phone: to.phone,
    at: clock.now(),
    channel: 'SMS',
    title: titles[to.realm],
    body: {
      zh: `【明借】验证码 ${code}，5分钟内有效。请勿告诉他人，我们不会向您索要。`,
      en: `[Clearline] Your code is ${code}, valid for 5 minutes. Share it with nobody; we never ask for it.`,
    },
    noticeId: null,
  });
  return answer({ expiresAt });
}

const codeRefusals = { wrong: 'code_wrong', expired: 'code_expired', too_many: 'code_spent' } as const;

/** Spends a code; five wrong tries make it worthless. */
export async function checkCode(
  services: Pick<Services, 'queries' | 'clock'>,
  given: { readonly realm: CodeRealm; readonly phone: string; readonly code: string },
): Promise<Answer<null>> {
  const verdict = await services.queries.checkSignInCode({
    realm: given.realm,
    phone: given.phone,
    codeHash: codeHash(given.realm, given.phone, given.code),
    now: services.clock.wall(),
  });
  return verdict === 'ok' ? answer(null) : refuse(codeRefusals[verdict], { field: 'code' });
}
