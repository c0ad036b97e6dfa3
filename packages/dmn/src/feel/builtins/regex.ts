import type { Value } from '../values.ts';

/**
 * Regular expressions of XPath, which FEEL uses, turned into those of JavaScript. Differences covered: the flag `x` (blanks
 * ignored), `q` (no pattern), `\i` and `\c`, `\p{IsBlock}` for the common blocks, and class subtraction `[a-z-[aeiou]]`.
 * Returns null when pattern or flags are not valid.
 */
export const compileRegex = (pattern: string, flags: Value): RegExp | null => {
  const wanted = flags ?? '';
  if (typeof wanted !== 'string' || /[^smixq]/.test(wanted)) return null;
  const source = wanted.includes('q')
    ? pattern.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&')
    : translate(wanted.includes('x') ? withoutBlanks(pattern) : pattern);
  const kept = [...new Set(wanted)].filter((flag) => 'smi'.includes(flag)).join('');
  if (source === null) return null;
  try {
    return new RegExp(source, `${kept}${SUBTRACTION.test(source) ? 'v' : 'u'}`);
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
};

const SUBTRACTION = /--\[/;

const BLOCKS: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\u0000-\\u007F',
  'IsLatin-1Supplement': '\\u0080-\\u00FF',
  'IsLatinExtended-A': '\\u0100-\\u017F',
  IsGreek: '\\u0370-\\u03FF',
  IsGreekandCoptic: '\\u0370-\\u03FF',
  IsCyrillic: '\\u0400-\\u04FF',
  IsHebrew: '\\u0590-\\u05FF',
  IsArabic: '\\u0600-\\u06FF',
  IsHiragana: '\\u3040-\\u309F',
  IsKatakana: '\\u30A0-\\u30FF',
  IsCJKUnifiedIdeographs: '\\u4E00-\\u9FFF',
};
const NAME_START = '_:A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF';
const NAME_PART = `${NAME_START}\\-.0-9\\u00B7`;

/** Rewrites what the two dialects write differently; null for a construct that XPath does not have. */
const translate = (pattern: string): string | null => {
  let result = '';
  let classDepth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '\\') {
      const escape = escapeAt(pattern, at, classDepth > 0);
      if (escape === null) return null;
      result += escape.text;
      at = escape.end - 1;
    } else if (character === '[') {
      if (classDepth > 0 && pattern[at - 1] === '-') result += '-';
      classDepth++;
      result += character;
    } else {
      if (character === ']') classDepth--;
      // A look-around or a named group is JavaScript only.
      if (character === '(' && classDepth === 0 && pattern[at + 1] === '?' && pattern[at + 2] !== ':') return null;
      result += character;
    }
  }
  return result;
};

const escapeAt = (pattern: string, at: number, inClass: boolean): { text: string; end: number } | null => {
  const next = pattern[at + 1] ?? '';
  const wrap = (body: string, negated: boolean): string =>
    inClass && !negated ? body : `[${negated ? '^' : ''}${body}]`;
  if (next === 'i' || next === 'I') return { text: wrap(NAME_START, next === 'I'), end: at + 2 };
  if (next === 'c' || next === 'C') return { text: wrap(NAME_PART, next === 'C'), end: at + 2 };
  const property = /^\\[pP]\{(Is[^}]+)\}/.exec(pattern.slice(at));
  if (property) {
    const block = BLOCKS[property[1] ?? ''];
    return block === undefined ? null : { text: wrap(block, next === 'P'), end: at + property[0].length };
  }
  // `\-` outside a class and escapes of harmless characters are errors under the unicode flag.
  if (next === '-' && !inClass) return { text: '-', end: at + 2 };
  return { text: `\\${next}`, end: at + 2 };
};

const withoutBlanks = (pattern: string): string => {
  let depth = 0;
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '\\') {
      result += character + (pattern[++at] ?? '');
      continue;
    }
    if (character === '[') depth++;
    else if (character === ']') depth--;
    if (depth > 0 || !/[ \t\r\n]/.test(character)) result += character;
  }
  return result;
};

/** A replacement text: `$1` is a group, `\$` and `\\` are themselves. Null when it is not valid. */
export const expandReplacement = (template: string, flags: Value): ((groups: readonly unknown[]) => string) | null => {
  if (typeof flags === 'string' && flags.includes('q')) return () => template;
  if (/\\(?![\\$])|\$(?!\d)/.test(template.replace(/\\[\\$]/g, ''))) return null;
  return (groups) =>
    template.replace(/\\([\\$])|\$(\d+)/g, (_whole, escaped: string | undefined, digits: string | undefined) => {
      if (escaped !== undefined) return escaped;
      // `$12` is group 12 if there is one, else group 1 followed by “2”.
      let wanted = digits ?? '';
      const count = groups.filter((group) => typeof group === 'string' || group === undefined).length - 2;
      while (wanted.length > 1 && Number(wanted) > count) wanted = wanted.slice(0, -1);
      const group = groups[Number(wanted)];
      return (typeof group === 'string' && Number(wanted) <= count ? group : '') + (digits ?? '').slice(wanted.length);
    });
};
