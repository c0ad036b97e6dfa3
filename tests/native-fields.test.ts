import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** The browser draws these in its own language, whatever the page speaks: use `DayInput`, or a field that we word. */
const native = /type="(?:date|month|week|time|datetime-local)"/;

it.each(['borrower', 'console'])('no page of the %s app has a field that speaks the language of the browser', (app) => {
  const folder = fileURLToPath(new URL(`../apps/${app}/src/`, import.meta.url));
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((name) => native.test(readFileSync(folder + name, 'utf8')))).toEqual([]);
});
