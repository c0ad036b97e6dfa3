import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Where events come from when not through HTTP: a stream of NATS JetStream, one subject a book. */
export interface StreamSettings {
  /** `nats://` or `tls://`, with user and password, or a token, before the host where the server wants them. */
  readonly url: string;
  /** Feeds that events of the stream may speak for; who may publish them is for the server’s permissions to say. */
  readonly feeds: readonly string[];
  /** For `tls://` only. The files are read again at each connection, so that renewed ones count without a restart. */
  readonly tls?: StreamTls;
}
/** PEM files of a stream over TLS. */
export interface StreamTls {
  /** Of the authority that vouches for the server, when Node does not know it. */
  readonly caFile?: string;
  /** Of our own certificate and its key, where the server wants one; both or neither. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/**
 * The settings of the stream from its address and the environment (`CLEARLINE_NATS_FEEDS`, `_CA`, `_CERT`, `_KEY`), or what is
 * wrong with them in a line: a fault is better told at the start than at the first connection.
 */
export const streamSettings = (
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): StreamSettings | string => {
  const fault = streamUrlFault(url);
  if (fault !== null) return fault;
  const file = (name: keyof typeof VARIABLES): object => {
    const path = environment[VARIABLES[name]] ?? '';
    return path === '' ? {} : { [name]: path };
  };
  const tls: StreamTls = { ...file('caFile'), ...file('certFile'), ...file('keyFile') };
  const feeds = feedsFrom(environment['CLEARLINE_NATS_FEEDS']);
  if (Object.keys(tls).length === 0) return { url, feeds };
  return tlsFault(url, tls) ?? { url, feeds, tls };
};

/** What is wrong with the address of a stream, or null. The value is not echoed: it may hold a password. */
export const streamUrlFault = (url: string): string | null => {
  if (URL.canParse(url) && ['nats:', 'tls:'].includes(new URL(url).protocol) && new URL(url).hostname !== '')
    return null;
  return 'The address of the event stream is not one of NATS; it looks like nats://host:4222, or tls://user:password@host:4222.';
};

const VARIABLES = {
  caFile: 'CLEARLINE_NATS_CA',
  certFile: 'CLEARLINE_NATS_CERT',
  keyFile: 'CLEARLINE_NATS_KEY',
} as const;

/** Feeds that the stream may speak for: all, unless told; who may publish to it is for its server to say. */
const feedsFrom = (text = '*'): string[] =>
  text
    .split(',')
    .map((feed) => feed.trim())
    .filter((feed) => feed !== '');

const tlsFault = (url: string, tls: StreamTls): string | null => {
  const given = (Object.keys(VARIABLES) as (keyof StreamTls)[]).filter((name) => tls[name] !== undefined);
  if (new URL(url).protocol !== 'tls:')
    return `${given.map((name) => VARIABLES[name]).join(', ')}: only a stream over TLS has certificates; its address begins with tls://.`;
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined)) {
    const [here, missing] =
      tls.keyFile === undefined ? (['certFile', 'keyFile'] as const) : (['keyFile', 'certFile'] as const);
    return `${VARIABLES[here]} is set and ${VARIABLES[missing]} is not; a certificate and its key belong together.`;
  }
  for (const name of given) {
    const fault = fileFault(tls, name);
    if (fault !== null) return `${VARIABLES[name]}: ${fault}`;
  }
  return null;
};

/** Also a key of another certificate is found here: the key is looked at together with it. */
const fileFault = (tls: StreamTls, name: keyof StreamTls): string | null => {
  const path = tls[name] ?? '';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return `“${path}” cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`;
  }
  if (name !== 'keyFile' && !text.includes('-----BEGIN CERTIFICATE-----'))
    return `“${path}” holds no certificate; it begins with “-----BEGIN CERTIFICATE-----”.`;
  try {
    // Not left to the context: that one passes over authorities it cannot read.
    if (name === 'keyFile') createSecureContext({ cert: readFileSync(tls.certFile ?? ''), key: text });
    else readCertificate(text);
    return null;
  } catch {
    return name === 'keyFile'
      ? `“${path}” is not the key of the certificate in “${tls.certFile ?? ''}”, or is locked with a password; give the key that belongs to it, as PEM without one.`
      : `“${path}” is not a certificate that can be read; give it as PEM.`;
  }
};

/** @throws when the text is not one, or not whole. */
const readCertificate = (text: string): X509Certificate => new X509Certificate(text);
