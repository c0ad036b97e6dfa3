import { pathToFileURL } from 'node:url';
import { tuneCollector } from './collector.mjs';
import { root } from './paths.mjs';

/**
 * Runs a bundle in this very process, so that signals, exit codes and the terminal are the program's own.
 * The bundle finds the repository (policies, fonts, built pages) through CLEARLINE_ROOT.
 */
export async function runBundle(path, parameters) {
  tuneCollector();
  process.setSourceMapsEnabled(true);
  process.env.CLEARLINE_ROOT = root;
  process.argv.splice(1, process.argv.length, path, ...parameters);
  await import(pathToFileURL(path).href);
}
