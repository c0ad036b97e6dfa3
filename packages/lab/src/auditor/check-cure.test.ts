import { type Command, decide, DEMO_LENDER, type Fact, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import type { EpisodeKind } from '../world/episodes.ts';
import { NO_FAULTS } from '../world/faults.ts';
import { simulateBook } from '../world/simulate-book.ts';
import { BorrowerRecord } from './borrower-record.ts';
import { checkAppeal } from './check-appeal.ts';

type Core = typeof decide;
const lived = (only: EpisodeKind, core: Core, seed = 4) =>
  simulateBook(
    {
      seed,
      borrowers: 24,
      days: 100,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: defaultPolicies(),
      core,
      faults: NO_FAULTS,
      eventsPerDay: 0,
      goesWrong: 0,
      episodes: { only },
    },
    0,
  );
const found = (only: EpisodeKind, core: Core, seed?: number): string =>
  lived(only, core, seed)
    .findings.map(({ guarantee, detail }) => `${guarantee} ${detail}`)
    .join('\n');

/** An engine that does otherwise with what one command came to. */
const brokenAt =
  (type: Command['type'], change: (facts: readonly FactBody[]) => readonly FactBody[]): Core =>
  (file, command, context) => {
    const outcome = decide(file, command, context);
    return outcome.ok && command.type === type ? { ok: true, value: change(outcome.value) } : outcome;
  };
const endsNothing = (facts: readonly FactBody[]): readonly FactBody[] =>
  facts.filter(({ type }) => type !== 'restriction.ended');

describe('doing what a notice names restores (B62)', () => {
  it('for who verifies, brings papers up to date, has a report put right, or documents more income', () => {
    const all = (
      ['family_device', 'many_devices', 'id_card_expired', 'mixed_report', 'part_of_income', 'settles_soon'] as const
    ).map((only) => lived(only, decide));
    expect(all.flatMap(({ findings }) => findings)).toEqual([]);
    const sum = (deed: keyof (typeof all)[number]['deeds']): number =>
      all.reduce((total, { deeds }) => total + deeds[deed], 0);
    for (const deed of [
      'verified',
      'evidence_given',
      'evidence_accepted',
      'information_asked',
      'information_came',
      'information_never_came',
    ] as const)
      expect(sum(deed), deed).toBeGreaterThan(0);
  });

  it('is found where it does not: a check passed, a paper valid again, a report put right', () => {
    expect(found('family_device', brokenAt('pass_step_up', endsNothing))).toMatch(
      /G1 restriction \S+ stands though its borrower verified/,
    );
    for (const only of ['id_card_expired', 'mixed_report'] as const)
      expect(found(only, brokenAt('observe', endsNothing)), only).toMatch(
        /G1 restriction \S+ stands though nothing that its notice names is there any more/,
      );
  });

  it('is found where who verified is asked again for the same devices, days later (N9, B64)', () => {
    const forgetful: Core = (file, command, context) => {
      const unanswered = Object.entries(file.restrictions).filter(([, { state }]) => state !== 'lifted');
      const forgotten = { ...file, stepUpPassedAt: null, restrictions: Object.fromEntries(unanswered) };
      return decide(command.type === 'observe' ? forgotten : file, command, context);
    };
    for (const only of ['many_devices', 'family_device'] as const)
      expect(found(only, forgetful), only).toMatch(
        /G3 restriction \S+ asks again for what was verified when \S+ was lifted/,
      );
  });

  it('is found where evidence was accepted and counts for nothing', () => {
    const forgets = brokenAt('approve_outcome', (facts) => facts.filter(({ type }) => type !== 'behaviour.observed'));
    expect(found('part_of_income', forgets)).toMatch(/G9 the income that appeal \S+ showed is forgotten again/);
    const looksAway = brokenAt('approve_outcome', (facts) =>
      facts.filter((fact) => fact.type !== 'decision.recorded' || fact.decision.kind !== 'APPEAL_REDECISION'),
    );
    expect(found('settles_soon', looksAway)).toMatch(
      /G9 the decision of appeal \S+ was made again without the accepted misused_transfers_30d/,
    );
  });
});

describe('information that was asked for (N16, B63)', () => {
  it('is found where it holds up the review for ever', () => {
    const stuck: Core = (file, command, context) =>
      command.type === 'take_appeal' && file.appeals[command.appealId]?.state === 'info_requested'
        ? { ok: false, refusal: { code: 'appeal_state', zh: '', en: '' } as never }
        : decide(file, command, context);
    const all = (['mixed_report', 'settles_soon', 'part_of_income'] as const).map((only) => found(only, stuck));
    expect(all.join('\n')).toMatch(
      /G8 appeal \S+ could not be taken up after the days for what was asked: appeal_state/,
    );
  });

  it('is found where the review did not wait for it', () => {
    const taken = (days: number): string[] => {
      const [record, all] = [new BorrowerRecord('b'), [] as string[]];
      const at = (day: number): string =>
        new Date(Date.parse('2026-03-01T08:00:00.000Z') + day * 86_400_000).toISOString();
      const see = (body: object, day: number): void =>
        checkAppeal(record, { body: body as FactBody, occurredAt: at(day) } as Fact, (g, text) =>
          all.push(`${g} ${text}`),
        );
      see({ type: 'appeal.submitted', appealId: 'a', decisionId: 'd', restrictionId: null }, 0);
      for (const to of ['acknowledged', 'triaged', 'info_requested'])
        see({ type: 'appeal.moved', appealId: 'a', to }, 0);
      see({ type: 'appeal.moved', appealId: 'a', to: 'in_review' }, days);
      return all;
    };
    expect(taken(7)).toEqual([]);
    expect(taken(5)).toEqual(['G8 appeal a was reviewed before the days for what was asked were over']);
  });
});
