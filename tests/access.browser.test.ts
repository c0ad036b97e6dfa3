import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { mayDo, pages } from '../apps/console/src/session/pages.ts';
import { openStage, type StaffName, type Stage, withLine } from './browser/stage.ts';

/** Each role finds its own pages in the navigation, and by address is refused every other, with the roles that may. */
let stage: Stage;
let someone: string;
beforeAll(async () => {
  stage = await openStage();
  someone = (await withLine(stage)).id;
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`access-${task.id}`);
});

const roleOf: readonly (readonly [
  StaffName,
  'reviewer' | 'second_approver' | 'analyst' | 'operator' | 'supervisor',
])[] = [
  ['reviewer', 'reviewer'],
  ['approver', 'second_approver'],
  ['analyst', 'analyst'],
  ['operator', 'operator'],
  ['supervisor', 'supervisor'],
];

describe.each(roleOf)('%s', (name, role) => {
  it('sees what is theirs and is refused the rest', async () => {
    const { page } = await stage.staff(name);
    await page.goto(stage.product.consoleUrl);
    const navigation = page.getByRole('navigation', { name: c.nav.menu });
    await navigation.waitFor();
    const offered = await navigation.getByRole('link').allInnerTexts();
    const mine = pages.filter(({ roles }) => roles.includes(role)).map((entry) => c.nav[entry.name]);
    expect(offered.map((text) => text.trim()).sort()).toEqual([...mine].sort());
    for (const entry of pages.filter(({ roles }) => !roles.includes(role))) {
      await page.goto(`${stage.product.consoleUrl}${entry.path.slice(1)}`);
      await page.getByText(c.errors.refusedTitle).waitFor();
      expect(await page.locator('main').innerText()).toContain(c.words.role[entry.roles[0] ?? role]);
    }
    for (const entry of pages.filter(({ roles }) => roles.includes(role))) {
      await navigation.getByRole('link', { name: c.nav[entry.name], exact: true }).click();
      await page.waitForURL(`${stage.product.consoleUrl}${entry.path.slice(1)}`);
      await page.locator('main h1').first().waitFor();
      expect([entry.path, await page.getByText(c.errors.refusedTitle).count()]).toEqual([entry.path, 0]);
    }
    await page.context().close();
  });

  it('opens a borrower’s file only when the role works with borrowers', async () => {
    const { page } = await stage.staff(name);
    const answer = page.waitForResponse((response) => response.url().endsWith(`/v1/staff/borrowers/${someone}`));
    await page.goto(`${stage.product.consoleUrl}borrowers/${someone}`);
    const may = mayDo([role], 'borrowerFile');
    if (may) {
      expect((await answer).status()).toBe(200);
      await page.getByRole('tablist').first().waitFor();
    } else {
      answer.catch(() => undefined);
      await page.getByText(c.errors.refusedTitle).waitFor();
      expect(await page.getByRole('tablist').count()).toBe(0);
    }
    await page.context().close();
  });
});

it('sends strangers to the sign-in of either app, and a borrower’s session opens nothing of the console', async () => {
  const { page } = await withLine(stage);
  await page.goto(`${stage.product.consoleUrl}borrowers`);
  await page.getByRole('heading', { name: c.signIn.title }).waitFor();
  const stranger = await stage.open('stranger');
  await stranger.page.goto(`${stage.product.borrowerUrl}limit`);
  await stranger.page.waitForURL(/sign-in/);
  expect(stage.faults).toEqual([]);
});
