import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { borrowerViews, consoleViews, show, type View } from './browser/cast.ts';
import { desktop, phone } from './browser/harness.ts';
import { flawsOf } from './browser/soundness.ts';
import { openStage, type Stage } from './browser/stage.ts';

/**
 * Every page of both apps holds up: 375 and 1440 px wide, in both languages, light and dark. Nothing overflows or is cut,
 * text stands out from its ground, focus can be seen, fingers find their targets, every control has a name and a place in
 * the order of Tab, and no word is of the other language.
 */
let stage: Stage;
let views: readonly View[];
beforeAll(async () => {
  stage = await openStage();
  views = [...(await borrowerViews(stage)), ...(await consoleViews(stage))];
});
afterAll(() => stage?.close());

/** The page as it stands speaks the other language, as for someone who presses the switch. */
async function switchToEnglish(page: Page): Promise<void> {
  await page.locator('button[lang="en"]').first().click();
  await page.locator('html[lang="en"]').waitFor();
}

async function flawsIn(view: View, language: 'zh' | 'en'): Promise<string[]> {
  const { page } = view;
  const found: string[] = [];
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size);
    // Colours are the same in both languages.
    for (const colorScheme of language === 'zh' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const { rule, where, value } of await flawsOf(page, { touch: view.app === 'borrower', language })) {
        found.push(`${view.name} ${language} ${size.width} ${colorScheme}: ${rule}, ${where}, ${value}`);
      }
    }
  }
  return found;
}

// The two apps side by side: their pages are pages of different people.
it.concurrent.each(['borrower', 'console'] as const)(
  'the pages of the %s app are sound in both languages',
  async (app) => {
    const mine = views.filter((view) => view.app === app);
    expect(mine.length).toBeGreaterThan(20);
    const flaws: string[] = [];
    for (const view of mine) {
      await view.page.setViewportSize(phone);
      await show(stage, view, 'zh');
      flaws.push(...(await flawsIn(view, 'zh')));
      // A dialog lies over the switch.
      if (view.act === undefined) await switchToEnglish(view.page);
      else await show(stage, view, 'en');
      flaws.push(...(await flawsIn(view, 'en')));
    }
    expect(flaws).toEqual([]);
  },
);

it.each([
  ['borrower', 'apps/borrower/src/routes.tsx'],
  ['console', 'apps/console/src/app/router.tsx'],
])('every route of the %s app is among them', async (app, file) => {
  const source = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
  const routes = [...source.matchAll(/\bpath: '([^']+)'/g)].map((match) => match[1] ?? '');
  expect(routes.length).toBeGreaterThan(10);
  const shown = views.filter((view) => view.app === app).map(({ path }) => `/${path.split('?')[0] ?? ''}`);
  const missing = routes.filter((route) => {
    const pattern = new RegExp(`^${route.replaceAll(/\$\w+/g, '(?!new$)[^/]+')}$`);
    return !shown.some((path) => pattern.test(path));
  });
  expect(missing).toEqual([]);
});

it('raised no error on any page', () => {
  expect(stage.faults).toEqual([]);
});
