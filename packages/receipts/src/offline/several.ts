import { PROOF_HEADER } from '../log-proof.ts';
import { type VerifiedReceipt, verifyReceipt } from '../receipt.ts';
import { verifyReceiptChain } from '../receipt-chain.ts';
import { leafHashHex, parseLeaf, type ReceiptLeaf } from '../receipt-leaf.ts';
import { accepted, type Checked, refused } from '../refusal.ts';
import type { TrustedKeys } from '../trust.ts';
import { describeRefusal, describeVerification, type Verdict } from './describe.ts';

/** Files as a borrower holds them, told apart by their content: notices, proofs, and the list of their own leaves. */
export interface Held {
  readonly notices: readonly string[];
  readonly proofs: readonly string[];
  /** Leaves of decisions of which no notice tells, and of notices, as the lender hands them out; null where none were given. */
  readonly leaves: readonly ReceiptLeaf[] | null;
}

/** Leaves of a list as it is downloaded, or null for any other text. */
const leavesIn = (text: string): readonly ReceiptLeaf[] | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const items = (value as { readonly items?: unknown } | null)?.items;
  if (!Array.isArray(items)) return null;
  const leaves = items.map((item: unknown) => parseLeaf((item as { readonly leaf?: unknown } | null)?.leaf));
  return leaves.every((leaf) => leaf.ok) ? leaves.map((leaf) => leaf.value) : null;
};

export const sortFiles = (texts: readonly string[]): Held => {
  const notices: string[] = [];
  const proofs: string[] = [];
  let leaves: readonly ReceiptLeaf[] | null = null;
  for (const text of texts) {
    const list = leavesIn(text);
    if (list !== null) leaves = list;
    else (text.startsWith(PROOF_HEADER) ? proofs : notices).push(text);
  }
  return { notices, proofs, leaves };
};

/**
 * Checks whatever a borrower holds: one notice with its proof, or several, and then also that they are one unbroken chain:
 * none hidden between them, none moved, none replaced. Which proof is whose is found by trying.
 */
export const describeFiles = (texts: readonly string[], trusted: TrustedKeys): Verdict => {
  const { notices, proofs, leaves } = sortFiles(texts);
  const [notice, proof] = [notices[0], proofs[0]];
  if (notice === undefined || proof === undefined || notices.length !== proofs.length)
    return unpaired(notices.length, proofs.length);
  if (notices.length === 1 && leaves === null) return describeVerification(notice, proof, trusted);
  const verified: VerifiedReceipt[] = [];
  const rest = [...notices];
  for (const receipt of proofs) {
    const at = rest.findIndex((each) => verifyReceipt(each, receipt, trusted).ok);
    const [own] = at < 0 ? [] : rest.splice(at, 1);
    // With no notice that fits, the first left over says why.
    const checked = verifyReceipt(own ?? rest[0] ?? '', receipt, trusted);
    if (!checked.ok) return describeRefusal(checked.refusal);
    verified.push(checked.value);
  }
  return describeChain(verified, leaves);
};

const describeChain = (receipts: readonly VerifiedReceipt[], leaves: readonly ReceiptLeaf[] | null): Verdict => {
  const inOrder = receipts.toSorted((a, b) => a.leaf.sequence - b.leaf.sequence);
  const whole = verifyReceiptChain(inOrder, leaves ?? []);
  const chain = whole.ok ? againstList(inOrder, leaves ?? []) : whole;
  const last = inOrder.at(-1)?.leaf.sequence ?? 0;
  if (chain.ok)
    return {
      genuine: true,
      headline: {
        zh: `验证通过：${receipts.length} 份通知书均未被改动，其间没有遗漏`,
        en: `Verified: ${receipts.length} notices, none changed and none missing between them`,
      },
      details: [
        {
          zh: `您的第 1 至第 ${last} 条记录首尾相接。之后是否还有，请再下载一次记录清单。`,
          en: `Your records 1 to ${last} form one chain. To see whether more came after, download the list of records again.`,
        },
      ],
    };
  const verdict = describeRefusal(chain.refusal);
  if (chain.refusal.code !== 'receipt_hidden' || leaves !== null) return verdict;
  return {
    ...verdict,
    headline: { zh: '每份都未被改动，但其间有缺', en: 'None is changed, but something is missing between them' },
    details: [
      {
        zh: '缺少的可能只是没有通知书的决定。请把“我的记录清单”一并放入，再检查一次。',
        en: 'What is missing may be decisions that needed no notice. Add the list of your records and check again.',
      },
      ...verdict.details.slice(1),
    ],
  };
};

/** The list of records may name no notice beside those held, and none of them otherwise than it was logged. */
const againstList = (receipts: readonly VerifiedReceipt[], leaves: readonly ReceiptLeaf[]): Checked<true> => {
  const held = new Map(receipts.map(({ leaf }) => [leaf.sequence, leafHashHex(leaf)]));
  for (const leaf of leaves) {
    const own = held.get(leaf.sequence);
    if (own === undefined && leaf.notice !== null)
      return refused(
        'receipt_hidden',
        'sequence',
        `record ${leaf.sequence} is of a notice that is not among the files`,
      );
    if (own !== undefined && own !== leafHashHex(leaf))
      return refused('chain_broken', 'leaf', `record ${leaf.sequence} of the list is not the one that was logged`);
  }
  return accepted(true);
};

const unpaired = (notices: number, proofs: number): Verdict => ({
  genuine: false,
  headline: { zh: '文件不成对', en: 'The files do not pair up' },
  details: [
    {
      zh: `通知书 ${notices} 份，证明 ${proofs} 份。每份通知书都要有它的证明。`,
      en: `Notices: ${notices}; proofs: ${proofs}. Each notice needs its proof.`,
    },
  ],
});
