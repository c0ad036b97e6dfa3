import type { Context } from '../context.ts';
import { evolve, type Step } from '../evolve.ts';
import type { Fact, FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { accept, type Outcome } from '../refusal.ts';

/**
 * Facts in the making. Each added fact is applied at once, so that a later step of the same command sees the state that
 * the earlier ones left; nothing outside the command sees any of it until all is accepted.
 */
export interface Work {
  readonly file: BorrowerFile;
  readonly facts: readonly FactBody[];
  add(...bodies: FactBody[]): void;
}

export const begin = (file: BorrowerFile, context: Context): Work => new Making(file, context);

/** A class, because one is made for every event: its methods are shared, closures would not be. */
class Making implements Work {
  readonly facts: FactBody[] = [];
  readonly #context: Context;
  readonly #steps: Step[] | undefined;
  #file: BorrowerFile;

  constructor(file: BorrowerFile, context: Context) {
    this.#file = file;
    this.#context = context;
    this.#steps = context.steps;
    // Of several works of a command the last one is kept.
    if (this.#steps !== undefined) this.#steps.length = 0;
  }

  get file(): BorrowerFile {
    return this.#file;
  }

  add(...bodies: FactBody[]): void {
    const { now, commandId, actor } = this.#context;
    for (const body of bodies) {
      const fact: Fact = { seq: this.#file.version, occurredAt: now, recordedAt: now, commandId, actor, body };
      const before = this.#file;
      this.#file = evolve(before, fact);
      this.#steps?.push({ before, fact, after: this.#file });
      this.facts.push(body);
    }
  }
}

export const done = (work: Work): Outcome<readonly FactBody[]> => accept(work.facts);

/** The machine acting on its own within somebody’s command, so that records name the true decider. */
export const asMachine = (context: Context, name: string): Context => ({
  ...context,
  actor: { kind: 'machine', name },
});
