/** How the scripts talk: one line per fact, progress for whatever takes over a second, one clear line per failure. */

const heartbeatMs = 5_000;

const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/** A failure of the surroundings, whose message is all the user needs. Anything else is a bug and keeps its stack. */
export class Plain extends Error {}

/** Writes one line of progress to stderr, so that stdout stays for what the command itself says. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Says what is being done, that it still is every few seconds, and how long it took. */
export async function step(what, work) {
  const startedAt = performance.now();
  say(`${what} …`);
  const heartbeat = setInterval(() => say(`  still at it (${seconds(startedAt)})`), heartbeatMs);
  try {
    const result = await work();
    say(`  done in ${seconds(startedAt)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Runs a script's main function; a {@link Plain} failure becomes its one line and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof Plain) say(error.message);
    else if (error?.code === 'ENOSPC')
      say(`No space left for ${error.path ?? 'a file'}. Free some disk space and try again.`);
    else if (error?.code === 'EACCES' || error?.code === 'EROFS') {
      say(`May not write ${error.path ?? 'a file'} (${error.code}). Run as the user that owns this folder.`);
    } else say(error?.stack ?? String(error));
    process.exit(1);
  }
}
