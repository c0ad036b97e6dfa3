import { effectiveLimitOf, toJson, usedOf } from '@clearline/line';
import type { Auditor } from '../auditor/auditor.ts';
import type { Random } from '../simulate/random.ts';
import type { Deeds } from './deeds.ts';
import { wasRefused } from './desk.ts';
import type { WorldRun } from './world-run.ts';

const LIMIT_STEP_FEN = 10_000n;
const REVIEWER = { kind: 'machine', name: 'review' } as const;

/**
 * Somebody asks what a lower limit of their own would come to, does it at once, and the line is reviewed: what was promised comes true, and
 * the question by itself left nothing behind (G6). Afterwards they take the lower limit back.
 */
export const askWhatIf = (run: WorldRun, random: Random, perDay: number, auditor: Auditor, deeds: Deeds): void => {
  if (!random.chance(perDay) || run.file.line?.status !== 'ACTIVE' || run.file.line.borrowerCapFen !== null) return;
  const { borrowerId } = run.file;
  const [limit, used] = [effectiveLimitOf(run.file, run.now), usedOf(run.file)];
  const wanted = (limit * BigInt(random.between(50, 95))) / 100n;
  const limitFen = wanted - (wanted % LIMIT_STEP_FEN);
  if (limitFen < used || limitFen <= 0n || limitFen >= limit) return;
  const before = toJson(run.file);
  const promised = run.whatIf([{ kind: 'LOWER_LIMIT', limitFen }]);
  auditor.askedWhatIf(borrowerId, before === toJson(run.refresh()));
  if (!promised.ok) throw new Error(`“what if” was refused: ${promised.refusal.code}`);
  deeds.asked_what_if += 1;
  if (wasRefused(run.send({ type: 'lower_limit', limitFen }))) return;
  const facts = run.send({ type: 'review' }, REVIEWER);
  if (!wasRefused(facts)) auditor.didWhatIf(borrowerId, promised.value.after, facts, run.now);
  run.send({ type: 'lift_own_limit' });
};
