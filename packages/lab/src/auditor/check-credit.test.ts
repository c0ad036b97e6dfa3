import { decide, DEMO_LENDER, type Fact, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { addDeeds, noDeeds } from '../world/deeds.ts';
import { NO_FAULTS } from '../world/faults.ts';
import { simulateBook } from '../world/simulate-book.ts';
import { BorrowerRecord } from './borrower-record.ts';
import { checkCredit } from './check-credit.ts';

type Core = typeof decide;
const policies = defaultPolicies();

const lived = (core: Core, seed = 5) =>
  simulateBook(
    {
      seed,
      borrowers: 50,
      days: 90,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies,
      faults: NO_FAULTS,
      eventsPerDay: 0,
      core,
      goesWrong: 0,
    },
    0,
  );
const found = (core: Core): string =>
  lived(core)
    .findings.map(({ guarantee, detail }) => `${guarantee} ${detail}`)
    .join('\n');

/** The engine, with something else in place of each fact of one command. */
const doing =
  (type: string, change: (body: FactBody) => FactBody): Core =>
  (file, command, context) => {
    const outcome = decide(file, command, context);
    return outcome.ok && command.type === type ? { ok: true, value: outcome.value.map(change) } : outcome;
  };

describe('a large business line (G3, B56, B57)', () => {
  it('is applied for, checked, proposed, agreed to and sent back, and tried by who may not', () => {
    const deeds = noDeeds();
    const cited = new Set<string>();
    for (const seed of [5, 6, 7]) {
      const outcome = lived(decide, seed);
      expect(outcome.findings).toEqual([]);
      addDeeds(deeds, outcome.deeds);
      for (const [id, count] of Object.entries(outcome.rulesFired['business_underwriting'] ?? {}))
        if (count > 0 && Number(id.slice(1)) >= 27) cited.add(id);
    }
    for (const deed of ['credit_agreed', 'credit_returned', 'credit_refused', 'security_valued_again'] as const)
      expect(deeds[deed], deed).toBeGreaterThan(0);
    expect(cited.size).toBeGreaterThan(2);
  });

  it('is found when one person both proposes and agrees', () => {
    const alone = doing('approve_credit', (body) => (body.type === 'credit.agreed' ? { ...body, by: 'A2101' } : body));
    expect(found(alone)).toMatch(/G3 proposal \S+ was agreed to by who had made it/);
  });

  it('is found when the machine offers it alone', () => {
    const generous = doing('apply', (body) => (body.type === 'offer.made' ? { ...body, limitFen: 40_000_000n } : body));
    expect(found(generous)).toMatch(/G3 40000000 fen were offered with 0 people behind it/);
  });

  it('is found when nobody proposed it, or another decided than agreed, though no file would take such facts', () => {
    const wrong: string[] = [];
    const see = (body: object): void =>
      checkCredit(new BorrowerRecord('b'), { body: body as FactBody } as Fact, (guarantee, detail) =>
        wrong.push(`${guarantee} ${detail}`),
      );
    see({ type: 'credit.agreed', proposalId: 'p', by: 'A2', decisionId: 'd' });
    expect(wrong).toEqual([
      'G3 proposal p was agreed to and never made',
      'G3 decision d is not that of who agreed to it',
    ]);
  });
});
