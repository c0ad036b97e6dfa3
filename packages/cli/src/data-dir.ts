import { join, resolve } from 'node:path';

/** The repository this program was bundled from; the launching script says where. */
export function repositoryRoot(): string {
  return process.env['CLEARLINE_ROOT'] ?? process.cwd();
}

/** The folder of everything this lender keeps on disk: as given, else `.clearline/data` of the repository. */
export function dataDirFrom(given: string | undefined): string {
  return given === undefined ? join(repositoryRoot(), '.clearline', 'data') : resolve(given);
}

/** The part of a data folder that belongs to the embedded database. */
export function databaseDirIn(dataDir: string): string {
  return join(dataDir, 'postgres');
}
