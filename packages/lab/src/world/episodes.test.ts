import { DEMO_LENDER } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { truthOf } from '../simulate/lives.ts';
import { randomOf } from '../simulate/random.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { EPISODE_KINDS, type EpisodeKind, GUILTY_SHARES, INNOCENT_SHARES, plan } from './episodes.ts';
import { NO_FAULTS } from './faults.ts';
import { simulateBook } from './simulate-book.ts';
import type { WorldRun } from './world-run.ts';

/** What a monitor or a draw makes of an episode that everybody of a book lives: rules that must fire, and one that must not. */
const FIRES: Readonly<Record<EpisodeKind, { readonly rules: readonly string[]; readonly never?: string }>> = {
  many_devices: { rules: ['M4'] },
  family_device: { rules: ['M6'] },
  rooted_phone: { rules: ['M5'] },
  forgot_password: { rules: ['M7', 'W2'] },
  credentials: { rules: ['W2'] },
  flight: { rules: [], never: 'M19' },
  tunnel: { rules: ['M19'] },
  night_work: { rules: ['M16', 'M17'] },
  settles_soon: { rules: ['M12', 'M13', 'M14'] },
  renovates: { rules: ['M15'] },
  id_card_expired: { rules: ['M41'] },
  phone_lapsed: { rules: ['M42'] },
  card_replaced: { rules: ['M43'] },
  misread: { rules: ['M41', 'M42', 'M43'] },
  mixed_report: { rules: ['M8', 'M21', 'M22', 'M23'] },
  part_of_income: { rules: ['M35', 'M37'] },
  moves_on: { rules: ['M13', 'M14'] },
  cashes_out: { rules: ['M15'] },
  thief: { rules: ['M5', 'M6', 'M7', 'M19'] },
};

const lived = (only: EpisodeKind) =>
  simulateBook(
    {
      seed: 4,
      borrowers: 24,
      days: 90,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: defaultPolicies(),
      faults: NO_FAULTS,
      eventsPerDay: 0,
      goesWrong: 0,
      episodes: { only },
    },
    0,
  );

describe('what befalls few (B59)', () => {
  for (const kind of EPISODE_KINDS)
    it(`${kind}: is seen for what it looks like, and breaks no promise`, () => {
      const { findings, rulesFired, justice, episodes } = lived(kind);
      expect(episodes[kind].lived).toBeGreaterThan(0);
      expect(findings).toEqual([]);
      expect(justice.goodCutByMachineAlone).toBe(0);
      const times = (rule: string): number =>
        Object.values(rulesFired).reduce((sum, counts) => sum + (counts[rule] ?? 0), 0);
      const { rules, never } = FIRES[kind];
      for (const rule of rules) expect(times(rule), rule).toBeGreaterThan(0);
      if (never !== undefined) expect(times(never), never).toBe(0);
    });

  it('is rare, and as often as it is said to be', () => {
    const [innocent, guilty] = [new Map<string, number>(), new Map<string, number>()];
    const lives = { innocent: 0, guilty: 0 };
    for (let index = 0; index < 20_000; index += 1) {
      const random = randomOf(index);
      const truth = truthOf(random, 365);
      const planned = plan(truth, null as unknown as WorldRun, random, 365);
      if (truth.life === 'ACCOUNT_TAKEOVER') expect(planned?.kind).toBe('thief');
      else {
        lives[truth.good ? 'innocent' : 'guilty'] += 1;
        const counts = truth.good ? innocent : guilty;
        if (planned !== null) counts.set(planned.kind, (counts.get(planned.kind) ?? 0) + 1);
      }
    }
    for (const [shares, counts, whole] of [
      [INNOCENT_SHARES, innocent, lives.innocent],
      [GUILTY_SHARES, guilty, lives.guilty],
    ] as const)
      for (const [kind, share] of Object.entries(shares)) {
        const lived = (1000 * (counts.get(kind) ?? 0)) / whole;
        expect(Math.abs(lived - share), `${kind}: ${lived} of ${share}`).toBeLessThan(2 + share / 8);
      }
    // Nobody without guilt does what only the guilty do.
    for (const kind of Object.keys(GUILTY_SHARES)) expect(innocent.has(kind), kind).toBe(false);
  });
});
