import { randomFrom } from '../random.ts';
import type { TrainingRow } from '../training-data.ts';

/**
 * Cases whose truth is known: the odds of a bad end rise with `debtPpm` in two steps and are higher for students;
 * `noise` tells nothing; `debtPpm` is sometimes unknown, and -1 stands for “no debts at all”.
 */
export const madeUpRows = (count: number, seed = 1): TrainingRow[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => {
    const kind = random();
    const debtPpm = kind < 0.1 ? null : kind < 0.2 ? -1 : Math.floor(random() * 1_000_000);
    const employment = random() < 0.3 ? 'STUDENT' : random() < 0.5 ? 'SALARIED' : 'SELF_EMPLOYED';
    const noise = Math.floor(random() * 1000);
    const risk =
      0.05 +
      (debtPpm === null ? 0.1 : debtPpm < 0 ? 0 : debtPpm > 700_000 ? 0.4 : debtPpm > 300_000 ? 0.15 : 0) +
      (employment === 'STUDENT' ? 0.15 : 0);
    return {
      inputs: { debtPpm, employment, noise },
      bad: random() < risk,
      groups: { side: random() < 0.5 ? 'left' : 'right' },
      period: `2026-${String(1 + (index % 4)).padStart(2, '0')}`,
    };
  });
};
