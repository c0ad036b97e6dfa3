import type { Token } from './tokens.ts';

/** Thrown inside the parser only, so that the grammar functions stay plain; never leaves the parser. */
export class SyntaxFault extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const NAME_SYMBOLS: ReadonlySet<string> = new Set(['.', '/', '-', "'", '+', '*']);
/** A `[` before one of these closes a range (`]1..10[`), since no filter can start so. */
const AFTER_RANGE: ReadonlySet<string> = new Set([
  ')',
  ',',
  ']',
  '}',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '.',
  'and',
  'or',
  'then',
  'else',
  'return',
  'satisfies',
  'instance',
]);

/** A place in a list of tokens, and what can be asked about the tokens ahead. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
    if (!token) throw new Error('a token list always holds its end');
    return token;
  }
  protected next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at++;
    return token;
  }
  protected is(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.kind === 'symbol' || token.kind === 'word');
  }
  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }
  protected acceptWord(text: string): boolean {
    return this.accept(text);
  }
  protected expect(text: string): void {
    if (!this.accept(text))
      this.fail(`expected “${text}”, found ${this.peek().kind === 'end' ? 'the end' : `“${this.peek().text}”`}`);
  }
  protected fail(message: string, at: number = this.peek().at): never {
    throw new SyntaxFault(at, message);
  }

  /** True when the parenthesis ahead is a range `(a..b)`: a `..` directly inside it. */
  protected isRangeInParentheses(): boolean {
    let round = 0;
    let square = 0;
    for (let at = this.at; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(' || token.text === '{') round++;
      else if (token.text === '[') square++;
      else if (token.text === ']') square--;
      else if (token.text === '..' && round === 1 && square === 0) return true;
      else if ((token.text === ')' || token.text === '}') && --round === 0) return false;
    }
    return false;
  }

  protected endsRange(): boolean {
    const after = this.peek(1);
    return after.kind === 'end' || AFTER_RANGE.has(after.text);
  }

  /** Where the “:” after a name stands, when a name and a “:” come next; else null. */
  protected namedArgument(): number | null {
    if (this.peek().kind !== 'word') return null;
    for (let at = this.at; ; at++) {
      const token = this.tokens[at];
      if (token?.text === ':' && token.kind === 'symbol') return at;
      if (
        !token ||
        !(token.kind === 'word' || token.kind === 'number' || (token.kind === 'symbol' && NAME_SYMBOLS.has(token.text)))
      )
        return null;
    }
  }
}
