import { fileURLToPath } from 'node:url';
import { simulateBorrower } from '@clearline/lab';
import { compilePolicySet, DEMO_LENDER, emptyFile, evolveAll, instantText, type Notice } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { messageText } from './message-text.ts';

/** Of lives in which much happens (see views.test.ts). */
const chosen = [1, 28, 65, 67, 87, 102];

describe('H88: the message of a notice', () => {
  let notices: readonly Notice[];
  beforeAll(async () => {
    const files = await readPolicyFiles(fileURLToPath(new URL('../../../../policies', import.meta.url)));
    const compiled = compilePolicySet(files, '2026-01-01');
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    const settings = {
      seed: 7,
      borrowers: 200,
      days: 200,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: compiled.policies,
    };
    notices = chosen.flatMap((index) => {
      const { borrowerId, facts } = simulateBorrower(settings, index);
      return Object.values(evolveAll(emptyFile(borrowerId), facts).notices);
    });
  });

  it('says of every adverse one why, with the value, until when, and what restores it, in each language', () => {
    const adverse = notices.filter((notice) => notice.adverse);
    expect(adverse.length).toBeGreaterThan(3);
    for (const notice of adverse) {
      const { zh, en } = messageText(notice);
      expect(zh).toContain(`原因：${notice.reasons[0]?.whatWeSaw.zh ?? 'none'}`);
      expect(en).toContain(`Why: ${notice.reasons[0]?.whatWeSaw.en ?? 'none'}`);
      const end = notice.expiresAt === null ? null : instantText(notice.expiresAt);
      if (end === null) expect(zh.includes('解除')).toBe(notice.restore?.text.zh.includes('解除') === true);
      // H149: said, and once.
      else {
        expect(zh.match(new RegExp(`最迟${end.zh}`, 'g'))).toHaveLength(1);
        expect(en.match(new RegExp(`by ${end.en} at the latest`, 'g'))).toHaveLength(1);
      }
      expect(zh.match(/申诉/g), 'that it can be contested, once').toHaveLength(1);
      if (notice.restore !== null) expect(en).toContain(notice.restore.text.en);
    }
  });

  it('says what it comes to in money: the limit before and after, or the most that a draw may be, once each', () => {
    const cut = notices.filter(({ adverse, limitAfterFen }) => adverse && limitAfterFen !== null);
    const capped = notices.filter(({ adverse, title }) => adverse && title.zh === '单笔借款金额暂时受限');
    expect([cut.length > 0, capped.length > 0]).toEqual([true, true]);
    for (const notice of cut) {
      const strategic: Notice = { ...notice, effect: [{ zh: '您没有做错什么。', en: 'Not your doing.' }] };
      for (const { zh, en } of [messageText(notice), messageText(strategic)]) {
        expect(zh.match(/总额度由[\d,.]+元调整为[\d,.]+元。/g)).toHaveLength(1);
        expect(en.match(/The limit goes from CNY [\d,.]+ to CNY [\d,.]+\./g)).toHaveLength(1);
      }
    }
    for (const notice of capped) {
      expect(messageText(notice).zh).toMatch(/每笔最多借[\d,.]+元。/);
      expect(messageText(notice).en).toMatch(/Each draw may be CNY [\d,.]+ at most\./);
    }
  });

  it('promises no rights and no cure where nothing was taken away', () => {
    const others = notices.filter((notice) => !notice.adverse);
    expect(others.length).toBeGreaterThan(3);
    for (const notice of others) {
      expect(messageText(notice).zh).not.toMatch(/怎样恢复|不同意|原因：/);
      expect(messageText(notice).en).not.toMatch(/Why:|what restores it|or to contest/);
    }
  });

  it('speaks one language at a time, with a full stop after each sentence', () => {
    for (const notice of notices) {
      const { zh, en } = messageText(notice);
      expect(en).not.toMatch(/\p{Script=Han}|  |\.\./u);
      expect(zh).not.toMatch(/。。|[A-Za-z]{4,}/);
    }
  });

  it('H150: ends what people wrote with a full stop, once, before the next sentence', () => {
    const news = notices.find(({ adverse }) => !adverse) as Notice;
    for (const [zh, en] of [
      ['错在哪里：标准写错了', 'What was wrong: the line was mistyped'],
      ['错在哪里：标准写错了。', 'What was wrong: the line was mistyped.'],
    ] as const) {
      const told = messageText({ ...news, effect: [{ zh, en }] });
      expect(told.zh).toMatch(/标准写错了。详情/);
      expect(told.en).toMatch(/the line was mistyped\. See the app/);
    }
  });

  it('says from when, where it is still to come', () => {
    const later = notices.find(({ adverse, effectiveAt, issuedAt }) => adverse && (effectiveAt ?? '') > issuedAt);
    const told = later ?? {
      ...(notices.find(({ adverse }) => adverse) as Notice),
      effectiveAt: '2027-01-08T00:00:00.000Z',
    };
    expect(messageText(told).zh).toMatch(/自\d{4}年\d+月\d+日 08:00起生效。|自\d{4}年\d+月\d+日.*起生效。/);
  });
});
