/** One word of the `clearline` command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands, without a full stop. */
  readonly summary: string;
  /** What follows the name, as in `FILE --mapping NAME [--out DIR]`. */
  readonly usage: string;
  /** Does the work and gives the exit code: 0 done, 1 failed, 2 called wrongly. May throw; see `explain`. */
  run(parameters: readonly string[]): Promise<number>;
}
