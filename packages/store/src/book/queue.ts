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
export type Next = Job | { readonly kind: 'batch'; readonly commands: readonly WaitingCommand[] };

/**
 * How much one transaction holds. Two hundred commands keep it below 500 postings: few post more than two entries. Events
 * post nothing and weigh a tenth each; what a feed sends at once is then committed at once.
 */
const BATCH_MAX = 2_000;
const COMMAND_WEIGHT = 10;
const weightOf = ({ command }: ExecuteRequest): number =>
  command.type === 'observe' ? command.events.length : COMMAND_WEIGHT;

/** Removes from the queue what is to be done next: a job, or the commands up to the next job. */
export const takeBatch = (queue: Waiting[]): Next => {
  const first = queue[0];
  if (first?.kind === 'job') {
    queue.shift();
    return first;
  }
  const commands: WaitingCommand[] = [];
  const personal = new Set<string>();
  let weight = 0;
  for (const waiting of queue) {
    if (waiting.kind === 'job' || weight >= BATCH_MAX) break;
    if (isPersonal(waiting.request)) {
      // The sealed row merges what is stored already, so two changes of one person need two transactions.
      if (personal.has(waiting.request.borrowerId)) break;
      personal.add(waiting.request.borrowerId);
    }
    weight += weightOf(waiting.request);
    commands.push(waiting);
  }
  queue.splice(0, commands.length);
  return { kind: 'batch', commands };
};

const isPersonal = (request: ExecuteRequest): boolean =>
  request.attachments?.some((attachment) => attachment.kind === 'personal') ?? false;
