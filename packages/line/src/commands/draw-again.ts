import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { standingOf } from '../features/counting.ts';
import { type OwnDraw, seenOf } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';

/** Comes after any id that we make, among events of one moment. */
const LAST_ID = '\uffff';

/**
 * For how many seconds a draw like this one is one sent twice: where one was made so shortly before that a feature of the policy
 * would count both once (`once`, N41). Null where this one stands for itself. Whatever is accepted is then counted, so that the
 * number of draws is the number of loans (N167).
 */
export const sentAgainWithin = (
  file: BorrowerFile,
  { amountFen, purpose }: Pick<Extract<Command, { type: 'draw' }>, 'amountFen' | 'purpose'>,
  { now, policies }: Pick<Context, 'now' | 'policies'>,
): number | null => {
  const event: OwnDraw = { kind: 'OWN_DRAW', eventId: LAST_ID, occurredAt: now, source: 'own', amountFen, purpose };
  const seen = seenOf(event, now);
  const { streams } = file.behaviour;
  const repeated = policies.features.watched.flatMap((feature) =>
    feature.kind === 'OWN_DRAW' && streams.OWN_DRAW !== undefined && standingOf(feature, streams, seen) === 'repeats'
      ? [feature.declaration.once?.withinSeconds ?? 0]
      : [],
  );
  return repeated.length === 0 ? null : Math.max(...repeated);
};
