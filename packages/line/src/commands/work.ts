import type { Context } from '../context.ts';
import { evolveFirst } from '../evolve.ts';
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

export const begin = (file: BorrowerFile, context: Context): Work => {
  let current = file;
  const facts: FactBody[] = [];
  return {
    get file() {
      return current;
    },
    facts,
    add(...bodies) {
      for (const body of bodies) {
        const fact: Fact = {
          seq: current.version,
          occurredAt: context.now,
          recordedAt: context.now,
          commandId: context.commandId,
          actor: context.actor,
          body,
        };
        current = evolveFirst(current, fact);
        facts.push(body);
      }
    },
  };
};

export const done = (work: Work): Outcome<readonly FactBody[]> => accept(work.facts);

/** The machine acting on its own within somebody’s command, so that records name the true decider. */
export const asMachine = (context: Context, name: string): Context => ({
  ...context,
  actor: { kind: 'machine', name },
});
