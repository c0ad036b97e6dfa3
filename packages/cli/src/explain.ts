import { LenderFileRefused } from '@clearline/server';
import { EmbeddedPostgresError, StoreError } from '@clearline/store';
import { PolicyRefused } from './policies.ts';
import { CommandRefused } from './policy/files.ts';

interface SystemError extends Error {
  readonly code: string;
  readonly port?: number;
  readonly path?: string;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** What a failure of a DATABASE_URL server means, by PostgreSQL or system error code. */
const databaseCauses: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its host name cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'wrong password',
  '28000': 'it refuses this user',
  '3D000': 'there is no such database',
  '53300': 'it has no connection left',
  '42501': 'this user may not create tables there',
};

function withoutPassword(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'that address';
}

/** What a failure ends a command with: 2 where it was called wrongly, 1 for all else. */
export const exitCodeOf = (error: unknown): 1 | 2 =>
  isSystemError(error) && error.code.startsWith('ERR_PARSE_ARGS') ? 2 : 1;

/**
 * The one line that tells a user why a command failed for reasons outside the program, or `null` for a bug, which
 * deserves its stack.
 */
export function explain(error: unknown, environment: NodeJS.ProcessEnv = process.env): string | null {
  const told = [CommandRefused, EmbeddedPostgresError, StoreError, PolicyRefused, LenderFileRefused];
  if (told.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!isSystemError(error)) return null;
  const { code } = error;
  if (code === 'EADDRINUSE') {
    return `Port ${error.port ?? ''} is taken by another program. Stop it, or choose another with --port.`;
  }
  if (code === 'EACCES' && error.port !== undefined) {
    return `This user may not listen on port ${error.port}. Choose one above 1023 with --port.`;
  }
  if (code === 'ENOSPC' || code === '53100') return 'No space left on the disk. Free some and start again.';
  if (code.startsWith('ERR_PARSE_ARGS')) return error.message;
  const url = environment['DATABASE_URL'];
  if (url === undefined) return null;
  if (!URL.canParse(url) || code === 'ERR_INVALID_URL') {
    return 'DATABASE_URL is not an address. It looks like postgres://user:password@host:5432/database.';
  }
  const cause = databaseCauses[code];
  return cause === undefined
    ? null
    : `Cannot use the database of DATABASE_URL at ${withoutPassword(url)}: ${cause} (${code}).`;
}
