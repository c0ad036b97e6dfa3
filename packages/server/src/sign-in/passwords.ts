import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of scrypt: 2^15 rounds of 8 blocks take about 80 ms and 32 MB here, as OWASP asks of scrypt at least 2^15/8/3. */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const keyBytes = 32;

const derive = (password: string, salt: Buffer, options: typeof cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** `scrypt$N$r$p$salt$key`, all that a later check needs. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one that was hashed; false for a hash that is not ours. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [name, n, r, p, salt, key] = stored.split('$');
  if (name !== 'scrypt' || salt === undefined || key === undefined) return false;
  const options = { ...cost, N: Number(n), r: Number(r), p: Number(p) } as typeof cost;
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), options);
  return expected.length === actual.length && timingSafeEqual(actual, expected);
}

/** The work of one check without an account, so that an unknown address costs as much time as a known one. */
export const pretendToCheck = async (password: string): Promise<void> => {
  await derive(password, Buffer.alloc(16), cost);
};
