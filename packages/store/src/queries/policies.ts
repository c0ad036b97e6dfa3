import type { Instant, PolicyFiles } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** A policy version that decided in this book, with its files whole. */
export interface PolicyVersionRow {
  readonly version: string;
  readonly since: Instant;
  readonly files: PolicyFiles;
}

export const policyQueries = (sql: Queryable, bookId: string) => ({
  /** Keeps a version for good; one that is kept already stays as it was. */
  keepPolicyVersion: async (row: PolicyVersionRow): Promise<void> => {
    await sql.query(
      'INSERT INTO policy_versions (book_id, version, since, files) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [bookId, row.version, row.since, JSON.stringify(row.files)],
    );
  },

  /** All versions that ever decided here, the newest first. */
  policyVersions: async (): Promise<PolicyVersionRow[]> => {
    const rows = await sql.query<{ version: string; since: Instant; files: string }>(
      'SELECT version, since, files FROM policy_versions WHERE book_id = $1 ORDER BY since DESC, version',
      [bookId],
    );
    return rows.map((row) => ({ ...row, files: JSON.parse(row.files) as PolicyFiles }));
  },
});
