import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh } from '../apps/borrower/src/i18n/zh.ts';
import { choose, drawByHand, readCostSheet } from './browser/acts.ts';
import { desktop, screenshot } from './browser/harness.ts';
import { type Borrower, observe, openStage, type Stage } from './browser/stage.ts';

/**
 * The whole story, as people live it: a borrower on a phone, a reviewer and a second approver at their desks, an analyst
 * and an operator, in a real browser against the real product. Each part starts from what the one before it left.
 */
let stage: Stage;
let person: Borrower;
let borrower: Page;

/** A number of nobody: the region code does not exist; the check digit is right. */
const ID_NUMBER = '999999199001011238';
const PHONE = '13900001234';

beforeAll(async () => {
  stage = await openStage();
  person = { ...(await stage.open('borrower')), id: '', phone: PHONE, t: zh };
  borrower = person.page;
});
afterAll(() => stage?.close());

const codeOnPage = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '填入验证码' }).click();
};

/** Signs in by hand, as staff do. */
const staffPage = async (email: string): Promise<Page> => {
  const { page } = await stage.open(email, { context: { viewport: desktop } });
  await page.goto(stage.product.consoleUrl);
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel('密码').fill('clearline-demo');
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '工作台' }).first().waitFor();
  return page;
};

const draw = (yuan = '600'): Promise<void> => drawByHand(stage, person, { yuan });

/** A picture and the words of the page where a part of the story stopped. */
afterEach(async (context) => {
  if (context.task.result?.state !== 'fail') return;
  await screenshot(borrower, 'story-stopped');
  process.stderr.write(`${borrower.url()}\n${await borrower.locator('body').innerText()}\n`);
});

describe('the story', () => {
  it('registers, verifies, consents one by one, applies, reads the cost sheet and has a line', async () => {
    await borrower.goto(stage.product.borrowerUrl);
    await borrower.getByLabel('手机号').fill(PHONE);
    await borrower.getByRole('button', { name: '获取验证码' }).click();
    await codeOnPage(borrower);
    await borrower.getByRole('button', { name: '登录', exact: true }).click();
    await borrower.getByLabel('姓名').fill('欧阳明月');
    await borrower.getByLabel(/身份证/).fill(ID_NUMBER);
    await borrower.locator('button[type=submit]').click();
    for (const title of ['用户服务协议', '个人信息处理规则', '征信查询授权', '设备与行为信息'])
      await borrower.getByRole('button', { name: `同意《${title}》` }).click();
    await borrower.getByText('必需授权已齐全').waitFor();
    await borrower.getByRole('button', { name: '下一步' }).click();
    await borrower.getByLabel('月收入（元）').fill('12000');
    await choose(borrower, '受雇');
    await borrower.getByLabel('工作年数').fill('4');
    await borrower.getByRole('button', { name: '提交申请' }).click();
    await borrower.getByTestId('offer-limit').waitFor();
    await screenshot(borrower, 'story-offer');
    await borrower.getByRole('button', { name: '阅读综合融资成本明示表' }).click();
    await readCostSheet(borrower, zh, false);
    await borrower.getByTestId('accepted').waitFor();
    await borrower.goto(stage.product.borrowerUrl);
    expect(await borrower.getByTestId('available').innerText()).toMatch(/^\d{1,3}(,\d{3})*\.00$/);
    await screenshot(borrower, 'story-home');
  });

  it('draws, and after a fourth draw in a day is held, told why, and until when', async () => {
    for (let n = 0; n < 4; n++) {
      // Another amount each time: the same one within seconds would be taken for a request sent twice.
      await draw(String(600 + n * 100));
      await borrower.getByTestId('payment-SUCCEEDED').waitFor();
    }
    await borrower.goto(stage.product.borrowerUrl);
    const standing = borrower.getByTestId('standing');
    await expect.poll(() => standing.innerText()).toContain('借款已暂停');
    expect(await standing.innerText()).toContain('24小时内借款4次');
    await screenshot(borrower, 'story-held');
    await standing.getByRole('link', { name: '为什么' }).click();
    const card = borrower.getByTestId('reason-D1_BURST_24H');
    await card.waitFor();
    expect(await card.innerText()).toContain('不超过3次');
    await screenshot(borrower, 'story-notice');
  });

  it('contests with a file; one person reviews, another approves, and the line is back with its reason', async () => {
    await borrower
      .getByRole('link', { name: /就“.*”申诉|我要申诉/ })
      .first()
      .click();
    await borrower.getByRole('textbox').first().fill('那几次借款是给孩子交学费，分了几笔。');
    await borrower.getByRole('button', { name: '提交申诉' }).click();
    await borrower.getByTestId('appeal-clock').waitFor();
    await borrower.getByTestId('evidence-file').setInputFiles({
      name: '学费收据.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
    });
    const send = borrower.getByRole('button', { name: /上传|提交/ }).first();
    if (await send.isVisible()) await send.click();
    await borrower.getByTestId('evidence-hash').first().waitFor();
    await screenshot(borrower, 'story-appeal');

    const reviewer = await staffPage('reviewer@demo.clearline.example');
    await reviewer.getByRole('list', { name: '待办' }).or(reviewer.locator('.work-list')).first().waitFor();
    await screenshot(reviewer, 'story-today');
    await reviewer.goto(`${stage.product.consoleUrl}appeals`);
    await reviewer.getByRole('row').nth(1).getByRole('link').first().click();
    await reviewer.getByTestId('desk').waitFor();
    await reviewer.getByRole('button', { name: '承办此案' }).click();
    await reviewer.getByText('撤销', { exact: false }).first().waitFor();
    await screenshot(reviewer, 'story-desk');
    await reviewer.getByRole('radio').first().check();
    await reviewer.getByRole('button', { name: '套用模板' }).click();
    await reviewer.getByRole('button', { name: '提交结论' }).click();
    await reviewer.getByText('已提交，等待第二人复核').first().waitFor();

    const approver = await staffPage('approver@demo.clearline.example');
    await approver.goto(reviewer.url());
    await approver.getByTestId('desk').waitFor();
    await screenshot(approver, 'story-second');
    await approver.getByRole('button', { name: /^同意|批准/ }).click();
    await expect
      .poll(async () => (await approver.locator('body').innerText()).includes('已结束'), { timeout: 30_000 })
      .toBe(true);

    await borrower.goto(stage.product.borrowerUrl);
    await expect.poll(() => borrower.getByTestId('standing').innerText()).toContain('可用额度');
    await draw();
    await borrower.getByTestId('payment-SUCCEEDED').waitFor();
  });

  it('is protected from an unusual sign-in, and restored at once by verifying', async () => {
    const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
    const { id } = (await person.api.home({})).borrower;
    await observe(stage, id, [
      { kind: 'LOGIN', occurredAt: ago(30), deviceId: 'phone-1', province: '浙江', success: true },
      { kind: 'LOGIN', occurredAt: ago(20), deviceId: 'phone-2', province: '广东', success: true },
      { kind: 'LOGIN', occurredAt: ago(10), deviceId: 'phone-2', province: '云南', success: true },
    ]);
    await borrower.goto(stage.product.borrowerUrl);
    await borrower.getByRole('link', { name: '验证本人，立即恢复' }).click();
    await borrower.getByRole('button', { name: '发送验证码' }).click();
    await codeOnPage(borrower);
    await borrower.getByRole('button', { name: '验证并恢复' }).click();
    await borrower.getByTestId('restored').waitFor();
    await screenshot(borrower, 'story-restored');
  });

  it('repays early in whole, and the limit is free again', async () => {
    await borrower.goto(`${stage.product.borrowerUrl}repay`);
    await choose(borrower, '全部结清');
    await borrower.getByTestId('repay-amount').waitFor();
    await screenshot(borrower, 'story-repay');
    await borrower.getByRole('button', { name: /^确认还款/ }).click();
    await borrower.getByTestId('payment-SUCCEEDED').waitFor();
  });

  it('gives the notice as a PDF, in both languages', async () => {
    const notices = await borrower.evaluate(
      async () => (await fetch('/v1/me/notices')).json() as Promise<{ items: { id: string; kind: string }[] }>,
    );
    const id = notices.items.find((notice) => notice.kind === 'RESTRICTION')?.id;
    for (const lang of ['zh', 'en']) {
      const head = await borrower.evaluate(
        async (url) => new TextDecoder().decode((await (await fetch(url)).arrayBuffer()).slice(0, 5)),
        `/v1/me/notices/${id}/pdf?lang=${lang}`,
      );
      expect(head).toBe('%PDF-');
    }
  });

  it('opens the day closes to an operator and the rules to an analyst', async () => {
    const operator = await staffPage('operator@demo.clearline.example');
    await operator.goto(`${stage.product.consoleUrl}day-closes`);
    await operator.getByRole('main').waitFor();
    await screenshot(operator, 'story-day-closes');
    const analyst = await staffPage('analyst@demo.clearline.example');
    await analyst.goto(`${stage.product.consoleUrl}policies`);
    await analyst
      .getByRole('link')
      .filter({ hasText: /[0-9a-f]{8}/ })
      .first()
      .click();
    await analyst.getByRole('table').first().waitFor();
    await screenshot(analyst, 'story-policy');
    await analyst.goto(`${stage.product.consoleUrl}borrowers`);
    await analyst.getByRole('table').first().waitFor();
  });

  it('replays a decision to the bit, on the page', async () => {
    const supervisor = await staffPage('supervisor@demo.clearline.example');
    await supervisor.goto(`${stage.product.consoleUrl}decisions`);
    await supervisor.getByRole('row').nth(1).getByRole('link').first().click();
    await supervisor.getByRole('button', { name: '重新运行' }).first().click();
    await supervisor.getByText('一位不差', { exact: true }).first().waitFor();
    await screenshot(supervisor, 'story-decision');
  });

  it('speaks English when asked, and raised no error anywhere', async () => {
    await borrower.goto(stage.product.borrowerUrl);
    await borrower.getByRole('button', { name: 'EN' }).click();
    await expect.poll(() => borrower.locator('main').innerText()).not.toMatch(/[\u4e00-\u9fff]/);
    await screenshot(borrower, 'story-home-en');
    expect(stage.faults).toEqual([]);
  });
});
