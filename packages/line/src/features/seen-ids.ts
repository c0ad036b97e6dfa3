/** Event ids remembered for deduplication within a file; the store’s key constraint covers the rest. */
export const EVENT_IDS_KEPT = 400;

/** Ids in the order in which they came, shared by all versions that grew from one another. */
interface Shared {
  readonly ids: string[];
  readonly places: Map<string, number>;
}

/**
 * The last event ids of a borrower. A value: adding gives another one and leaves this as it was. Versions share what they
 * have in common, because a list of some hundred ids copied at every event would cost more than the event.
 */
export class SeenIds {
  static readonly none = new SeenIds({ ids: [], places: new Map() }, 0);
  readonly #shared: Shared;
  readonly #length: number;

  private constructor(shared: Shared, length: number) {
    this.#shared = shared;
    this.#length = length;
  }

  /** How many are remembered. */
  get size(): number {
    return Math.min(this.#length, EVENT_IDS_KEPT);
  }

  has(id: string): boolean {
    const place = this.#shared.places.get(id);
    return place !== undefined && place < this.#length && place >= this.#length - EVENT_IDS_KEPT;
  }

  with(id: string): SeenIds {
    // A command evolves as it decides, and its facts are applied again by whoever keeps them: the same step, taken twice.
    if (this.#shared.ids[this.#length] === id) return new SeenIds(this.#shared, this.#length + 1);
    // Another version has gone on from here, or what nobody remembers outweighs what is remembered: a list of its own.
    const { ids, places } = this.#shared;
    const isTip = ids.length === this.#length && this.#length > 0;
    const apart = !isTip || ids.length >= 2 * EVENT_IDS_KEPT || places.has(id);
    return (apart ? this.#apart() : this).#grown(id);
  }

  /** Oldest first. */
  toJSON(): readonly string[] {
    return this.#shared.ids.slice(Math.max(0, this.#length - EVENT_IDS_KEPT), this.#length);
  }

  #apart(): SeenIds {
    const ids = [...this.toJSON()];
    return new SeenIds({ ids, places: new Map(ids.map((id, place) => [id, place])) }, ids.length);
  }

  #grown(id: string): SeenIds {
    this.#shared.places.set(id, this.#shared.ids.length);
    this.#shared.ids.push(id);
    return new SeenIds(this.#shared, this.#length + 1);
  }
}
