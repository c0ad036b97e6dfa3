import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A text that a borrower may read, with where it stands. */
export interface Read {
  readonly language: 'zh' | 'en';
  readonly text: string;
  readonly where: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is filled in stands as a short number: it is the borrower’s own and has no level. */
const FILLED = '3';
const asRead = (text: string): string =>
  text
    // A count is followed by the word for one or for more of it.
    .replaceAll(/\{\w+\|[^|{}]+\|([^|{}]+)\}/g, `${FILLED} $1`)
    .replaceAll(/\$?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, FILLED);

/** Every `zh:` and `en:` of a JSON file, at any depth. */
const ofJson = (file: string): Read[] => {
  const found: Read[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const code =
      'code' in value ? String(value.code) : 'name' in value && typeof value.name === 'string' ? value.name : '';
    for (const [key, inner] of Object.entries(value)) {
      if ((key === 'zh' || key === 'en') && typeof inner === 'string')
        found.push({ language: key, text: asRead(inner), where: `${file} ${path}` });
      else visit(inner, `${path}${code === '' || path.endsWith(`${code}.`) ? '' : `${code}.`}${key}.`);
    }
  };
  visit(JSON.parse(readFileSync(join(root, file), 'utf8')), '');
  return found;
};

const filesUnder = (folder: string, ends: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ends) && !/\.test\.ts$|(^|\/)testing\//.test(name))
    .map((name) => join(folder, name))
    .sort();

const LITERAL = /\b(zh|en): (?:'((?:\\.|[^'\\])*)'|`((?:\\.|[^`\\])*)`|"((?:\\.|[^"\\])*)")/g;

/** Every bilingual literal of a source file: notices, refusals, timelines, messages, documents. */
const ofSource = (file: string): Read[] => {
  const source = readFileSync(join(root, file), 'utf8');
  return (
    [...source.matchAll(LITERAL)]
      .map((match) => ({
        language: match[1] as 'zh' | 'en',
        text: asRead(match[2] ?? match[3] ?? match[4] ?? ''),
        where: `${file}:${source.slice(0, match.index).split('\n').length}`,
      }))
      // A text made of parts is read where its parts stand.
      .filter(({ text }) => !text.includes('${'))
  );
};

const STRING = /'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`/g;

/** A word file of a page holds one language; its literals are its texts. */
const ofPageWords = (file: string): Read[] => {
  const language = /(^|\/)(zh)\b|(^|\/)zh-/.test(file) ? 'zh' : 'en';
  const source = readFileSync(join(root, file), 'utf8').replaceAll(/^import .*$|^\s*\/?\*.*$/gm, '');
  return [...source.matchAll(STRING)]
    .map((match) => ({ language: language as 'zh' | 'en', text: asRead(match[1] ?? match[2] ?? ''), where: file }))
    .filter(({ text }) => /\p{Script=Han}/u.test(text) || /[a-z]{2,} [a-z]/.test(text));
};

/** All that anybody reads: beside what borrowers read, the console, and what the store, the lab, the CLI and the policy say. */
export const allTexts = (): Read[] => [
  ...borrowerTexts(),
  ...[
    'parameters',
    'features',
    'scenarios/rules',
    'scenarios/lines-and-moves',
    'scenarios/monitoring',
    'scenarios/strategy',
  ]
    .map((name) => `policies/${name}.json`)
    .flatMap(ofJson),
  ...['lending', 'statements', 'store', 'lab', 'cli', 'scorecard', 'dmn'].flatMap((name) =>
    filesUnder(`packages/${name}/src`, '.ts').flatMap(ofSource),
  ),
  ...['contract', 'events', 'http', 'rail', 'witness', 'bureau'].flatMap((folder) =>
    filesUnder(`packages/server/src/${folder}`, '.ts').flatMap(ofSource),
  ),
  ...filesUnder('apps/console/src/i18n', '.ts').flatMap(ofPageWords),
];

/** All that borrowers read: reasons and labels of the policy, words of the core and the server, pages. */
export const borrowerTexts = (): Read[] => [
  ...['policies/reasons.json', 'policies/inputs.json', 'policies/sources.json'].flatMap(ofJson),
  ...filesUnder('packages/line/src', '.ts').flatMap(ofSource),
  ...['views', 'handlers', 'documents', 'notice-pdf', 'sign-in', 'workers'].flatMap((folder) =>
    filesUnder(`packages/server/src/${folder}`, '.ts').flatMap(ofSource),
  ),
  ...filesUnder('apps/borrower/src/i18n', '.ts').flatMap(ofPageWords),
];
