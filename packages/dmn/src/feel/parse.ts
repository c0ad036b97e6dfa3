import type { ArithmeticOp, CompareOp, Feel, Iterator } from './ast.ts';
import { joinName, NameScope } from './names.ts';
import { failed, ok, type Result } from '../result.ts';
import { type FeelError, type Token, tokenise } from './tokens.ts';
import { TypeReader } from './parse-type.ts';

/** What a parse may know: names in scope, names of members (fields), names of types. Each may hold blanks and operators. */
export interface ParseScope {
  readonly names: NameScope;
  readonly members: NameScope;
  readonly types: NameScope;
}

export const noNames = (): ParseScope => ({
  names: new NameScope([]),
  members: new NameScope([]),
  types: new NameScope([]),
});

/** Nesting and chain lengths past which text is refused, so that walking the tree can never exhaust the stack. */
const DEPTH_MAX = 200;
const CHAIN_MAX = 1_000;

/** Parses a FEEL expression. */
export const parseExpression = (source: string, scope: ParseScope = noNames()): Result<Feel, FeelError> =>
  parseWith(source, scope, (parser) => parser.expression());

/** Parses a cell: `-`, `not(…)`, or a list of tests of the implied input `?`. */
export const parseUnaryTests = (source: string, scope: ParseScope = noNames()): Result<Feel[], FeelError> =>
  parseWith(source, scope, (parser) => parser.unaryTests());

const parseWith = <T>(source: string, scope: ParseScope, read: (parser: Parser) => T): Result<T, FeelError> => {
  const { tokens, error } = tokenise(source);
  if (error) return failed(error);
  try {
    const parser = new Parser(source, tokens, scope);
    const value = read(parser);
    parser.expectEnd();
    return ok(value);
  } catch (problem) {
    if (problem instanceof SyntaxFault) return failed({ at: problem.at, message: problem.message });
    throw problem;
  }
};

/** Thrown inside the parser only, so that the grammar functions stay plain; never leaves this file. */
class SyntaxFault extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const COMPARE: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const NAME_SYMBOLS: ReadonlySet<string> = new Set(['.', '/', '-', "'", '+', '*']);
/** Words that start no name of a variable. */
const RESERVED: ReadonlySet<string> = new Set([
  'then',
  'else',
  'in',
  'return',
  'satisfies',
  'and',
  'or',
  'between',
  'instance',
  'external',
]);
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

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #members: NameScope;
  readonly #types: TypeReader;
  #names: NameScope;
  #at = 0;
  #depth = 0;
  #rangeEnd = false;

  constructor(source: string, tokens: readonly Token[], scope: ParseScope) {
    this.#source = source;
    this.#tokens = tokens;
    this.#names = scope.names;
    this.#members = new NameScope(['time offset', 'start included', 'end included'], scope.members);
    this.#types = new TypeReader(source, tokens, scope.types, (at, message) => this.#fail(message, at));
  }

  expectEnd(): void {
    if (this.#peek().kind !== 'end') this.#fail(`unexpected “${this.#peek().text}”`);
  }

  unaryTests(): Feel[] {
    const at = this.#peek().at;
    if (this.#is('-') && this.#peek(1).kind === 'end') {
      this.#at++;
      return [{ kind: 'any', at }];
    }
    if (this.#is('not') && this.#peek(1).text === '(') {
      const tests = this.#negatedTests();
      if (tests) return [{ kind: 'not tests', tests, at }];
    }
    return this.#testList();
  }

  /** `not(…)` if it makes up the whole cell; null, and nothing read, when it is only a part (`not(a) and b`). */
  #negatedTests(): Feel[] | null {
    const start = this.#at;
    const names = this.#names;
    this.#at += 2;
    try {
      const tests = this.#testList();
      this.#expect(')');
      if (this.#peek().kind === 'end') return tests;
    } catch (problem) {
      if (!(problem instanceof SyntaxFault)) throw problem;
      this.#depth = 0;
      this.#names = names;
    }
    this.#at = start;
    return null;
  }

  #testList(): Feel[] {
    const tests = [this.#positiveTest()];
    while (this.#accept(',')) tests.push(this.#positiveTest());
    return tests;
  }

  #positiveTest(): Feel {
    const token = this.#peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) {
      this.#at++;
      return { kind: 'test', op: token.text as CompareOp, value: this.#additive(), at: token.at };
    }
    return this.expression();
  }

  expression(): Feel {
    if (++this.#depth > DEPTH_MAX) this.#fail(`the expression nests deeper than ${DEPTH_MAX}; split it`);
    const rangeEnd = this.#rangeEnd;
    this.#rangeEnd = false;
    const result = this.#disjunction();
    this.#rangeEnd = rangeEnd;
    this.#depth--;
    return result;
  }

  #disjunction(): Feel {
    return this.#chain(
      ['or'],
      () => this.#conjunction(),
      (left, _op, right, at) => ({ kind: 'or', left, right, at }),
    );
  }

  #conjunction(): Feel {
    return this.#chain(
      ['and'],
      () => this.#comparison(),
      (left, _op, right, at) => ({ kind: 'and', left, right, at }),
    );
  }

  #comparison(): Feel {
    let left = this.#additive();
    for (let length = 0; ; length++) {
      if (length > CHAIN_MAX) this.#fail(`more than ${CHAIN_MAX} comparisons in a row`);
      const token = this.#peek();
      if (token.kind === 'symbol' && COMPARE.has(token.text)) {
        this.#at++;
        left = { kind: 'compare', op: token.text as CompareOp, left, right: this.#additive(), at: token.at };
      } else if (this.#acceptWord('between')) {
        const low = this.#additive();
        this.#expect('and');
        left = { kind: 'between', of: left, low, high: this.#additive(), at: token.at };
      } else if (this.#acceptWord('in')) {
        left = { kind: 'in', of: left, tests: this.#inTests(), at: token.at };
      } else return left;
    }
  }

  #inTests(): Feel[] {
    if (!this.#is('(') || this.#isRangeInParentheses()) return [this.#inTest()];
    this.#at++;
    const tests = this.#testList();
    this.#expect(')');
    return tests;
  }

  /** One test after `in`, read so that `x in [1..5] and y` leaves the `and` alone. */
  #inTest(): Feel {
    const token = this.#peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) return this.#positiveTest();
    return this.#additive();
  }

  #additive(): Feel {
    return this.#chain(['+', '-'], () => this.#multiplicative(), arithmetic);
  }
  #multiplicative(): Feel {
    return this.#chain(['*', '/'], () => this.#power(), arithmetic);
  }
  #power(): Feel {
    return this.#chain(['**'], () => this.#negation(), arithmetic);
  }

  #negation(): Feel {
    const token = this.#peek();
    if (!this.#is('-')) return this.#instanceOf();
    if (++this.#depth > DEPTH_MAX) this.#fail(`the expression nests deeper than ${DEPTH_MAX}; split it`);
    this.#at++;
    const of = this.#negation();
    this.#depth--;
    return { kind: 'negate', of, at: token.at };
  }

  #instanceOf(): Feel {
    const of = this.#postfix();
    const at = this.#peek().at;
    if (!(this.#is('instance') && this.#peek(1).text === 'of')) return of;
    this.#at += 2;
    const { type, next } = this.#types.read(this.#at);
    this.#at = next;
    return { kind: 'instance of', of, type, at };
  }

  #postfix(): Feel {
    let of = this.#primary();
    for (let length = 0; ; length++) {
      if (length > CHAIN_MAX) this.#fail(`more than ${CHAIN_MAX} steps in a row`);
      const at = this.#peek().at;
      if (this.#is('[') && !(this.#rangeEnd && this.#endsRange())) of = this.#filter(of);
      else if (this.#is('(')) of = this.#call(of);
      else if (this.#is('.')) {
        this.#at++;
        of = { kind: 'path', of, name: this.#member(), at };
      } else return of;
    }
  }

  #filter(of: Feel): Feel {
    const at = this.#next().at;
    // Inside a filter the fields of each item are in scope; their names are those of any member known.
    const by = this.#within(new NameScope(['item'], this.#members.joined(this.#names)), () => this.expression());
    this.#expect(']');
    return { kind: 'filter', of, by, at };
  }

  #call(callee: Feel): Feel {
    const at = this.#next().at;
    const args: Feel[] = [];
    const names: string[] = [];
    while (!this.#is(')')) {
      const colon = this.#namedArgument();
      if (colon !== null) {
        names.push(joinName(this.#source, this.#tokens.slice(this.#at, colon)));
        this.#at = colon + 1;
      }
      args.push(this.expression());
      if (!this.#accept(',')) break;
    }
    this.#expect(')');
    if (names.length > 0 && names.length < args.length) this.#fail('name all arguments or none', at);
    return { kind: 'call', callee, args, names: names.length > 0 ? names : null, at };
  }

  #namedArgument(): number | null {
    if (this.#peek().kind !== 'word') return null;
    for (let at = this.#at; ; at++) {
      const token = this.#tokens[at];
      if (token?.text === ':' && token.kind === 'symbol') return at;
      if (
        !token ||
        !(token.kind === 'word' || token.kind === 'number' || (token.kind === 'symbol' && NAME_SYMBOLS.has(token.text)))
      )
        return null;
    }
  }

  #primary(): Feel {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#at++;
      return { kind: 'number', text: token.text, at: token.at };
    }
    if (token.kind === 'string') {
      this.#at++;
      return { kind: 'string', value: token.text, at: token.at };
    }
    if (token.kind === 'word') return this.#word(token);
    switch (token.text) {
      case '@':
        return this.#temporal();
      case '(':
        return this.#parenthesis();
      case '[':
        return this.#list();
      case ']':
        this.#at++;
        return this.#rangeFrom(
          this.#within(this.#names, () => this.#additive()),
          false,
          token.at,
        );
      case '{':
        return this.#context();
      default:
        return this.#fail(token.kind === 'end' ? 'the expression ends too early' : `unexpected “${token.text}”`);
    }
  }

  #word(token: Token): Feel {
    switch (token.text) {
      case 'null':
        this.#at++;
        return { kind: 'null', at: token.at };
      case 'true':
      case 'false':
        this.#at++;
        return { kind: 'boolean', value: token.text === 'true', at: token.at };
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case 'some':
      case 'every':
        return this.#quantified(token.text);
      case 'function':
        if (this.#peek(1).text === '(') return this.#function();
        break;
    }
    const known = this.#names.longest(this.#tokens, this.#at);
    if (!known && RESERVED.has(token.text)) this.#fail(`“${token.text}” is out of place here`);
    this.#at += known?.length ?? 1;
    return { kind: 'name', name: known?.name ?? token.text, at: token.at };
  }

  #member(): string {
    const known = this.#members.longest(this.#tokens, this.#at);
    const token = this.#peek();
    if (!known && token.kind !== 'word') this.#fail('a name must follow “.”');
    this.#at += known?.length ?? 1;
    return known?.name ?? token.text;
  }

  #temporal(): Feel {
    const at = this.#next().at;
    const text = this.#next();
    if (text.kind !== 'string') this.#fail('a string must follow “@”', text.at);
    return { kind: 'temporal', text: text.text, at };
  }

  #parenthesis(): Feel {
    const at = this.#next().at;
    const token = this.#peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) {
      const test = this.#positiveTest();
      this.#expect(')');
      return test;
    }
    const inner = this.expression();
    if (this.#is('..')) return this.#rangeFrom(inner, false, at);
    this.#expect(')');
    return inner;
  }

  #list(): Feel {
    const at = this.#next().at;
    const items: Feel[] = [];
    while (!this.#is(']')) {
      items.push(this.#positiveTest());
      const first = items[0];
      if (items.length === 1 && first && this.#is('..')) return this.#rangeFrom(first, true, at);
      if (!this.#accept(',')) break;
    }
    this.#expect(']');
    return { kind: 'list', items, at };
  }

  /** The rest of a range whose low end has been read; the parser stands on `..`. */
  #rangeFrom(low: Feel, lowClosed: boolean, at: number): Feel {
    this.#expect('..');
    const outer = this.#rangeEnd;
    this.#rangeEnd = true;
    const high = this.#additive();
    this.#rangeEnd = outer;
    const close = this.#next();
    if (close.text !== ']' && close.text !== ')' && close.text !== '[')
      this.#fail('a range ends with “]”, “)” or “[”', close.at);
    return { kind: 'range', low, high, lowClosed, highClosed: close.text === ']', at };
  }

  #context(): Feel {
    const at = this.#next().at;
    const entries: { key: string; value: Feel }[] = [];
    const inner = new NameScope([], this.#names);
    this.#within(inner, () => {
      while (!this.#is('}')) {
        const key = this.#contextKey();
        entries.push({ key, value: this.expression() });
        inner.add(key);
        this.#members.add(key);
        if (!this.#accept(',')) break;
      }
    });
    this.#expect('}');
    return { kind: 'context', entries, at };
  }

  #contextKey(): string {
    const token = this.#peek();
    if (token.kind === 'string') {
      this.#at++;
      this.#expect(':');
      return token.text;
    }
    const colon = this.#namedArgument();
    if (colon === null) return this.#fail('an entry of a context reads “name: value”');
    const key = joinName(this.#source, this.#tokens.slice(this.#at, colon));
    this.#at = colon + 1;
    return key;
  }

  #if(): Feel {
    const at = this.#next().at;
    const test = this.expression();
    this.#expect('then');
    const yes = this.expression();
    this.#expect('else');
    return { kind: 'if', test, yes, no: this.expression(), at };
  }

  #for(): Feel {
    const at = this.#next().at;
    return this.#within(new NameScope(['partial'], this.#names), () => {
      const iterators = this.#iterators();
      this.#expect('return');
      return { kind: 'for', iterators, body: this.expression(), at };
    });
  }

  #quantified(kind: 'some' | 'every'): Feel {
    const at = this.#next().at;
    return this.#within(new NameScope([], this.#names), () => {
      const iterators = this.#iterators();
      this.#expect('satisfies');
      return { kind, iterators, body: this.expression(), at };
    });
  }

  #iterators(): Iterator[] {
    const iterators: Iterator[] = [];
    do {
      const from = this.#at;
      while (!this.#is('in') && this.#peek().kind !== 'end') this.#at++;
      if (this.#at === from) this.#fail('an iteration reads “name in list”');
      const name = joinName(this.#source, this.#tokens.slice(from, this.#at));
      this.#expect('in');
      const over = this.expression();
      const to = this.#accept('..') ? this.expression() : null;
      iterators.push({ name, over, to });
      this.#names.add(name);
    } while (this.#accept(','));
    return iterators;
  }

  #function(): Feel {
    const at = this.#next().at;
    this.#expect('(');
    const { parameters, next } = this.#types.parameters(this.#at);
    this.#at = next;
    this.#expect(')');
    const external = this.#acceptWord('external');
    const body = this.#within(
      new NameScope(
        parameters.map((parameter) => parameter.name),
        this.#names,
      ),
      () => this.expression(),
    );
    return { kind: 'function', parameters, external, body, at };
  }

  /** True when the parenthesis ahead is a range `(a..b)`: a `..` directly inside it. */
  #isRangeInParentheses(): boolean {
    let round = 0;
    let square = 0;
    for (let at = this.#at; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(' || token.text === '{') round++;
      else if (token.text === '[') square++;
      else if (token.text === ']') square--;
      else if (token.text === '..' && round === 1 && square === 0) return true;
      else if ((token.text === ')' || token.text === '}') && --round === 0) return false;
    }
    return false;
  }

  #endsRange(): boolean {
    const after = this.#peek(1);
    return after.kind === 'end' || AFTER_RANGE.has(after.text);
  }

  #chain(
    ops: readonly string[],
    operand: () => Feel,
    make: (left: Feel, op: string, right: Feel, at: number) => Feel,
  ): Feel {
    let left = operand();
    for (let length = 0; ; length++) {
      const token = this.#peek();
      if ((token.kind !== 'symbol' && token.kind !== 'word') || !ops.includes(token.text)) return left;
      if (length > CHAIN_MAX) this.#fail(`more than ${CHAIN_MAX} operators in a row`);
      this.#at++;
      left = make(left, token.text, operand(), token.at);
    }
  }

  #within<T>(names: NameScope, read: () => T): T {
    const outer = this.#names;
    this.#names = names;
    const result = read();
    this.#names = outer;
    return result;
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (!token) throw new Error('a token list always holds its end');
    return token;
  }
  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }
  #is(text: string): boolean {
    const token = this.#peek();
    return token.text === text && (token.kind === 'symbol' || token.kind === 'word');
  }
  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }
  #acceptWord(text: string): boolean {
    return this.#accept(text);
  }
  #expect(text: string): void {
    if (!this.#accept(text))
      this.#fail(`expected “${text}”, found ${this.#peek().kind === 'end' ? 'the end' : `“${this.#peek().text}”`}`);
  }
  #fail(message: string, at: number = this.#peek().at): never {
    throw new SyntaxFault(at, message);
  }
}

const arithmetic = (left: Feel, op: string, right: Feel, at: number): Feel => ({
  kind: 'arithmetic',
  op: op as ArithmeticOp,
  left,
  right,
  at,
});
