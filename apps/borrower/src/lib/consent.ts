import type { Consent } from '@clearline/client';

/** Whether it counts now: given, and not taken back since. */
export const isGiven = ({ givenAt, takenBackAt }: Pick<Consent, 'givenAt' | 'takenBackAt'>): boolean =>
  givenAt !== null && takenBackAt === null;
