/**
 * node scripts/run-ts.mjs tests/browser/photograph.ts [pattern of names]: pictures of every page of both apps, in both
 * languages and both sizes, as `.clearline/screens/pages/NAME-LANGUAGE-WIDTH.png`.
 */
import { borrowerViews, consoleViews, show } from './cast.ts';
import { desktop, phone, screenshot } from './harness.ts';
import { openStage } from './stage.ts';
import { flawsOf } from './soundness.ts';

const wanted = new RegExp(process.argv[2] ?? '');
const stage = await openStage({ demo: 'small' });
try {
  const views = [...(await borrowerViews(stage)), ...(await consoleViews(stage))];
  for (const view of views.filter(({ name }) => wanted.test(name))) {
    for (const language of ['zh', 'en'] as const) {
      for (const size of [phone, desktop]) {
        await view.page.setViewportSize(size);
        await show(stage, view, language);
        await screenshot(view.page, `pages/${view.name}-${language}-${size.width}`);
        for (const colorScheme of ['light', 'dark'] as const) {
          await view.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          for (const flaw of await flawsOf(view.page, { touch: view.app === 'borrower', language })) {
            console.log(
              `${view.name} ${language} ${size.width} ${colorScheme}: ${flaw.rule} ${flaw.where} ${flaw.value}`,
            );
          }
        }
        await view.page.emulateMedia({ colorScheme: 'light' });
      }
    }
  }
} finally {
  await stage.close();
}
