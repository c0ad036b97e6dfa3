/** Why the embedded PostgreSQL could not be started, stopped or read. */
export type EmbeddedFailureCode =
  | 'no_binary'
  | 'not_runnable'
  | 'wrong_version'
  | 'port_taken'
  | 'disk_full'
  | 'not_permitted'
  | 'in_use'
  | 'damaged'
  | 'not_ready';

/** A failure of the machine around us, told in one line that a newcomer can act on. Print `message`, not the stack. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedFailureCode;

  constructor(code: EmbeddedFailureCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** The `code` of a Node system error such as ENOSPC, or '' for anything else. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Turns a system error met while working on `path` into a failure that names the path and the way out. */
export function fromSystemError(error: unknown, path: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const code = systemCode(error);
  const options = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EmbeddedPostgresError(
      'disk_full',
      `No space left for ${path}. Free some disk space and start again.`,
      options,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const advice = 'Start as the user that owns it, or give another --data-dir.';
    return new EmbeddedPostgresError('not_permitted', `May not write ${path} (${code}). ${advice}`, options);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError('damaged', `Cannot use ${path}: ${reason}`, options);
}

/** Reads what PostgreSQL wrote before it ended, and says it in one line. `log` is the text of its log. */
export function fromServerLog(
  log: string,
  context: { readonly port: number; readonly logFile: string },
): EmbeddedPostgresError {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new EmbeddedPostgresError(
      'disk_full',
      'The database could not start: no space left on its disk. Free some disk space and start again.',
    );
  }
  if (/could not bind|Address already in use/.test(log)) {
    return new EmbeddedPostgresError(
      'port_taken',
      `The database could not start: port ${context.port} is taken by another program. Stop it, or give another port.`,
    );
  }
  if (/not compatible with this version|database files are incompatible/.test(log)) {
    return new EmbeddedPostgresError(
      'wrong_version',
      'The database could not start: its files were written by another version of PostgreSQL. Start with --fresh to begin anew.',
    );
  }
  if (/could not look up effective user ID/.test(log)) {
    const message =
      'This user id has no entry in /etc/passwd, which PostgreSQL insists on. Add one, or set DATABASE_URL.';
    return new EmbeddedPostgresError('not_permitted', message);
  }
  if (/pre-existing shared memory block/.test(log)) {
    const message = 'The database could not start: parts of its last run are still ending. Try again in a moment.';
    return new EmbeddedPostgresError('in_use', message);
  }
  const last = log
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|ERROR)\b|error while loading|error:/.test(line))
    .at(-1);
  const told = last?.trim() ?? 'it ended without saying why';
  return new EmbeddedPostgresError('damaged', `The database could not start: ${told} (log: ${context.logFile})`);
}
