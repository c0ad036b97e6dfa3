/** A JSON text as a value, or why it does not say one thing only. */
export type StrictJson = { readonly value: unknown } | { readonly problem: string };

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]|-?\d[^\s,\]}]*/g;

/**
 * Reads a JSON text of which any two readers get the same. `JSON.parse` alone keeps the last of two fields of one name and
 * rounds a number that a double cannot hold, so that a text could be added to or altered with the value staying what it was.
 */
export const readStrictJson = (text: string): StrictJson => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not JSON; give the file as downloaded' };
  }
  const problem = ambiguityIn(text);
  return problem === null ? { value } : { problem };
};

/** No notice and no proof is nested so deeply; what reads it afterwards does so by calling itself. */
const DEPTH_MAX = 64;

/** Half of a surrogate pair, which has no UTF-8 form: readers replace it, each by what it likes. */
const hasHalfPair = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** The text is known to be JSON, so tokens alone tell where a name of an object stands. */
const ambiguityIn = (text: string): string | null => {
  /** Names seen so far of each object that is open; null for an array. */
  const open: (Set<string> | null)[] = [];
  let atName = false;
  if (hasHalfPair(text)) return 'holds half of a surrogate pair';
  for (const [token] of text.matchAll(TOKEN)) {
    const names = open.at(-1) ?? null;
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > DEPTH_MAX) return `is nested more than ${DEPTH_MAX} deep`;
    } else if (token === '}' || token === ']') open.pop();
    else if (token.startsWith('"')) {
      if (/\\ud/i.test(token) && hasHalfPair(JSON.parse(token) as string))
        return `holds half of a surrogate pair in ${token}`;
      if (atName && names !== null) {
        const name = JSON.parse(token) as string;
        if (names.has(name)) return `has two fields named ${token}`;
        names.add(name);
      }
    } else if (token !== ',' && String(Number(token)) !== token)
      return `holds the number ${token}, which is not written as it would be read`;
    atName = token === '{' || (token === ',' && names !== null);
  }
  return null;
};
