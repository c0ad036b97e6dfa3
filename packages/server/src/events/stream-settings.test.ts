import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../testing/self-signed.ts';
import { streamSettings } from './stream-settings.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'clearline-stream-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('H60: the address of a stream', () => {
  it.each(['nats://127.0.0.1:4222', 'tls://user:secret@stream.example'])('%s is one', (url) =>
    expect(streamSettings(url, {})).toEqual({ url, feeds: ['*'] }),
  );
  it.each(['', 'host:4222', 'http://user:secret@host', 'nats://'])('“%s” is none, and is not echoed', (url) => {
    const fault = streamSettings(url, {});
    expect(fault).toContain('nats://host:4222');
    expect(fault).not.toContain('secret');
  });
  it('says which feeds it may speak for', () =>
    expect(streamSettings('nats://host', { CLEARLINE_NATS_FEEDS: 'app, bureau:*,' })).toMatchObject({
      feeds: ['app', 'bureau:*'],
    }));
});

describe.skipIf(!hasOpenssl)('H87: certificates of a stream', () => {
  const { certFile, keyFile } = selfSigned(folder, 'ours');
  const other = selfSigned(folder, 'other');
  const notes = join(folder, 'notes.pem');
  writeFileSync(notes, 'not a certificate');
  const broken = join(folder, 'broken.pem');
  writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const env = (ca?: string, cert?: string, key?: string) => ({
    CLEARLINE_NATS_CA: ca,
    CLEARLINE_NATS_CERT: cert,
    CLEARLINE_NATS_KEY: key,
  });

  it('are taken when they belong together', () =>
    expect(streamSettings('tls://host', env(other.certFile, certFile, keyFile))).toEqual({
      url: 'tls://host',
      feeds: ['*'],
      tls: { caFile: other.certFile, certFile, keyFile },
    }));

  it.each([
    ['nats://host', env(certFile), 'CLEARLINE_NATS_CA: only a stream over TLS'],
    ['tls://host', env(undefined, certFile), 'CLEARLINE_NATS_CERT is set and CLEARLINE_NATS_KEY is not'],
    ['tls://host', env(undefined, undefined, keyFile), 'CLEARLINE_NATS_KEY is set and CLEARLINE_NATS_CERT is not'],
    ['tls://host', env(join(folder, 'none.pem')), 'none.pem” cannot be read (ENOENT)'],
    ['tls://host', env(notes), 'notes.pem” holds no certificate'],
    ['tls://host', env(broken), 'broken.pem” is not a certificate that can be read'],
    ['tls://host', env(undefined, keyFile, keyFile), 'ours.key.pem” holds no certificate'],
    ['tls://host', env(undefined, certFile, other.keyFile), 'other.key.pem” is not the key of the certificate'],
    ['tls://host', env(undefined, certFile, certFile), 'ours.pem” is not the key of the certificate'],
  ])('%s with %o: %s', (url, environment, fault) => expect(streamSettings(url, environment)).toContain(fault));
});
