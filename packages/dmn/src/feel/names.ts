import { type Token, tokenise } from './tokens.ts';

/**
 * Names known at a place in an expression. FEEL names may hold blanks and operators (`Loan Product`, `Pre-Bureau`), so
 * only the scope tells where one ends: the longest known name wins.
 */
export class NameScope {
  readonly #byFirst = new Map<string, string[][]>();
  readonly #canonical = new Map<string, string>();
  readonly #outer: NameScope | null;

  constructor(names: Iterable<string>, outer: NameScope | null = null) {
    this.#outer = outer;
    for (const name of names) this.add(name);
  }

  add(name: string): void {
    const parts = partsOf(name);
    const first = parts[0];
    if (first === undefined || this.#canonical.has(parts.join('\0'))) return;
    this.#canonical.set(parts.join('\0'), name);
    const known = this.#byFirst.get(first);
    if (known) {
      known.push(parts);
      known.sort((a, b) => b.length - a.length);
    } else this.#byFirst.set(first, [parts]);
  }

  /** This scope and another looked at together: the longer match wins, this one at a tie. */
  joined(other: NameScope): NameScope {
    return new JoinedScope(this, other);
  }

  /** The longest known name that starts at a token, and how many tokens it takes. */
  longest(tokens: readonly Token[], from: number): { readonly name: string; readonly length: number } | null {
    const first = tokens[from]?.text ?? '';
    const outer = this.#outer?.longest(tokens, from) ?? null;
    for (const parts of this.#byFirst.get(first) ?? []) {
      if (outer && outer.length > parts.length) return outer;
      if (parts.every((part, offset) => matches(tokens[from + offset], part)))
        return { name: this.#canonical.get(parts.join('\0')) ?? parts.join(' '), length: parts.length };
    }
    return outer;
  }
}

class JoinedScope extends NameScope {
  readonly #first: NameScope;
  readonly #second: NameScope;
  constructor(first: NameScope, second: NameScope) {
    super([]);
    this.#first = first;
    this.#second = second;
  }
  override longest(tokens: readonly Token[], from: number): { readonly name: string; readonly length: number } | null {
    const first = this.#first.longest(tokens, from);
    const second = this.#second.longest(tokens, from);
    return first && (!second || first.length >= second.length) ? first : second;
  }
}

const matches = (token: Token | undefined, part: string): boolean =>
  token !== undefined && token.kind !== 'string' && token.kind !== 'end' && token.text === part;

const partsOf = (name: string): string[] =>
  tokenise(name).tokens.flatMap((token) => (token.kind === 'end' ? [] : [token.text]));

/** Puts name tokens together the way a name is written in a model: words apart by one blank, symbols as in the source. */
export const joinName = (source: string, tokens: readonly Token[]): string => {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first && last ? source.slice(first.at, last.end).replace(/\s+/gu, ' ') : '';
};
