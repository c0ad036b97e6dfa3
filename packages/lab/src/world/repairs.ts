/** What roll-backs put right, and what people made of what was left to them. Sums, so that books add up. */
export interface Repairs {
  rollBacks: number;
  /** Borrowers with a decision that was run again. */
  borrowers: number;
  decisionsAgain: number;
  restrictionsUndone: number;
  declinesUndone: number;
  /** From the finding of the mistake to the word that it is undone, by borrower. */
  hoursSinceFound: number[];
  /** How long each restriction had been in force that was undone in force. */
  hoursInForce: number[];
  /** Decisions of people under a version that was rolled back, put before another person. */
  leftToPeople: number;
  kept: number;
  takenBack: number;
  /** Refused to who had decided it. */
  ownRefused: number;
}

export const noRepairs = (): Repairs => ({
  rollBacks: 0,
  borrowers: 0,
  decisionsAgain: 0,
  restrictionsUndone: 0,
  declinesUndone: 0,
  hoursSinceFound: [],
  hoursInForce: [],
  leftToPeople: 0,
  kept: 0,
  takenBack: 0,
  ownRefused: 0,
});

/** Adds one book’s sums to another’s. */
export const addRepairs = (into: Repairs, more: Readonly<Repairs>): void => {
  for (const key of Object.keys(more) as (keyof Repairs)[]) {
    const [sum, value] = [into[key], more[key]];
    if (typeof sum === 'number' && typeof value === 'number') (into[key] as number) = sum + value;
    else if (Array.isArray(sum) && Array.isArray(value)) sum.push(...value);
  }
};
