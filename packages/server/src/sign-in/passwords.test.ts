import { describe, expect, it } from 'vitest';
import { hashPassword, passwordMatches } from './passwords.ts';
import { codeHash, newCode, newToken } from './tokens.ts';

describe('what is stored in place of secrets (S14)', () => {
  it('knows a password again and no other, whichever way it was typed', async () => {
    const stored = await hashPassword('пароль é 密码');
    expect(stored).not.toContain('密码');
    expect(await passwordMatches('пароль e\u0301 密码', stored)).toBe(true);
    expect(await passwordMatches('пароль é 密碼', stored)).toBe(false);
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  it('matches nothing against a hash that is not ours', async () => {
    for (const stored of ['', 'scrypt', 'plain$1$2$3$4$5', 'password'])
      expect(await passwordMatches('password', stored)).toBe(false);
  });

  it('makes codes of six digits and tokens of 256 bits, each its own', () => {
    const codes = Array.from({ length: 200 }, newCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(150);
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
    expect(codeHash('borrower', '13800001111', '123456')).not.toBe(codeHash('step_up', '13800001111', '123456'));
  });
});
