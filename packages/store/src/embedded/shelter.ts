import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemCode } from './failure.ts';

/**
 * A folder under /var/tmp for what a server account must reach although the original lies where it may not go
 * (a clone under /root, say). One per original path; /var/tmp because it survives a reboot and /tmp need not.
 *
 * The name can be guessed by other users of the machine, so a folder that is not ours is refused rather than trusted.
 */
export async function shelterFor(original: string): Promise<string> {
  const name = createHash('sha256').update(original).digest('hex').slice(0, 12);
  const path = join('/var/tmp', `clearline-${process.getuid?.() ?? 0}-${name}`);
  try {
    await mkdir(path, { mode: 0o755 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const stat = await lstat(path);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
    throw new EmbeddedPostgresError('not_permitted', `${path} belongs to somebody else. Remove it and start again.`);
  }
  return path;
}
