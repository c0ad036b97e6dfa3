/** Cookies of the two realms. Names start with the product so that nothing else on the host collides. */
export const cookieNames = { borrower: 'clearline_borrower', staff: 'clearline_staff' } as const;
export type Realm = keyof typeof cookieNames;

/** The value of one cookie of a `Cookie` header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

/**
 * A `Set-Cookie` value for a session: never readable by scripts, never sent from another site. `maxAgeSeconds` 0 removes
 * it. `Secure` is left out only for plain http on a developer’s machine.
 */
export function sessionCookie(realm: Realm, token: string, maxAgeSeconds: number, secure: boolean): string {
  const parts = [`${cookieNames[realm]}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${maxAgeSeconds}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
