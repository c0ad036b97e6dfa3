import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allTexts } from './reading-level/texts.ts';

/** A word that another of the glossary stands for. */
interface Replaced {
  readonly word: RegExp;
  readonly use: string;
  /** Where it is right all the same: names of laws, accounts and other lenders’ products. */
  readonly allowed?: RegExp;
}

const REPLACED: readonly Replaced[] = [
  {
    word: /贷款/,
    use: '借据',
    // Other lenders’ loans; accounts as the accounting standards name them; names of rules and companies.
    allowed:
      /其他贷款|贷款(?:或|和)信用卡|申请贷款|贷款本金|贷款损失准备|已核销贷款收回|互联网贷款|互联网消费贷款|小额贷款|信用贷款/,
  },
  { word: /贷款人|出借人/, use: '放款机构' },
  { word: /多头/, use: '在多家机构借款' },
  { word: /银保监会/, use: '国家金融监督管理总局', allowed: /银保监会(?:令|、人民银行令)/ },
  { word: /综合评估(?!利率)/, use: '原因码' },
  { word: /单笔上限|单笔额度/, use: '单笔限额' },
  { word: /信用额度|可借额度|剩余额度/, use: '可用额度' },
  // The consent to a query of the report is to a version of its text, in the words of the law.
  { word: /信用报告/, use: '征信报告', allowed: /查询您的信用报告/ },
  { word: /(?<!资产)负债率/, use: '偿债比' },
  { word: /滞纳金|逾期利息|罚金/, use: '罚息' },
  { word: /还清证明|结清证书/, use: '结清证明' },
  { word: /人工审核|人工审查/, use: '人工复核' },
  { word: /担保人/, use: '保证人' },
  { word: /\b(?:credit limit|usable limit)\b/i, use: 'available limit' },
  { word: /\b(?:late interest|default interest)\b/i, use: 'penalty interest' },
  { word: /\bCBIRC\b/, use: 'NFRA' },
];

const replacedIn = (text: string): string[] =>
  REPLACED.flatMap(({ word, use, allowed }) => {
    const rest = allowed === undefined ? text : text.replaceAll(new RegExp(allowed, `${allowed.flags}g`), '');
    const found = word.exec(rest);
    return found === null ? [] : [`“${found[0]}” is “${use}”`];
  });

describe('the words of the field', () => {
  it('stand in every text that somebody reads, in place of those that the glossary replaces', () => {
    const texts = allTexts();
    for (const place of ['apps/console/', 'apps/borrower/', 'packages/store/', 'packages/server/', 'policies/'])
      expect(texts.filter(({ where }) => where.startsWith(place)).length, place).toBeGreaterThan(2);
    const found = texts.flatMap(({ text, where }) => replacedIn(text).map((word) => `${where} ${word}: ${text}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['这位借款人有一笔贷款的余额算不出来。', '“贷款” is “借据”'],
    ['近3个月有3次贷款或信用卡审批查询；您有一笔贷款逾期。', '“贷款” is “借据”'],
    ['多头借贷较多', '“多头” is “在多家机构借款”'],
    ['向银保监会投诉', '“银保监会” is “国家金融监督管理总局”'],
    ['Your credit limit is 3.', '“credit limit” is “available limit”'],
  ])('finds %s', (text, found) => {
    expect(replacedIn(text)).toEqual([found]);
  });

  const glossary = fileURLToPath(new URL('../../shared/reference/glossary.csv', import.meta.url));
  it.skipIf(!existsSync(glossary))('are the glossary’s own (needs ../shared)', () => {
    const terms = readFileSync(glossary, 'utf8');
    for (const { use } of REPLACED) expect(terms).toContain(use);
  });
});
