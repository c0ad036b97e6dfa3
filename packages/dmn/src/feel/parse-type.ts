import type { Parameter, TypeExpression } from './ast.ts';
import { joinName, type NameScope } from './names.ts';
import type { Token } from './tokens.ts';

/** Reads types as written after `instance of` and in the parameters of a function. */
export class TypeReader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #types: NameScope;
  readonly #fail: (at: number, message: string) => never;

  constructor(
    source: string,
    tokens: readonly Token[],
    types: NameScope,
    fail: (at: number, message: string) => never,
  ) {
    this.#source = source;
    this.#tokens = tokens;
    this.#types = types;
    this.#fail = fail;
  }

  /** The type that starts at a token, and the token after it. */
  read(from: number): { readonly type: TypeExpression; readonly next: number } {
    const word = this.#text(from);
    const generic = this.#text(from + 1) === '<';
    if (generic && (word === 'list' || word === 'range')) {
      const inner = this.read(from + 2);
      return { type: { kind: word, of: inner.type }, next: this.#expect(inner.next, '>') };
    }
    if (generic && word === 'context') return this.#contextType(from + 2);
    if (generic && word === 'function') return this.#functionType(from + 2);
    return this.#named(from);
  }

  /** Formal parameters, the parser standing after `(`; stops on `)`. */
  parameters(from: number): { readonly parameters: Parameter[]; readonly next: number } {
    const parameters: Parameter[] = [];
    let at = from;
    while (this.#text(at) !== ')') {
      const start = at;
      while (![':', ',', ')', ''].includes(this.#text(at))) at++;
      if (at === start) this.#fail(this.#at(at), 'expected the name of a parameter');
      const name = joinName(this.#source, this.#tokens.slice(start, at));
      const typed = this.#text(at) === ':' ? this.read(at + 1) : null;
      parameters.push({ name, type: typed?.type ?? null });
      at = typed?.next ?? at;
      if (this.#text(at) !== ',') break;
      at++;
    }
    return { parameters, next: at };
  }

  #contextType(from: number): { readonly type: TypeExpression; readonly next: number } {
    const fields: { name: string; type: TypeExpression }[] = [];
    let at = from;
    while (this.#text(at) !== '>') {
      const start = at;
      while (![':', '>', ''].includes(this.#text(at))) at++;
      const name = joinName(this.#source, this.#tokens.slice(start, at));
      const field = this.read(this.#expect(at, ':'));
      fields.push({ name, type: field.type });
      at = field.next;
      if (this.#text(at) !== ',') break;
      at++;
    }
    return { type: { kind: 'context', fields }, next: this.#expect(at, '>') };
  }

  #functionType(from: number): { readonly type: TypeExpression; readonly next: number } {
    const parameters: TypeExpression[] = [];
    let at = from;
    while (this.#text(at) !== '>') {
      const parameter = this.read(at);
      parameters.push(parameter.type);
      at = parameter.next;
      if (this.#text(at) !== ',') break;
      at++;
    }
    const result = this.read(this.#expect(this.#expect(at, '>'), '->'));
    return { type: { kind: 'function', parameters, result: result.type }, next: result.next };
  }

  #named(from: number): { readonly type: TypeExpression; readonly next: number } {
    const known = this.#types.longest(this.#tokens, from);
    if (known) return { type: { kind: 'named', name: known.name }, next: from + known.length };
    if (this.#tokens[from]?.kind !== 'word') this.#fail(this.#at(from), 'expected the name of a type');
    let next = from + 1;
    while (this.#text(next) === '.' && this.#tokens[next + 1]?.kind === 'word') next += 2;
    return { type: { kind: 'named', name: joinName(this.#source, this.#tokens.slice(from, next)) }, next };
  }

  #expect(at: number, text: string): number {
    if (this.#text(at) !== text) this.#fail(this.#at(at), `expected “${text}” in a type`);
    return at + 1;
  }
  #text(at: number): string {
    return this.#tokens[at]?.text ?? '';
  }
  #at(at: number): number {
    return this.#tokens[Math.min(at, this.#tokens.length - 1)]?.at ?? 0;
  }
}
