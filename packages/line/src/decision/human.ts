/** Table names of decisions that no table made: people’s own, and those of strategies from before strategies had tables. */
export const HUMAN_TABLE = 'human';
export const STRATEGY_TABLE = 'strategy';
