import { describe, expect, it } from 'vitest';
import { fromServerLog, fromSystemError } from './failure.ts';
import { sharedBuffersMb } from './settings.ts';

const context = { port: 5444, logFile: 'postgres.log' };

describe('what PostgreSQL wrote before it ended', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk_full'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port_taken'],
    [
      'DETAIL:  The data directory was initialized by PostgreSQL version 12, which is not compatible with this version',
      'wrong_version',
    ],
    ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', 'in_use'],
    ['FATAL:  could not open file "global/pg_filenode.map": No such file or directory', 'damaged'],
    ['initdb: error: could not look up effective user ID 1234: user does not exist', 'not_permitted'],
    ['', 'damaged'],
  ])('%s means %s', (log, code) => {
    const failure = fromServerLog(`LOG:  starting PostgreSQL\n${log}\n`, context);
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain('\n');
  });

  it('quotes the last complaint it does not know, and says where the rest is', () => {
    const { message } = fromServerLog(
      'FATAL:  first\nFATAL:  strange thing\nLOG:  database system is shut down\n',
      context,
    );
    expect(message).toContain('strange thing');
    expect(message).toContain('postgres.log');
  });
});

describe('a system error', () => {
  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EACCES', 'not_permitted'],
    ['EROFS', 'not_permitted'],
    ['ENOTDIR', 'damaged'],
  ])('%s becomes %s and names the path', (code, expected) => {
    const failure = fromSystemError(Object.assign(new Error(code), { code }), '.clearline/data');
    expect(failure.code).toBe(expected);
    expect(failure.message).toContain('.clearline/data');
  });
});

describe('shared buffers', () => {
  it('take a sixteenth of the memory, within bounds', () => {
    const gibibyte = 1024 ** 3;
    expect([0.25, 1, 4, 64].map((memory) => sharedBuffersMb(memory * gibibyte))).toEqual([32, 64, 256, 512]);
  });
});
