import {
  type BorrowerFile,
  derivedId,
  type Instant,
  type IsoDate,
  type PolicySet,
  type RollBack,
  toMs,
  withEarlier,
} from '@clearline/line';
import type { Auditor } from '../auditor/auditor.ts';
import type { Random } from '../simulate/random.ts';
import type { Answer, Request } from './book-process.ts';
import type { FaultDice } from './faults.ts';
import { type Flaw, flawOf } from './mistakes.ts';
import { noRepairs, type Repairs } from './repairs.ts';

/** Of a hundred books so many see a version go wrong, or rules found mistaken. */
const GOES_WRONG = 0.75;
/** A run shorter than this sees nothing of it. */
const DAYS_MIN = 60;
/** In a canary one account in so many is judged by the new version, by its hash. */
const CANARY = 3;
const [AUTHOR, APPROVER] = ['A2201', 'A2202'];
const MACHINE = { kind: 'machine', name: 'roll-back' } as const;

interface Plan {
  readonly flaw: Flaw;
  readonly outOn: number;
  readonly foundOn: number;
  readonly approvedOn: number;
  readonly isCanary: boolean;
}

interface RollOutSettings {
  readonly policies: PolicySet;
  readonly days: number;
  readonly goesWrong?: number;
}

/** What a roll-back needs of the book that it puts right. */
export interface Repaired {
  borrowerIds(): readonly string[];
  file(borrowerId: string): BorrowerFile;
  submit(request: Request): Answer;
}

/**
 * One book’s policy through its days: on one of them a flawed version goes out, to all or to some; later it is found and taken out of
 * force; two people agree to roll it back, and everybody is put right in one run that may be broken off and is then run again.
 */
export class RollOut {
  readonly repairs: Repairs = noRepairs();
  /** The right version, which knows the flawed one so that what that decided can be run again. */
  readonly policies: PolicySet;
  /** Set from its approval on. */
  rollBack: RollBack | null = null;
  readonly #plan: Plan | null;
  #day = -1;
  #foundAtMs = 0;
  #isDone = false;

  constructor({ policies, days, goesWrong = GOES_WRONG }: RollOutSettings, book: string, random: Random) {
    this.#plan = days >= DAYS_MIN && random.chance(goesWrong) ? planOf(policies, days, random) : null;
    const faulty = this.#plan?.flaw.faulty ?? null;
    this.policies = faulty === null ? policies : withEarlier(policies, [...Object.values(policies.earlier), faulty]);
    this.#id = derivedId(book, 'roll-back');
  }
  readonly #id: string;

  /** The version that judges an account today. */
  policiesFor(borrowerId: string): PolicySet {
    const faulty = this.#plan?.flaw.faulty ?? null;
    if (this.#plan === null || faulty === null || this.#day < this.#plan.outOn || this.#day >= this.#plan.foundOn)
      return this.policies;
    const isIn = !this.#plan.isCanary || Number.parseInt(borrowerId.slice(0, 6), 16) % CANARY === 0;
    return isIn ? faulty : this.policies;
  }

  /** Rules that were taken back count for nobody from the approval on. */
  withdrawn(): readonly string[] {
    return this.rollBack?.ruleIds ?? NONE;
  }

  /** Morning: what was found is taken out of force, what was approved is carried out. */
  beginDay(day: number, date: IsoDate, now: Instant, book: Repaired, dice: FaultDice, auditor: Auditor): void {
    this.#day = day;
    if (this.#plan === null || this.#isDone) return;
    const { flaw, foundOn, approvedOn } = this.#plan;
    if (day === foundOn) this.#foundAtMs = toMs(now);
    if (day < approvedOn) return;
    if (this.rollBack === null) {
      this.rollBack = this.#agreedTo(flaw);
      auditor.rollBackAgreed({ ...this.rollBack, scorecardVersion: flaw.scorecardVersion, mistake: flaw.mistake });
      this.repairs.rollBacks += 1;
    }
    this.#isDone = this.#putRight(this.rollBack, date, now, book, dice);
    if (this.#isDone) auditor.rollBackDone(this.rollBack.id);
  }

  /** A version that went out as a whole is taken back whole; a scorecard by its name, whatever version used it. */
  #agreedTo({ faulty, ruleIds, scorecardVersion }: Flaw): RollBack {
    return {
      id: this.#id,
      ruleIds,
      policyVersion: scorecardVersion === null ? (faulty?.version ?? null) : null,
      scorecardVersion,
      reason: { zh: '标准设置有误，已更正。', en: 'A line was set wrongly and has been put right.' },
      author: AUTHOR ?? '',
      approver: APPROVER ?? '',
    };
  }

  /** False where the run was broken off: it is run again the next morning, from the first on. */
  #putRight(rollBack: RollBack, date: IsoDate, now: Instant, book: Repaired, dice: FaultDice): boolean {
    for (const borrowerId of book.borrowerIds()) {
      if (dice.strikes('roll_back_broken_off')) return false;
      const before = book.file(borrowerId);
      const key = `roll-back:${rollBack.id}:${date}`;
      const answer = book.submit({
        borrowerId,
        command: { type: 'roll_back', rollBack },
        actor: MACHINE,
        key,
        now,
        date,
      });
      if (!answer.ok) throw new Error(`the roll-back was refused for ${borrowerId}: ${answer.refusal.code}`);
      this.#count(before, answer, toMs(now));
    }
    return true;
  }

  #count(before: BorrowerFile, answer: Extract<Answer, { ok: true }>, nowMs: number): void {
    const { repairs } = this;
    const bodies = answer.facts.map(({ body }) => body);
    const applied = bodies.find((body) => body.type === 'roll_back.applied');
    if (applied?.type !== 'roll_back.applied') return;
    repairs.borrowers += 1;
    repairs.decisionsAgain += applied.decisionIds.length;
    repairs.restrictionsUndone += applied.restrictionIds.length;
    if (before.application?.status === 'DECLINED' && bodies.some(({ type }) => type === 'offer.made'))
      repairs.declinesUndone += 1;
    const isUndone = bodies.some((body) => body.type === 'notice.issued' && body.notice.kind === 'REMEDY');
    if (isUndone) repairs.hoursSinceFound.push((nowMs - this.#foundAtMs) / HOUR_MS);
    for (const id of applied.restrictionIds) {
      const undone = before.restrictions[id];
      const from = undone?.state === 'effective' ? undone.effectiveAt : null;
      if (from !== null) repairs.hoursInForce.push((nowMs - toMs(from)) / HOUR_MS);
    }
  }
}

const HOUR_MS = 3_600_000;
const NONE: readonly string[] = [];

const planOf = (policies: PolicySet, days: number, random: Random): Plan => {
  const outOn = random.between(Math.floor(days * 0.15), Math.floor(days * 0.55));
  const foundOn = outOn + random.between(12, 60);
  return {
    flaw: flawOf(policies, random),
    outOn,
    foundOn,
    approvedOn: foundOn + random.between(0, 3),
    isCanary: random.chance(0.4),
  };
};
