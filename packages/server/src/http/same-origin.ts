/**
 * Whether a changing request comes from our own pages, or from no page at all. Browsers send `Origin` with every changing
 * request; `Sec-Fetch-Site` says it again and is checked too. Programs send neither, and carry no cookie by accident.
 */
export function isSameOrigin(headers: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}
