import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const state = join(root, '.clearline');

/** The screen sizes that every page must hold up at. */
export const phone = { width: 375, height: 812 };
export const desktop = { width: 1440, height: 900 };

const args = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** Unpacks the browser once per user: another user may neither write nor, under some umasks, read our copy. */
async function browserDir(): Promise<string> {
  const dir = join(state, `browser-147-${process.getuid?.() ?? 0}`);
  if (!existsSync(dir)) {
    await promisify(execFile)(process.execPath, [join(root, 'scripts/unpack-browser.mjs'), dir]);
  }
  return dir;
}

/** A browser that needs nothing from the system. Close it when done. */
export async function openBrowser(): Promise<Browser> {
  const dir = await browserDir();
  return chromium.launch({
    executablePath: join(dir, 'chromium'),
    headless: true,
    // A sandbox needs privileges that root in a container lacks, and a normal user there as well.
    chromiumSandbox: false,
    args,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [dir, join(dir, 'al2023', 'lib')].join(':'),
      FONTCONFIG_FILE: join(dir, 'fonts.conf'),
      FONTCONFIG_PATH: dir,
      LANG: 'C.UTF-8',
    },
  });
}

/** Keeps what a page looks like as `.clearline/screens/NAME.png`, whole length, and gives the path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const path = join(state, 'screens', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  return path;
}
