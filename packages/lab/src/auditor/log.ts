import type { Fact } from '@clearline/line';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Report, SeenCommit } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { canonicalText } from './canonical.ts';
import { AuditTree } from './merkle.ts';

/** Signatures are checked on one checkpoint in this many: each covers all before it. */
const SIGNATURES_EVERY = 16;
const ED25519_DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The log as an outsider follows it (G12): every leaf in its place, of what it is said to be of, under a signed root. */
export class AuditLog {
  readonly #tree = new AuditTree();
  readonly #key: KeyObject;

  /** @param publicKey the raw 32 bytes of the log’s Ed25519 key */
  constructor(publicKey: Uint8Array) {
    this.#key = createPublicKey({ key: Buffer.concat([ED25519_DER_PREFIX, publicKey]), format: 'der', type: 'spki' });
  }

  check(record: BorrowerRecord, commit: SeenCommit, report: Report): void {
    const told = commit.facts.filter(({ body }) => body.type === 'notice.issued' || body.type === 'decision.recorded');
    if (commit.leaves.length !== told.length)
      report('G12', `${commit.leaves.length} leaves for ${told.length} decisions and notices`);
    const proven: string[] = [];
    for (const [n, leaf] of commit.leaves.entries()) {
      if (leaf.sequence !== record.leafSequence + 1)
        report('G12', `leaf ${leaf.sequence} follows ${record.leafSequence}`);
      if (leaf.previous !== record.leafPrevious) report('G12', `leaf ${leaf.sequence} names another leaf before it`);
      const text = Buffer.from(canonicalText(leaf));
      record.leafSequence = leaf.sequence;
      record.leafPrevious = createHash('sha256').update(Buffer.of(0)).update(text).digest('hex');
      this.#tree.append(text);
      const noticeId = this.#checkLeaf(record, told[n], leaf, commit.salts, report);
      if (noticeId !== null) proven.push(noticeId);
    }
    if (commit.leaves.length === 0 || !this.#isCovered(commit.checkpoint ?? '', report)) return;
    for (const id of proven) {
      const notice = record.notices.get(id);
      if (notice !== undefined) notice.isLogged = true;
    }
  }

  /** Whether a leaf is of the fact it stands for; gives the notice that it proves. */
  #checkLeaf(
    record: BorrowerRecord,
    fact: Fact | undefined,
    leaf: SeenCommit['leaves'][number],
    salts: SeenCommit['salts'],
    report: Report,
  ): string | null {
    const body = fact?.body;
    if (body?.type === 'decision.recorded') {
      const { recordHash, ...unhashed } = body.decision;
      if (sha256(canonicalText(unhashed)) !== recordHash)
        report('G10', `decision ${body.decision.id} is not what its hash says`);
      if (leaf.decision !== recordHash || leaf.notice !== null)
        report('G12', `leaf ${leaf.sequence} is not of decision ${body.decision.id}`);
    }
    if (body?.type !== 'notice.issued') return null;
    const { notice } = body;
    const commitment = sha256(
      `clearline/notice-commitment@v1\n${salts.get(notice.id) ?? ''}\n${canonicalText(notice)}`,
    );
    const decision = notice.decisionId === null ? null : (record.decisions.get(notice.decisionId)?.recordHash ?? null);
    if (leaf.notice === commitment && leaf.decision === decision) return notice.id;
    report('G12', `leaf ${leaf.sequence} is not of notice ${notice.id}`);
    return null;
  }

  #isCovered(checkpoint: string, report: Report): boolean {
    const [, size, root] = checkpoint.split('\n');
    const isOfThisTree = Number(size) === this.#tree.size && root === this.#tree.root();
    if (!isOfThisTree)
      report(
        'G12',
        `the checkpoint says ${size} leaves with root ${root}; they are ${this.#tree.size}, ${this.#tree.root()}`,
      );
    const isSigned = this.#tree.size % SIGNATURES_EVERY !== 0 || this.#isSigned(checkpoint);
    if (!isSigned) report('G12', `the checkpoint of size ${size} is not signed by the log’s key`);
    return isOfThisTree && isSigned;
  }

  #isSigned(note: string): boolean {
    const end = note.indexOf('\n\n');
    const signature =
      note
        .slice(end + 2)
        .trimEnd()
        .split(' ')
        .at(-1) ?? '';
    // A signature is four bytes of key id and then the 64 bytes of Ed25519.
    return verify(null, Buffer.from(note.slice(0, end + 1)), this.#key, Buffer.from(signature, 'base64').subarray(4));
  }
}
