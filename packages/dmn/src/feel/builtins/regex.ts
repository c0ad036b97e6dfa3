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
  const classStarts: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    const inClass = classStarts.length > 0;
    if (character === '\\') {
      const escape = escapeAt(pattern, at, inClass);
      if (escape === null) return null;
      result += escape.text;
      at = escape.end - 1;
    } else if (character === '[') {
      const outer = classStarts.at(-1);
      if (outer !== undefined) {
        // Only as a subtraction `[a-z-[aeiou]]` may a class stand in a class; JavaScript writes `[[a-z]--[aeiou]]`.
        if (pattern[at - 1] !== '-') return null;
        result = `${result.slice(0, outer)}[${result.slice(outer, -1)}]--`;
      }
      classStarts.push(result.length);
      result += character;
    } else if (character === ']' && inClass) {
      classStarts.pop();
      result += character;
    } else if (inClass) result += '(){}/|'.includes(character) ? `\\${character}` : character;
    else {
      // A look-around or a named group is JavaScript only.
      if (character === '(' && pattern[at + 1] === '?' && pattern[at + 2] !== ':') return null;
      result += character;
    }
  }
  return result;
};

const CATEGORIES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '\\p{L}\\p{M}\\p{N}\\p{S}',
  W: '\\p{P}\\p{Z}\\p{C}',
  s: ' \\t\\n\\r',
  i: NAME_START,
  c: NAME_PART,
};
const NEGATED: Readonly<Record<string, string>> = { S: 's', I: 'i', C: 'c' };
const ESCAPABLE = 'nrt\\|.?*+(){}-[]^$pP';

const escapeAt = (pattern: string, at: number, inClass: boolean): { text: string; end: number } | null => {
  const next = pattern[at + 1] ?? '';
  const end = at + 2;
  const wrap = (body: string): string => (inClass ? body : `[${body}]`);
  const category = CATEGORIES[next];
  if (category !== undefined) return { text: wrap(category), end };
  const negated = NEGATED[next];
  if (negated !== undefined) return { text: inClass ? `\\${next}` : `[^${CATEGORIES[negated]}]`, end };
  // A reference to a group, never inside a class, never to group 0.
  if (/[1-9]/.test(next) && !inClass) return { text: `\\${next}`, end };
  const property = /^\\[pP]\{(Is[^}]+)\}/.exec(pattern.slice(at));
  if (property) {
    const block = BLOCKS[property[1] ?? ''];
    if (block === undefined || (inClass && next === 'P')) return null;
    return { text: next === 'P' ? `[^${block}]` : wrap(block), end: at + property[0].length };
  }
  if (next === '' || !ESCAPABLE.includes(next)) return null;
  // `\-` outside a class is an error under the unicode flag.
  return { text: next === '-' && !inClass ? '-' : `\\${next}`, end };
};

/** Blanks go everywhere but inside a class, after a backslash too. */
const withoutBlanks = (pattern: string): string => {
  let depth = 0;
  let result = '';
  let escaped = false;
  for (const character of pattern) {
    if (depth === 0 && /[ \t\r\n]/.test(character)) continue;
    if (!escaped && character === '[') depth++;
    else if (!escaped && character === ']') depth--;
    escaped = !escaped && character === '\\';
    result += character;
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
