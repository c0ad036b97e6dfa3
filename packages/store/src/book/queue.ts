import type { ExecuteRequest, ExecuteResult } from './types.ts';

/** What waits for the writer. */
export interface WaitingCommand {
  readonly kind: 'command';
  readonly request: ExecuteRequest;
  readonly resolve: (result: ExecuteResult) => void;
  readonly reject: (error: unknown) => void;
}
export interface Job {
  readonly kind: 'job';
  readonly run: () => Promise<void>;
  readonly reject: (error: unknown) => void;
}
export type Waiting = WaitingCommand | Job;

/**
 * How much one transaction holds. Two hundred commands keep it below 500 postings: few post more than two entries. Events
 * post nothing and weigh a tenth each; what a feed sends at once is then committed at once.
 */
const BATCH_MAX = 2_000;
const COMMAND_WEIGHT = 10;
/** How much is decided between two turns of the event loop, in which other requests are read and answers are sent. */
const PIECE_MAX = 400;
const weightOf = ({ command }: ExecuteRequest): number =>
  command.type === 'observe' ? command.events.length : COMMAND_WEIGHT;

/** Commands that one transaction will hold, gathered in the order in which they wait. */
export class Batch {
  readonly commands: WaitingCommand[] = [];
  readonly #personal = new Set<string>();
  #weight = 0;

  /**
   * Removes from the queue the next piece that may join; empty when a job is next, the batch is full, or the command must
   * see what is stored first.
   * @param isAhead whether the transaction before this one is still on its way
   */
  takeFrom(queue: Waiting[], isAhead: boolean): readonly WaitingCommand[] {
    const piece: WaitingCommand[] = [];
    const end = Math.min(BATCH_MAX, this.#weight + PIECE_MAX);
    for (const waiting of queue) {
      if (waiting.kind === 'job' || this.#weight >= end) break;
      if (isPersonal(waiting.request)) {
        // The sealed row merges what is stored already, so two changes of one person need two transactions.
        const { borrowerId } = waiting.request;
        if (isAhead || this.#personal.has(borrowerId)) break;
        this.#personal.add(borrowerId);
      }
      this.#weight += weightOf(waiting.request);
      piece.push(waiting);
    }
    queue.splice(0, piece.length);
    this.commands.push(...piece);
    return piece;
  }
}

const isPersonal = (request: ExecuteRequest): boolean =>
  request.attachments?.some((attachment) => attachment.kind === 'personal') ?? false;
