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

/** Keeps a batch below the 500 postings that one transaction should hold: few commands post more than two entries. */
const BATCH_MAX = 200;

/** Removes from the queue what is to be done next: a job, or the commands up to the next job. */
export const takeBatch = (queue: Waiting[]): Next => {
  const first = queue[0];
  if (first?.kind === 'job') {
    queue.shift();
    return first;
  }
  const commands: WaitingCommand[] = [];
  const personal = new Set<string>();
  for (const waiting of queue) {
    if (waiting.kind === 'job' || commands.length === BATCH_MAX) break;
    if (isPersonal(waiting.request)) {
      // The sealed row merges what is stored already, so two changes of one person need two transactions.
      if (personal.has(waiting.request.borrowerId)) break;
      personal.add(waiting.request.borrowerId);
    }
    commands.push(waiting);
  }
  queue.splice(0, commands.length);
  return { kind: 'batch', commands };
};

const isPersonal = (request: ExecuteRequest): boolean =>
  request.attachments?.some((attachment) => attachment.kind === 'personal') ?? false;
