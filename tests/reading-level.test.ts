import { describe, expect, it } from 'vitest';
import { EN_GRADE_MEAN_MAX, gradeOf, hardships } from './reading-level/level.ts';
import { borrowerTexts } from './reading-level/texts.ts';

const texts = borrowerTexts();

describe('plain words', () => {
  it('finds the texts of policy, core, server and pages, in both languages', () => {
    for (const language of ['zh', 'en'] as const)
      for (const place of ['policies/reasons.json', 'packages/line/', 'packages/server/', 'apps/borrower/'])
        expect(
          texts.filter((read) => read.language === language && read.where.startsWith(place)).length,
          `${place} in ${language}`,
        ).toBeGreaterThan(40);
  });

  it('no text that a borrower reads is long-winded, rare, trade talk, or blames', () => {
    const hard = texts.flatMap((read) =>
      hardships(read).map((hardship) => `${read.where} [${read.language}] ${hardship}: ${read.text}`),
    );
    expect(hard).toEqual([]);
  });

  it('English as a whole reads at the level of a school leaver of fourteen', () => {
    const long = texts.filter(({ language, text }) => language === 'en' && text.split(' ').length >= 12);
    const mean = long.reduce((sum, { text }) => sum + gradeOf(text), 0) / long.length;
    expect(long.length).toBeGreaterThan(100);
    expect(mean).toBeLessThan(EN_GRADE_MEAN_MAX);
  });

  it.each([
    ['zh', '因综合评估未通过，您的额度被冻结。', 2],
    ['zh', '您存在多头借贷行为，信用不良。', 2],
    ['zh', '鉴于近期您在多家金融机构频繁办理贷款审批查询且负债水平显著上升因此我们将对您的额度予以调整', 1],
    ['zh', '额度罄尽。', 1],
    ['en', 'You are delinquent, pursuant to internal policy.', 3],
    [
      'en',
      'Notification of discontinuation of availability necessitates comprehensive reconsideration of institutional creditworthiness determinations by responsible administrative authorities.',
      1,
    ],
    ['en', 'We saw three loans from other lenders. Our line is two.', 0],
    ['zh', '24小时内借款4次，超过我们的标准（3次）。', 0],
  ] as const)('%s: “%s” has %i hardships', (language, text, count) => {
    expect(hardships({ language, text, where: 'here' })).toHaveLength(count);
  });
});
