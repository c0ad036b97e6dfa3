import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Phones, identity numbers, bearer keys and one-time codes never reach a log, whoever writes the line: the written line
 * itself is scrubbed, so that an error message with a number in it is covered too.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  [/(?<![\dA-Za-z-])\d{17}[\dXx](?![\dA-Za-z-])/g, '[id-number]'],
  [/(?<![\dA-Za-z-])(?:\+?86)?1\d{10}(?![\dA-Za-z-])/g, '[phone]'],
  [/Bearer [\w.~+/=-]+/gi, 'Bearer [key]'],
  [/("code":)"\d+"/g, '$1"[hidden]"'],
  [/("(?:password|token|cookie|authorization|idNumber|name)":)"(?:[^"\\]|\\.)*"/g, '$1"[hidden]"'],
];

/** A log line with personal and secret values taken out. */
export const scrubbed = (line: string): string =>
  rules.reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), line);

/** The server’s log: JSON lines to `destination` (standard error by default), scrubbed. */
export function serverLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: scrubbed } },
    destination,
  );
}
