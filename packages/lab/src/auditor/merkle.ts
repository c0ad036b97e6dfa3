import { createHash } from 'node:crypto';

/** A Merkle tree of the auditor's own, after RFC 6962, to check checkpoints with: nothing of it is the engine's. */
export class AuditTree {
  size = 0;
  #peaks: Buffer[] = [];

  append(leaf: Uint8Array): void {
    let node = createHash('sha256').update(Buffer.of(0)).update(leaf).digest();
    for (let bits = this.size; (bits & 1) === 1; bits >>= 1)
      node = createHash('sha256')
        .update(Buffer.of(1))
        .update(this.#peaks.pop() as Buffer)
        .update(node)
        .digest();
    this.#peaks.push(node);
    this.size += 1;
  }

  root(): string {
    const [last, ...rest] = this.#peaks.toReversed();
    if (last === undefined) return createHash('sha256').digest('base64');
    return rest
      .reduce((right, left) => createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest(), last)
      .toString('base64');
  }
}
