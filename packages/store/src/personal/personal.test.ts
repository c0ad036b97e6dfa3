import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdNumber, maskName, maskPhone } from './mask.ts';
import { loadMasterKey } from './master-key.ts';
import { decrypt, deriveKeys, encrypt, lookupHash, openPerson, sealPerson } from './seal.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const others = deriveKeys(new Uint8Array(32).fill(2));
const person = { phone: '13812345678', name: '张三', idNumber: '110101199001011234' };

describe('S17: personal data is sealed per borrower', () => {
  it('opens with the borrower’s key and nothing else', () => {
    const sealed = sealPerson(keys, 'main', 'b1', person, null);
    expect(openPerson(keys, 'main', 'b1', sealed)).toEqual(person);
    expect(() => openPerson(others, 'main', 'b1', sealed)).toThrow();
    expect(() => openPerson(keys, 'main', 'b2', sealed)).toThrow();
    expect(() => openPerson(keys, 'other', 'b1', sealed)).toThrow();
    const another = sealPerson(keys, 'main', 'b1', person, null);
    expect(() => openPerson(keys, 'main', 'b1', { ...sealed, wrappedKey: another.wrappedKey })).toThrow();
  });

  it('keeps the borrower’s key when the data changes, and never writes the same bytes twice', () => {
    const first = sealPerson(keys, 'main', 'b1', person, null);
    const second = sealPerson(keys, 'main', 'b1', person, first.wrappedKey);
    expect(second.wrappedKey.equals(first.wrappedKey)).toBe(true);
    expect(second.sealed.equals(first.sealed)).toBe(false);
    expect(first.sealed.toString('utf8')).not.toContain('张三');
  });

  it('notices every altered byte', () => {
    const key = Buffer.alloc(32, 3);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
        const sealed = encrypt(key, Buffer.from(text), 'here');
        expect(decrypt(key, sealed, 'here').toString()).toBe(Buffer.from(text).toString());
        const at = place % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ change;
        expect(() => decrypt(key, sealed, 'here')).toThrow();
      }),
    );
  });

  it('is found by a hash that needs the key and tells phones from ID numbers', () => {
    const hash = lookupHash(keys, 'phone', '1');
    expect(lookupHash(keys, 'phone', '1').equals(hash)).toBe(true);
    expect(lookupHash(others, 'phone', '1').equals(hash)).toBe(false);
    expect(lookupHash(keys, 'id_number', '1').equals(hash)).toBe(false);
  });
});

describe('S18: the master key', () => {
  it('is made once, for its owner alone, and read again', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'clearline key '));
    const file = join(dir, 'deep', 'master.key');
    const [one, other] = await Promise.all([loadMasterKey({ file }), loadMasterKey({ file })]);
    expect(one).toEqual(other);
    expect(one).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await loadMasterKey({ env: (await readFile(file, 'utf8')).trim(), file: 'none' }))).toEqual(one);
    await writeFile(file, 'not a key');
    await expect(loadMasterKey({ file })).rejects.toMatchObject({ code: 'bad_master_key' });
    await expect(loadMasterKey({ env: 'abc', file })).rejects.toThrow('CLEARLINE_MASTER_KEY');
    await rm(dir, { recursive: true });
  });
});

describe('S19: masks', () => {
  it.each([
    [maskPhone('13812345678'), '138****5678'],
    [maskName('张三'), '张*'],
    [maskName('张三丰'), '张**'],
    [maskName('欧阳修文'), '欧阳**'],
    [maskName('李'), '李*'],
    [maskIdNumber('110101199001011234'), '1101**********1234'],
  ])('%s', (masked, expected) => {
    expect(masked).toBe(expected);
  });
});
