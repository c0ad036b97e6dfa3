import { z } from 'zod';

/** The append-only log (G12): what the public reads of it, and what a borrower or the staff is told of one leaf. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);

export const LogLeaf = z
  .object({
    version: z.literal(1),
    notice: Hash.nullable().describe('Commitment to the notice; null where a decision is logged without one.'),
    decision: Hash.nullable().describe('Hash of the decision’s record.'),
    policy: z.string().nullable(),
    borrower: Hash.describe('A name within this log that only the borrower’s secret leads to.'),
    sequence: z.int().min(1).describe('Numbers this borrower’s leaves without gaps.'),
    previous: Hash.nullable().describe('Leaf hash of this borrower’s leaf before.'),
  })
  .meta({ id: 'LogLeaf' });

export const LoggedLeaf = z
  .object({ index: Count, leafHash: Hash, checkpointSize: z.int().min(1), leaf: LogLeaf })
  .meta({ id: 'LoggedLeaf' });

export const DecisionLogEntry = z
  .object({
    origin: z.string(),
    index: Count,
    leafHash: Hash,
    checkpointSize: z.int().min(1).describe('Size of the signed checkpoint that the leaf was committed under.'),
    checkpoint: z.string().describe('The log’s newest signed checkpoint, verbatim.'),
    noticeIndexes: z.array(Count).describe('Leaves of the notices that tell of this decision.'),
  })
  .meta({ id: 'DecisionLogEntry' });

export const LogKeys = z
  .object({
    logs: z.array(
      z.object({
        origin: z.string(),
        keys: z.array(z.object({ key: z.string(), fromSize: Count, untilSize: Count.nullable() })),
      }),
    ),
    witnesses: z.array(z.string()),
    witnessesNeeded: Count,
    rotations: z.array(z.string()).describe('Statements by which a log changed its key, signed by both keys.'),
  })
  .meta({ id: 'LogKeys' });

export const WitnessedCheckpoint = z
  .object({ checkpoint: z.string(), proof: z.string().describe('A C2SP tlog-proof of the checkpoint’s own text.') })
  .meta({ id: 'WitnessedCheckpoint' });
