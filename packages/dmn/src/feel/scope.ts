import type { Value } from './values.ts';

/** Values by name, the inner hiding the outer. */
export class Scope {
  readonly #values: ReadonlyMap<string, Value>;
  readonly #outer: Scope | null;

  constructor(values: ReadonlyMap<string, Value>, outer: Scope | null = null) {
    this.#values = values;
    this.#outer = outer;
  }

  /** undefined when nothing of that name is in scope; null is a value. */
  get(name: string): Value | undefined {
    const own = this.#values.get(name);
    return own === undefined ? this.#outer?.get(name) : own;
  }
}
