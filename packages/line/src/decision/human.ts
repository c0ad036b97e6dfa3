/** Table names of decisions that no table made: people’s own, and approved strategies’. */
export const HUMAN_TABLE = 'human';
export const STRATEGY_TABLE = 'strategy';
