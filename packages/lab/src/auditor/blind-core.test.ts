import { compilePolicySet, decide, DEMO_LENDER, type PolicySet } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import type { FaultKind } from '../world/faults.ts';
import { simulateBook } from '../world/simulate-book.ts';

/** An engine that cannot see that a credit report is old or at odds with itself: nothing told it that reports may be either. */
const blindPolicies = (): PolicySet => {
  const files = { ...defaultPolicyFiles() };
  const features = JSON.parse(files['features.json'] ?? '') as { features: { contradictions?: unknown }[] };
  for (const feature of features.features) delete feature.contradictions;
  const inputs = JSON.parse(files['inputs.json'] ?? '') as { source: string; freshnessHours: number | null }[];
  for (const input of inputs) if (input.source === 'bureau') input.freshnessHours = 24_000;
  files['features.json'] = JSON.stringify(features);
  files['inputs.json'] = JSON.stringify(inputs);
  const compiled = compilePolicySet(files, '2026-11-01');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.policies;
};
const REPORTS: readonly FaultKind[] = ['report_missing', 'report_contradictory'];
const lived = (seed: number, policies: PolicySet, kinds: readonly FaultKind[], core = decide) =>
  simulateBook(
    {
      seed,
      borrowers: 14,
      days: 130,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies,
      core,
      faults: { kinds, intensity: 10 },
      eventsPerDay: 0.3,
      goesWrong: 0,
    },
    0,
  );

describe('an engine that is blind to doubts about its data (B49)', () => {
  it('is found by the auditor, who reads the data apart: in what it decides, and in what it announced and carries out (G5)', () => {
    // Seeds in which what a report says changes between the word and the deed.
    const policies = blindPolicies();
    const found = [12, 15].flatMap((seed) =>
      lived(seed, policies, REPORTS).findings.map((one) => `${one.guarantee} ${one.detail}`),
    );
    const [all, doubt] = [found.join('\n'), '(\\d+ days old|of a report at odds with itself)'];
    expect(all).toMatch(new RegExp(`G5 decision .* rests on \\w+, which is ${doubt}`));
    expect(all).toMatch(new RegExp(`G5 restriction \\S+ was agreed to on data that is ${doubt}`));
    expect(all).toMatch(new RegExp(`G5 restriction \\S+ took effect on data that is ${doubt}`));
  });

  it('is not the engine that we have, which puts off what it announced and gives it up after a month', () => {
    const all = [21, 24].map((seed) => lived(seed, defaultPolicies(), ['feed_outage', 'file_mixed_up', ...REPORTS]));
    expect(all.flatMap(({ findings }) => findings)).toEqual([]);
    for (const { deeds } of all) expect([deeds.put_off > 0, deeds.given_up > 0]).toEqual([true, true]);
  });

  it('is not one that never gives up, which is found (N127, B54)', () => {
    const stubborn: typeof decide = (file, command, context) => {
      const outcome = decide(file, command, context);
      return !outcome.ok || command.type !== 'close_day'
        ? outcome
        : { ok: true, value: outcome.value.filter((fact) => fact.type !== 'restriction.ended') };
    };
    const found = lived(24, defaultPolicies(), ['file_mixed_up', ...REPORTS], stubborn).findings;
    expect(found.map(({ detail }) => detail).join('\n')).toMatch(
      /has waited for sound data longer than 30 days|past its day, and neither happened nor was put off/,
    );
  });
});
