import { type Command, DEMO_LENDER, decide, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { NO_FAULTS } from '../world/faults.ts';
import { type BookOutcome, simulateBook } from '../world/simulate-book.ts';

type Core = typeof decide;

/** A book in which a flawed version goes out, takes something, and is rolled back, with what it left to people. */
const lived = (core: Core, seed = 39, borrowers = 16): BookOutcome =>
  simulateBook(
    {
      seed,
      borrowers,
      days: borrowers === 16 ? 120 : 200,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: defaultPolicies(),
      faults: NO_FAULTS,
      eventsPerDay: 0,
      core,
      goesWrong: 1,
    },
    0,
  );

/** An engine that does otherwise with what one command came to. */
const brokenAt =
  (type: Command['type'], change: (facts: readonly FactBody[]) => readonly FactBody[]): Core =>
  (file, command, context) => {
    const outcome = decide(file, command, context);
    return outcome.ok && command.type === type ? { ok: true, value: change(outcome.value) } : outcome;
  };
const without =
  (...types: readonly FactBody['type'][]) =>
  (facts: readonly FactBody[]): readonly FactBody[] =>
    facts.filter((fact) => !types.includes(fact.type));
const isAgain = (fact: FactBody): boolean =>
  fact.type === 'decision.recorded' && fact.decision.kind === 'ROLL_BACK_REDECISION';
const found = (core: Core, seed?: number): string =>
  lived(core, seed)
    .findings.map(({ guarantee, detail }) => `${guarantee} ${detail}`)
    .join('\n');

/** What is found in the first of these books in which anything is: which of them has what a fault needs follows from the policy. */
const foundInOneOf = (core: Core, seeds: readonly number[]): string => {
  for (const seed of seeds) {
    const all = found(core, seed);
    if (all !== '') return all;
  }
  return '';
};

describe('a roll-back of a version (B52)', () => {
  it('puts right what the version alone took, and tells the borrowers', () => {
    const { findings, repairs } = lived(decide, 10);
    expect(findings).toEqual([]);
    expect(repairs).toMatchObject({ rollBacks: 1 });
    for (const key of ['borrowers', 'decisionsAgain', 'restrictionsUndone', 'declinesUndone'] as const)
      expect(repairs[key], key).toBeGreaterThan(0);
    expect(repairs.hoursInForce.length).toBeGreaterThan(0);
    expect(repairs.hoursSinceFound.length).toBeGreaterThan(0);
  });

  it('leaves people’s decisions to people, and to none who had decided', () => {
    const { findings, repairs } = lived(decide, 34);
    expect(repairs.leftToPeople).toBeGreaterThan(0);
    expect(repairs.kept + repairs.takenBack).toBeGreaterThan(0);
    expect(findings).toEqual([]);
    expect(repairs.ownRefused).toBeGreaterThan(0);
  });
});

describe('an engine whose repair is broken (G9, B52)', () => {
  const cases: readonly (readonly [what: string, core: Core, finding: RegExp])[] = [
    [
      'leaves what came of the mistake',
      brokenAt('roll_back', without('restriction.ended')),
      /G9 roll-back \S+ leaves restriction \S+, which came of the mistake alone/,
    ],
    [
      'leaves applications declined',
      brokenAt('roll_back', without('offer.made', 'application.declined')),
      /G9 roll-back \S+ leaves an application declined by the mistake alone/,
    ],
    [
      'tells nobody',
      brokenAt('roll_back', without('notice.issued')),
      /G9 roll-back \S+ undid something and told nobody/,
    ],
    [
      'counts it against no rule',
      brokenAt('roll_back', without('rule.contested')),
      /G9 roll-back \S+ undid decision \S+, and it counts against no rule/,
    ],
    [
      'passes borrowers over',
      brokenAt('roll_back', () => []),
      /G9 roll-back \S+ is done and \d+ decision\(s\) were never run again/,
    ],
    [
      'runs nothing again',
      brokenAt('roll_back', (facts) => facts.filter((fact) => !isAgain(fact))),
      /G9 roll-back \S+ ran 0 of \d+ decisions again/,
    ],
    [
      'says of fewer decisions that they were touched',
      brokenAt('roll_back', (facts) =>
        facts.map((fact) => (fact.type === 'roll_back.applied' ? { ...fact, decisionIds: [] } : fact)),
      ),
      /G9 roll-back \S+ passed over decision/,
    ],
  ];
  for (const [what, core, finding] of cases)
    it(`is found when it ${what}`, () => {
      expect(found(core)).toMatch(finding);
    });

  it('is found when it undoes what the mistake had no part in', () => {
    const zealous: Core = (file, command, context) => {
      const outcome = decide(file, command, context);
      if (!outcome.ok || command.type !== 'roll_back') return outcome;
      const { id, ruleIds, policyVersion, author, approver } = command.rollBack;
      const other = Object.values(file.restrictions).find(
        ({ id: restrictionId, state }) =>
          ['proposed', 'pre_notice', 'effective'].includes(state) &&
          !outcome.value.some((fact) => fact.type === 'restriction.ended' && fact.restrictionId === restrictionId),
      );
      if (other === undefined) return outcome;
      const ended = { type: 'restriction.ended', restrictionId: other.id, state: 'reversed', reason: 'zeal' } as const;
      const applied = { type: 'roll_back.applied', rollBackId: id, ruleIds, policyVersion, decisionIds: [] } as const;
      const rest: FactBody[] =
        outcome.value.length > 0
          ? [...outcome.value]
          : [{ ...applied, restrictionIds: [other.id], by: author, secondBy: approver }];
      return { ok: true, value: [...rest, { ...ended, decisionId: null } as FactBody] };
    };
    // Little stands at any moment, so the book is a whole one.
    const all = lived(zealous, 21, 50).findings.map(({ detail }) => detail);
    expect(all.join('\n')).toMatch(/roll-back \S+ undid \S+, in which the mistake had no part/);
  });

  it('is found when what people took back stands, or when nobody is told', () => {
    const deaf = brokenAt('look_after_roll_back', without('restriction.ended', 'application.declined'));
    expect(foundInOneOf(deaf, [17, 31, 34, 24, 4])).toMatch(
      /G9 decision \S+, looked at after \S+, was taken back and stands/,
    );
    const silent = brokenAt('look_after_roll_back', without('notice.issued'));
    expect(foundInOneOf(silent, [31, 17, 34, 24, 4])).toMatch(
      /G9 decision \S+, looked at after \S+, was taken back and nobody was told/,
    );
  });

  it('is found when rules that were taken back go on counting', () => {
    const forgetful: Core = (file, command, context) => decide(file, command, { ...context, withdrawnRuleIds: [] });
    expect(foundInOneOf(forgetful, SEEDS_OF_RULES)).toMatch(/G9 decision \S+ counts \w+, which/);
  });
});

/** Books in which rules are taken back by name. */
const SEEDS_OF_RULES = [3, 1, 5, 8, 11, 14];
