import { verifyReceipt } from '../receipt.ts';
import { leafHashHex } from '../receipt-leaf.ts';
import type { ReceiptRefusal, RefusalCode } from '../refusal.ts';
import type { TrustedKeys } from '../trust.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What a person is told after checking a receipt. */
export interface Verdict {
  readonly genuine: boolean;
  readonly headline: Words;
  /** One sentence each: what was checked, or what failed and what to do. */
  readonly details: readonly Words[];
}

const ADVICE: Readonly<Record<'altered' | 'damaged' | 'untrusted', Words>> = {
  altered: {
    zh: '通知书或证明与记录不一致。请从明借重新下载两个文件再试；若仍不一致，请保留文件，并向监管部门投诉。',
    en: 'The notice or the receipt does not match the log. Download both again and retry; if they still differ, keep the files and complain to the regulator.',
  },
  damaged: {
    zh: '文件不完整或不是明借的文件。请重新下载。',
    en: 'A file is damaged or is not one of ours. Download it again.',
  },
  untrusted: {
    zh: '证明不是由本页所列的密钥签发的。请取得最新的验证页再试。',
    en: 'The receipt is not signed by the keys that this page lists. Get the latest verifier page and retry.',
  },
};

const ADVICE_FOR: Readonly<Record<RefusalCode, keyof typeof ADVICE>> = {
  malformed_key: 'untrusted',
  malformed_note: 'damaged',
  malformed_checkpoint: 'damaged',
  malformed_proof: 'damaged',
  malformed_receipt: 'damaged',
  malformed_rotation: 'damaged',
  malformed_notice: 'damaged',
  no_trusted_signature: 'untrusted',
  bad_signature: 'altered',
  wrong_origin: 'untrusted',
  key_not_valid_at_size: 'untrusted',
  too_few_witnesses: 'untrusted',
  index_out_of_range: 'altered',
  size_out_of_range: 'altered',
  proof_wrong_length: 'altered',
  root_mismatch: 'altered',
  notice_altered: 'altered',
  log_rewritten: 'altered',
  receipt_hidden: 'altered',
  receipt_reordered: 'altered',
  chain_broken: 'altered',
  other_borrower: 'altered',
};

/** The refusal's own message is for engineers and in English; a Chinese page says in Chinese what it came to. */
const TECHNICAL_ZH: Readonly<Record<RefusalCode, string>> = {
  malformed_key: '密钥格式不正确',
  malformed_note: '签名文本格式不正确',
  malformed_checkpoint: '检查点格式不正确',
  malformed_proof: '包含证明格式不正确',
  malformed_receipt: '证明文件格式不正确',
  malformed_rotation: '更换密钥的声明格式不正确',
  malformed_notice: '通知书不是完整的JSON文件',
  no_trusted_signature: '检查点上没有可信密钥的签名',
  bad_signature: '签名与内容不符',
  wrong_origin: '检查点属于另一本日志',
  key_not_valid_at_size: '该密钥在日志的这个位置无效',
  too_few_witnesses: '见证者副署不足',
  index_out_of_range: '记录的位置超出日志长度',
  size_out_of_range: '日志长度超出范围',
  proof_wrong_length: '包含证明的长度不对',
  root_mismatch: '由记录算出的根哈希与检查点不符',
  notice_altered: '通知书的哈希与记录不符',
  log_rewritten: '日志与先前的检查点不一致',
  receipt_hidden: '记录清单中有一条不在所给文件里',
  receipt_reordered: '记录的先后次序与日志不符',
  chain_broken: '记录与前一条不相接',
  other_borrower: '这条记录属于另一位借款人',
};

/** What is wrong, in words, and what to do about it. */
export const describeRefusal = ({ code, message }: ReceiptRefusal): Verdict => ({
  genuine: false,
  headline: { zh: '未通过验证', en: 'Not verified' },
  details: [
    ADVICE[ADVICE_FOR[code]],
    { zh: `技术说明：${TECHNICAL_ZH[code]}（${code}）`, en: `Technical: ${message} (${code})` },
  ],
});

/** Checks a notice with its receipt and says the result in words for the borrower. */
export const describeVerification = (noticeJson: string, receipt: string, trusted: TrustedKeys): Verdict => {
  const verified = verifyReceipt(noticeJson, receipt, trusted);
  if (!verified.ok) return describeRefusal(verified.refusal);
  const { leaf, index, checkpoint, witnesses } = verified.value;
  return {
    genuine: true,
    headline: { zh: '验证通过：这份通知书未被改动', en: 'Verified: this notice has not been changed' },
    details: [
      {
        zh: `它是您的第 ${leaf.sequence} 条记录，位于日志 ${checkpoint.origin} 的第 ${index + 1} 条（日志共 ${checkpoint.size} 条）。`,
        en: `It is your record number ${leaf.sequence}, entry ${index + 1} of the log ${checkpoint.origin} (${checkpoint.size} entries).`,
      },
      {
        zh: `日志由 ${checkpoint.signedBy.join('、')} 签名。${witnesses.length === 0 ? '尚无见证者副署。' : `见证者副署：${witnesses.join('、')}。`}`,
        en: `The log is signed by ${checkpoint.signedBy.join(', ')}. ${witnesses.length === 0 ? 'No witness has cosigned yet.' : `Witnesses who cosigned: ${witnesses.join(', ')}.`}`,
      },
      {
        zh: `记录哈希：${leafHashHex(leaf)}（纸质通知书上的应与此相同）。`,
        en: `Entry hash: ${leafHashHex(leaf)} (a paper notice shows the same).`,
      },
      {
        zh: `决定记录：${leaf.decision ?? '无'}；策略版本：${leaf.policy ?? '无'}。`,
        en: `Decision record: ${leaf.decision ?? 'none'}; policy version: ${leaf.policy ?? 'none'}.`,
      },
    ],
  };
};
