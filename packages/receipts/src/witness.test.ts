import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import { ed25519Signer, verifierKeyText } from './keys.ts';
import { foldPlan, planConsistency } from './merkle-proof.ts';
import { treeOf } from './testing/tree.ts';
import type { TrustedKeys } from './trust.ts';
import { formatAddCheckpoint, judgeAddCheckpoint, parseAddCheckpoint, type WitnessedState } from './witness.ts';

const ORIGIN = 'lender.example/log/lender';
const signer = ed25519Signer(ORIGIN, new Uint8Array(32).fill(1));
const trusted: TrustedKeys = {
  logs: [{ origin: ORIGIN, keys: [{ key: verifierKeyText(signer.key), fromSize: 0, untilSize: null }] }],
  witnesses: [],
  witnessesNeeded: 0,
};

/** A log of some leaves; `salt` makes another log of the same size. */
const logOf = (size: number, salt = 0) => {
  const { root, hashAt } = treeOf(Array.from({ length: size }, (_, at) => Uint8Array.of(at, salt)));
  const proofFrom = (oldSize: number) => (oldSize === 0 ? [] : foldPlan(planConsistency(oldSize, size), hashAt));
  const state: WitnessedState = { size, root: base64Of(root) };
  return { checkpoint: signCheckpoint({ origin: ORIGIN, size, root }, [signer]), proofFrom, state };
};

const ask = (
  known: WitnessedState | null,
  oldSize: number,
  to: ReturnType<typeof logOf>,
  proof = to.proofFrom(oldSize),
) => judgeAddCheckpoint(formatAddCheckpoint({ oldSize, proof, checkpoint: to.checkpoint }), () => known, trusted);

describe('a witness (R15)', () => {
  it('cosigns a log that only grew, from nothing or from what it knows', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 41 }), (first, second) => {
        const [from, size] = [Math.min(first, second), Math.max(first, second)];
        const known = from === 0 ? null : logOf(from).state;
        expect(ask(known, from, logOf(size))).toMatchObject({ status: 200, state: { size } });
      }),
      { numRuns: 60 },
    );
  });

  it('cosigns what follows upon the empty log, which it may have cosigned too', () => {
    const empty = ask(null, 0, logOf(0));
    expect(empty).toMatchObject({ status: 200, state: { size: 0 } });
    expect(ask(logOf(0).state, 0, logOf(0)).status).toBe(200);
    expect(ask(logOf(0).state, 0, logOf(5))).toMatchObject({ status: 200, state: { size: 5 } });
    expect(ask(logOf(0).state, 0, logOf(5), [new Uint8Array(32)]).status).toBe(422);
    expect(ask(logOf(5).state, 0, logOf(0))).toEqual({ status: 409, size: 5 });
    const forged = signCheckpoint({ origin: ORIGIN, size: 0, root: new Uint8Array(32) }, [signer]);
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: forged });
    expect(judgeAddCheckpoint(body, () => null, trusted).status).toBe(400);
  });

  it('refuses a log rewritten, with any proof the forger can make, and one of the same size with another root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (size, more) => {
        expect(ask(logOf(size).state, size, logOf(size + more, 1)).status).toBe(422);
        expect(ask(logOf(size).state, size, logOf(size, 1)).status).toBe(409);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a rollback: it says the size it knows, and never goes back', () => {
    expect(ask(logOf(8).state, 5, logOf(6))).toEqual({ status: 409, size: 8 });
    expect(ask(logOf(8).state, 0, logOf(6))).toEqual({ status: 409, size: 8 });
    expect(ask(logOf(8).state, 8, logOf(6), []).status).toBe(400);
    expect(ask(null, 5, logOf(6))).toEqual({ status: 409, size: 0 });
  });

  it('knows only the logs it watches, by keys that sign them', () => {
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: logOf(3).checkpoint });
    expect(judgeAddCheckpoint(body, () => null, { ...trusted, logs: [] }).status).toBe(404);
    const thief = ed25519Signer(ORIGIN, new Uint8Array(32).fill(9));
    const forged = signCheckpoint({ origin: ORIGIN, size: 3, root: new Uint8Array(32) }, [thief]);
    const forgery = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: forged });
    expect(judgeAddCheckpoint(forgery, () => null, trusted).status).toBe(403);
    expect(ask(null, 0, logOf(3), [new Uint8Array(32)]).status).toBe(422);
  });

  it.each(['', 'old 1', 'old -1\n\nx', 'old 01\n\nx', 'new 1\n\nx', 'old 1\nAAAA\n\nx', 'old 1\n\nx'])(
    'refuses the body %j',
    (body) => {
      expect(judgeAddCheckpoint(body, () => null, trusted).status).toBe(400);
    },
  );

  it('writes what it reads', () => {
    const log = logOf(7);
    const body = formatAddCheckpoint({ oldSize: 3, proof: log.proofFrom(3), checkpoint: log.checkpoint });
    expect(parseAddCheckpoint(body)).toEqual({ oldSize: 3, proof: log.proofFrom(3), checkpoint: log.checkpoint });
  });
});
