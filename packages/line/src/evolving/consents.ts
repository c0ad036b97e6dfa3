import type { BorrowerFile } from '../file.ts';
import type { Instant } from '../vocabulary.ts';
import type { BodyOf } from './body-of.ts';

/** A consent is given to a version, or taken back; of one taken back the file keeps since when, until it is given again (N168). */
export const changeConsents = (
  file: BorrowerFile,
  { type, kind, version }: BodyOf<'consent.given' | 'consent.withdrawn'>,
  at: Instant,
): BorrowerFile => {
  const { [kind]: given, ...consents } = file.consents;
  const { [kind]: _before, ...takenBack } = file.consentsTakenBack;
  if (type === 'consent.given')
    return { ...file, consents: { ...consents, [kind]: { version, givenAt: at } }, consentsTakenBack: takenBack };
  const was = given ?? { version, givenAt: at };
  return { ...file, consents, consentsTakenBack: { ...takenBack, [kind]: { ...was, takenBackAt: at } } };
};
