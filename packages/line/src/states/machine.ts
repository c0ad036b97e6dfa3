/** A state machine as data: for each state, where it may go. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** True when the machine allows `from → to`. */
export const allows = <S extends string>(machine: Transitions<S>, from: S, to: S): boolean =>
  machine[from].includes(to);

/**
 * Faults of a machine: targets that are no state, states that no path from `initial` reaches, and states with no way
 * out that are not declared final. An empty list means it is complete.
 */
export const faultsOf = <S extends string>(machine: Transitions<S>, initial: S, finals: readonly S[]): string[] => {
  const states = Object.keys(machine) as S[];
  const faults: string[] = [];
  const reached = new Set<S>([initial]);
  const queue: S[] = [initial];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of machine[state]) {
      if (!states.includes(next)) faults.push(`${state} → ${next}: there is no state ${next}`);
      else if (!reached.has(next)) {
        reached.add(next);
        queue.push(next);
      }
    }
  }
  for (const state of states) {
    if (!reached.has(state)) faults.push(`${state} cannot be reached from ${initial}`);
    if (machine[state].length === 0 && !finals.includes(state)) faults.push(`${state} has no way out and is not final`);
    if (machine[state].length > 0 && finals.includes(state)) faults.push(`${state} is final but has a way out`);
  }
  return faults;
};
