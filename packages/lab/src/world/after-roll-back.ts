import { type Actor, type Context, leftToPeople, type LeftToPeople, peopleOf, type RollBack } from '@clearline/line';
import type { Auditor } from '../auditor/auditor.ts';
import type { Random } from '../simulate/random.ts';
import { wasRefused } from './desk.ts';
import { INSPECTOR, OPERATOR } from './people.ts';
import type { RollOut } from './roll-out.ts';
import type { WorldRun } from './world-run.ts';

/** What a person under a version that was rolled back decided is put before another, who keeps it or takes it back (N148). */
export class AfterRollBack {
  readonly #rollOut: RollOut;
  readonly #auditor: Auditor;
  /** Of whom nothing is left: no version out of force decides anything new. */
  readonly #finished = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(rollOut: RollOut, auditor: Auditor) {
    this.#rollOut = rollOut;
    this.#auditor = auditor;
  }

  look(run: WorldRun, random: Random): void {
    const { rollBack } = this.#rollOut;
    const { borrowerId } = run.file;
    if (rollBack === null || this.#finished.has(borrowerId)) return;
    const left = leftToPeople(run.file, rollBack, this.#context(run));
    this.#auditor.putBeforePeople(
      borrowerId,
      rollBack.id,
      left.map(({ decision }) => decision.id),
    );
    if (left.length === 0) this.#finished.add(borrowerId);
    for (const one of left) {
      if (!this.#seen.has(one.decision.id)) this.#rollOut.repairs.leftToPeople += 1;
      this.#seen.add(one.decision.id);
      if (random.chance(0.4)) this.#decide(run, one, rollBack, random);
    }
  }

  /** Most is decided by whether its reason holds by the policy in force; who had decided it tries as well, and may not. */
  #decide(run: WorldRun, { decision, restriction, grounds }: LeftToPeople, rollBack: RollBack, random: Random): void {
    const { repairs } = this.#rollOut;
    const keep = grounds === 'HOLD' ? random.chance(0.9) : random.chance(0.1);
    const send = (actor: Actor) =>
      run.send(
        { type: 'look_after_roll_back', rollBack, decisionId: decision.id, keep, reason: '按现行标准复核' },
        actor,
      );
    const behind = [...peopleOf(decision), ...(restriction?.approvedBy ?? [])];
    const own: Actor = { kind: 'staff', staffNo: behind[0] ?? '', roles: ['reviewer'] };
    if (behind.length > 0 && random.chance(0.35)) {
      if (wasRefused(send(own))) repairs.ownRefused += 1;
      return;
    }
    if (wasRefused(send(INSPECTOR))) return;
    repairs[keep ? 'kept' : 'takenBack'] += 1;
  }

  #context(run: WorldRun): Context {
    return {
      now: run.now,
      businessDate: run.date,
      commandId: 'look',
      actor: OPERATOR,
      lender: run.settings.lender,
      policies: this.#rollOut.policies,
      lastClosedDate: null,
    };
  }
}
