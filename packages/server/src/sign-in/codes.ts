import { type Instant, type LocalText, plusMs, yuan } from '@clearline/line';
import { newId } from '@clearline/store';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { codeHash, newCode } from './tokens.ts';

export type CodeRealm = 'borrower' | 'step_up' | 'draw';
const minuteMs = 60_000;
const lifeMs = 5 * minuteMs;
const windowMs = 10 * minuteMs;
const perWindow = 5;

const titles: Readonly<Record<CodeRealm, { zh: string; en: string }>> = {
  borrower: { zh: '登录验证码', en: 'Sign-in code' },
  step_up: { zh: '安全验证码', en: 'Security code' },
  draw: { zh: '借款验证码', en: 'Code for a draw' },
};

/** What a code is for. The amount is part of a draw’s: a code for one amount confirms no other. */
export interface CodeUse {
  readonly realm: CodeRealm;
  readonly phone: string;
  readonly amountFen?: bigint;
}

const hashFor = ({ realm, phone, amountFen }: CodeUse, code: string): string =>
  codeHash(amountFen === undefined ? realm : `${realm}:${amountFen}`, phone, code);

const spokenUse = ({ amountFen }: CodeUse): LocalText =>
  amountFen === undefined
    ? { zh: '', en: '' }
    : { zh: `用于借款${yuan(amountFen)}元，`, en: ` It confirms a draw of CNY ${yuan(amountFen)}.` };

/** Makes and sends a one-time code; at most five per phone in ten minutes, each living for five. */
export async function sendCode(
  services: Pick<Services, 'queries' | 'clock' | 'send'>,
  to: CodeUse & { readonly borrowerId: string | null },
): Promise<Answer<{ expiresAt: Instant }>> {
  const { queries, clock } = services;
  const wall = clock.wall();
  const sent = await queries.signInCodesSince({ phone: to.phone, since: plusMs(wall, -windowMs) });
  if (sent >= perWindow) return refuse('too_many_requests', { field: 'phone', value: String(windowMs / 1000) });
  const code = newCode();
  const expiresAt = plusMs(wall, lifeMs);
  const hash = hashFor(to, code);
  const use = spokenUse(to);
  await queries.putSignInCode({ realm: to.realm, phone: to.phone, codeHash: hash, createdAt: wall, expiresAt });
  await services.send({
    id: newId(),
    borrowerId: to.borrowerId,
    phone: to.phone,
    at: clock.now(),
    channel: 'SMS',
    title: titles[to.realm],
    body: {
      zh: `【明借】验证码 ${code}，${use.zh}5分钟内有效。请勿告诉他人，我们不会向您索要。`,
      en: `[Clearline] Your code is ${code}, valid for 5 minutes.${use.en} Share it with nobody; we never ask for it.`,
    },
    noticeId: null,
  });
  return answer({ expiresAt });
}

const codeRefusals = { wrong: 'code_wrong', expired: 'code_expired', too_many: 'code_spent' } as const;

/** Spends a code; five wrong tries make it worthless. */
export async function checkCode(
  services: Pick<Services, 'queries' | 'clock'>,
  given: CodeUse & { readonly code: string },
): Promise<Answer<null>> {
  const verdict = await services.queries.checkSignInCode({
    realm: given.realm,
    phone: given.phone,
    codeHash: hashFor(given, given.code),
    now: services.clock.wall(),
  });
  return verdict === 'ok' ? answer(null) : refuse(codeRefusals[verdict], { field: 'code' });
}
