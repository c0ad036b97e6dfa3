import type { ArithmeticOp, CompareOp, Feel } from './ast.ts';
import { SyntaxFault, TokenCursor } from './cursor.ts';
import { joinName, NameScope } from './names.ts';
import { TypeReader } from './parse-type.ts';
import type { Token } from './tokens.ts';

/** What a parse may know: names in scope, names of members (fields), names of types. Each may hold blanks and operators. */
export interface ParseScope {
  readonly names: NameScope;
  readonly members: NameScope;
  readonly types: NameScope;
}

/** Nesting and chain lengths past which text is refused, so that walking the tree can never exhaust the stack. */
const DEPTH_MAX = 200;
const CHAIN_MAX = 1_000;

const BUILT_IN_MEMBERS = new NameScope(['time offset', 'start included', 'end included']);

export const COMPARE: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** Tests, operators and what follows an operand (filter, call, path); operands themselves are read by the class below it. */
export abstract class OperatorParser extends TokenCursor {
  protected readonly source: string;
  protected readonly members: NameScope;
  protected readonly types: TypeReader;
  protected names: NameScope;
  protected depth = 0;
  protected rangeEnd = false;

  constructor(source: string, tokens: readonly Token[], scope: ParseScope) {
    super(tokens);
    this.source = source;
    this.names = scope.names;
    // A scope of its own: the keys of contexts met on the way are added to it.
    this.members = new NameScope([], BUILT_IN_MEMBERS.joined(scope.members));
    this.types = new TypeReader(source, tokens, scope.types, (at, message) => this.fail(message, at));
  }

  protected abstract primary(): Feel;
  protected abstract member(): string;

  expectEnd(): void {
    if (this.peek().kind !== 'end') this.fail(`unexpected “${this.peek().text}”`);
  }

  unaryTests(): Feel[] {
    const at = this.peek().at;
    if (this.is('-') && this.peek(1).kind === 'end') {
      this.at++;
      return [{ kind: 'any', at }];
    }
    if (this.is('not') && this.peek(1).text === '(') {
      const tests = this.#negatedTests();
      if (tests) return [{ kind: 'not tests', tests, at }];
    }
    return this.testList();
  }

  /** `not(…)` if it makes up the whole cell; null, and nothing read, when it is only a part (`not(a) and b`). */
  #negatedTests(): Feel[] | null {
    const start = this.at;
    const names = this.names;
    this.at += 2;
    try {
      const tests = this.testList();
      this.expect(')');
      if (this.peek().kind === 'end') return tests;
    } catch (problem) {
      if (!(problem instanceof SyntaxFault)) throw problem;
      this.depth = 0;
      this.names = names;
    }
    this.at = start;
    return null;
  }

  protected testList(): Feel[] {
    const tests = [this.positiveTest()];
    while (this.accept(',')) tests.push(this.positiveTest());
    return tests;
  }

  protected positiveTest(): Feel {
    const token = this.peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) {
      this.at++;
      return { kind: 'test', op: token.text as CompareOp, value: this.additive(), at: token.at };
    }
    return this.expression();
  }

  expression(): Feel {
    if (++this.depth > DEPTH_MAX) this.fail(`the expression nests deeper than ${DEPTH_MAX}; split it`);
    const rangeEnd = this.rangeEnd;
    this.rangeEnd = false;
    const result = this.#disjunction();
    this.rangeEnd = rangeEnd;
    this.depth--;
    return result;
  }

  #disjunction(): Feel {
    return this.chain(
      ['or'],
      () => this.#conjunction(),
      (left, _op, right, at) => ({ kind: 'or', left, right, at }),
    );
  }

  #conjunction(): Feel {
    return this.chain(
      ['and'],
      () => this.#comparison(),
      (left, _op, right, at) => ({ kind: 'and', left, right, at }),
    );
  }

  #comparison(): Feel {
    let left = this.additive();
    for (let length = 0; ; length++) {
      if (length > CHAIN_MAX) this.fail(`more than ${CHAIN_MAX} comparisons in a row`);
      const token = this.peek();
      if (token.kind === 'symbol' && COMPARE.has(token.text)) {
        this.at++;
        left = { kind: 'compare', op: token.text as CompareOp, left, right: this.additive(), at: token.at };
      } else if (this.acceptWord('between')) {
        const low = this.additive();
        this.expect('and');
        left = { kind: 'between', of: left, low, high: this.additive(), at: token.at };
      } else if (this.acceptWord('in')) {
        left = { kind: 'in', of: left, tests: this.#inTests(), at: token.at };
      } else return left;
    }
  }

  #inTests(): Feel[] {
    if (!this.is('(') || this.isRangeInParentheses()) return [this.#inTest()];
    this.at++;
    const tests = this.testList();
    this.expect(')');
    return tests;
  }

  /** One test after `in`, read so that `x in [1..5] and y` leaves the `and` alone. */
  #inTest(): Feel {
    const token = this.peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) return this.positiveTest();
    return this.additive();
  }

  protected additive(): Feel {
    return this.chain(['+', '-'], () => this.#multiplicative(), arithmetic);
  }
  #multiplicative(): Feel {
    return this.chain(['*', '/'], () => this.#power(), arithmetic);
  }
  #power(): Feel {
    return this.chain(['**'], () => this.#negation(), arithmetic);
  }

  #negation(): Feel {
    const token = this.peek();
    if (!this.is('-')) return this.#instanceOf();
    if (++this.depth > DEPTH_MAX) this.fail(`the expression nests deeper than ${DEPTH_MAX}; split it`);
    this.at++;
    const of = this.#negation();
    this.depth--;
    return { kind: 'negate', of, at: token.at };
  }

  #instanceOf(): Feel {
    const of = this.#postfix();
    const at = this.peek().at;
    if (!(this.is('instance') && this.peek(1).text === 'of')) return of;
    this.at += 2;
    const { type, next } = this.types.read(this.at);
    this.at = next;
    return { kind: 'instance of', of, type, at };
  }

  #postfix(): Feel {
    let of = this.primary();
    for (let length = 0; ; length++) {
      if (length > CHAIN_MAX) this.fail(`more than ${CHAIN_MAX} steps in a row`);
      const at = this.peek().at;
      if (this.is('[') && !(this.rangeEnd && this.endsRange())) of = this.#filter(of);
      else if (this.is('(')) of = this.#call(of);
      else if (this.is('.')) {
        this.at++;
        of = { kind: 'path', of, name: this.member(), at };
      } else if (this.is('...')) {
        this.at++;
        of = { kind: 'descendants', of, name: this.member(), at };
      } else return of;
    }
  }

  #filter(of: Feel): Feel {
    const at = this.next().at;
    // Inside a filter the fields of each item are in scope; their names are those of any member known.
    const by = this.within(new NameScope(['item'], this.members.joined(this.names)), () => this.expression());
    this.expect(']');
    return { kind: 'filter', of, by, at };
  }

  #call(callee: Feel): Feel {
    const at = this.next().at;
    const args: Feel[] = [];
    const names: string[] = [];
    while (!this.is(')')) {
      const colon = this.namedArgument();
      if (colon !== null) {
        names.push(joinName(this.source, this.tokens.slice(this.at, colon)));
        this.at = colon + 1;
      }
      args.push(this.expression());
      if (!this.accept(',')) break;
    }
    this.expect(')');
    if (names.length > 0 && names.length < args.length) this.fail('name all arguments or none', at);
    return { kind: 'call', callee, args, names: names.length > 0 ? names : null, at };
  }

  protected chain(
    ops: readonly string[],
    operand: () => Feel,
    make: (left: Feel, op: string, right: Feel, at: number) => Feel,
  ): Feel {
    let left = operand();
    for (let length = 0; ; length++) {
      const token = this.peek();
      if ((token.kind !== 'symbol' && token.kind !== 'word') || !ops.includes(token.text)) return left;
      if (length > CHAIN_MAX) this.fail(`more than ${CHAIN_MAX} operators in a row`);
      this.at++;
      left = make(left, token.text, operand(), token.at);
    }
  }

  protected within<T>(names: NameScope, read: () => T): T {
    const outer = this.names;
    this.names = names;
    const result = read();
    this.names = outer;
    return result;
  }
}

const arithmetic = (left: Feel, op: string, right: Feel, at: number): Feel => ({
  kind: 'arithmetic',
  op: op as ArithmeticOp,
  left,
  right,
  at,
});
