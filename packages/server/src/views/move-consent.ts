import type { Fact, Instant, LocalText } from '@clearline/line';
import type { MoveConsent as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

const title: LocalText = { zh: '转为经营额度的同意书', en: 'Consent to move to a business line' };

/** The texts of the consent to move, by version. A new wording is a new version, and what was agreed to stays here. */
const texts = {
  '1': {
    zh: '我同意申请经营额度。开通时，我的消费额度结束，不能再借；没有开通，消费额度照旧。已借款不变。我可以在开通前随时撤回。',
    en: 'I agree to apply for a business line. When it opens, my consumer line ends and takes no more draws; if it does not open, my consumer line goes on. Loans I have do not change. I can take this back until the line opens.',
  },
} as const satisfies Readonly<Record<string, LocalText>>;
const current = '1';

/** The consent that is asked for now. */
export const moveConsent = { version: current, text: texts[current] };

const isKept = (version: string): version is keyof typeof texts => Object.hasOwn(texts, version);

interface Answered {
  readonly version: string;
  readonly agreedAt: Instant;
  readonly takenBackAt: Instant | null;
  readonly openedAt: Instant | null;
}

/** What a borrower last agreed to in this, and what became of it; null where they never did. */
const lastAnswer = (facts: readonly Fact[]): Answered | null => facts.reduce<Answered | null>(afterFact, null);

const afterFact = (last: Answered | null, { body, occurredAt }: Fact): Answered | null => {
  if (body.type === 'move.agreed')
    return { version: body.version, agreedAt: occurredAt, takenBackAt: null, openedAt: null };
  if (last === null || last.takenBackAt !== null || last.openedAt !== null) return last;
  if (body.type === 'move.declined') return { ...last, takenBackAt: occurredAt };
  return body.type === 'line.opened' && body.kind === 'BUSINESS' ? { ...last, openedAt: occurredAt } : last;
};

/**
 * The consent to move to a business line as its borrower gave it, with the text of that version; not the consent that they
 * may still be asked for.
 * @throws where the text of a version that somebody agreed to was not kept
 */
export function givenMoveConsent(facts: readonly Fact[]): ViewOf<typeof Contract> | null {
  const answered = lastAnswer(facts);
  if (answered === null) return null;
  if (!isKept(answered.version))
    throw new Error(`the text of the consent to move, version ${answered.version}, is gone`);
  return { title, text: texts[answered.version], ...answered };
}

/** The consent that is asked for now, before it is given. */
export const openMoveConsent = (): ViewOf<typeof Contract> => ({
  title,
  ...moveConsent,
  agreedAt: null,
  takenBackAt: null,
  openedAt: null,
});
