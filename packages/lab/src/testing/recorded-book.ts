import { DEMO_LENDER, type Fact, type FactBody } from '@clearline/line';
import { Auditor } from '../auditor/auditor.ts';
import type { Committed } from '../world/book-disk.ts';
import { ALL_FAULTS } from '../world/faults.ts';
import { signerOf, simulateBook } from '../world/simulate-book.ts';
import { defaultPolicies } from './default-policies.ts';

/** For tests only. One book as it really ran; each test alters one thing in it and expects to be told which guarantee that breaks. */
export const commits: Committed[] = [];
export const settings = {
  seed: 2,
  borrowers: 50,
  days: 240,
  from: '2026-01-01',
  lender: DEMO_LENDER,
  policies: defaultPolicies(),
  faults: ALL_FAULTS,
  eventsPerDay: 0,
  goesWrong: 0,
};
simulateBook(settings, 0, (commit) => commits.push(commit));
export const lastDay = '2026-08-29T16:00:00.000Z';

export const audit = (altered: readonly Committed[]): Auditor => {
  const auditor = new Auditor(signerOf(settings.seed, 0).key.publicKey);
  for (const commit of altered) auditor.committed(commit);
  return auditor;
};
export const found = (altered: readonly Committed[]): Set<string> =>
  new Set(audit(altered).findings.map(({ guarantee }) => guarantee));

export type Body<T extends FactBody['type']> = Extract<FactBody, { type: T }>;

/** The book with the first fact of a type for which `change` gives something else. */
export const altered = <T extends FactBody['type']>(
  type: T,
  change: (body: Body<T>, fact: Fact) => FactBody | null,
): Committed[] => {
  let done = false;
  const result = commits.map((commit) => ({
    ...commit,
    facts: commit.facts.map((fact) => {
      if (done || fact.body.type !== type) return fact;
      const body = change(fact.body as Body<T>, fact);
      if (body === null) return fact;
      done = true;
      return { ...fact, body };
    }),
  }));
  if (!done) throw new Error(`the book holds no ${type} to alter`);
  return result;
};

const adverse = (body: Body<'decision.recorded'>): boolean =>
  body.decision.action === 'DRAW_HOLD' && body.decision.actor.kind === 'machine' && body.decision.context.goodStanding;
/** The book with the first hold by the machine, in good standing, decided otherwise. */
export const alteredDecision = (change: (decision: Body<'decision.recorded'>['decision']) => object) => () =>
  altered('decision.recorded', (body) =>
    adverse(body) ? { ...body, decision: { ...body.decision, ...change(body.decision) } } : null,
  );

/** The book with the first adverse notice saying something else. */
export const alteredNotice = (change: (notice: Body<'notice.issued'>['notice']) => Body<'notice.issued'>['notice']) =>
  altered('notice.issued', (body) => (body.notice.adverse ? { ...body, notice: change(body.notice) } : null));
