import { Plain } from './say.mjs';

const wanted = [20, 19];

/** Refuses a Node that is too old, in words, before anything fails in stranger ways. */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  throw new Plain(
    `Clearline needs Node ${wanted.join('.')} or newer; this is Node ${version}. See https://nodejs.org.`,
  );
}
