import type { Feel, Iterator } from './ast.ts';
import { SyntaxFault } from './cursor.ts';
import { joinName, NameScope } from './names.ts';
import { failed, ok, type Result } from '../result.ts';
import { type FeelError, type Token, tokenise } from './tokens.ts';
import { COMPARE, OperatorParser, type ParseScope } from './parse-operators.ts';

export type { ParseScope };

export const noNames = (): ParseScope => ({
  names: new NameScope([]),
  members: new NameScope([]),
  types: new NameScope([]),
});

/** Made once: most cells of a policy name nothing but parameters. No parse adds to the scope it is given. */
const NO_NAMES = noNames();

/** Parses a FEEL expression. */
export const parseExpression = (source: string, scope: ParseScope = NO_NAMES): Result<Feel, FeelError> =>
  parseWith(source, scope, (parser) => parser.expression());

/** Parses a cell: `-`, `not(…)`, or a list of tests of the implied input `?`. */
export const parseUnaryTests = (source: string, scope: ParseScope = NO_NAMES): Result<Feel[], FeelError> =>
  source === '-' ? ok([{ kind: 'any', at: 0 }]) : parseWith(source, scope, (parser) => parser.unaryTests());

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
class Parser extends OperatorParser {
  protected primary(): Feel {
    const token = this.peek();
    if (token.kind === 'number') {
      this.at++;
      return { kind: 'number', text: token.text, at: token.at };
    }
    if (token.kind === 'string') {
      this.at++;
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
        this.at++;
        return this.#rangeFrom(
          this.within(this.names, () => this.additive()),
          false,
          token.at,
        );
      case '{':
        return this.#context();
      default:
        return this.fail(token.kind === 'end' ? 'the expression ends too early' : `unexpected “${token.text}”`);
    }
  }

  #word(token: Token): Feel {
    // A known name of several words may begin with one of the language’s own: “null date”, “for you”.
    const known = this.names.longest(this.tokens, this.at);
    if (known && known.length > 1) {
      this.at += known.length;
      return { kind: 'name', name: known.name, at: token.at };
    }
    switch (token.text) {
      case 'null':
        this.at++;
        return { kind: 'null', at: token.at };
      case 'true':
      case 'false':
        this.at++;
        return { kind: 'boolean', value: token.text === 'true', at: token.at };
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case 'some':
      case 'every':
        return this.#quantified(token.text);
      case 'function':
        if (this.peek(1).text === '(') return this.#function();
        break;
    }
    if (!known && RESERVED.has(token.text)) this.fail(`“${token.text}” is out of place here`);
    this.at += known?.length ?? 1;
    return { kind: 'name', name: known?.name ?? token.text, at: token.at };
  }

  protected member(): string {
    const known = this.members.longest(this.tokens, this.at);
    const token = this.peek();
    if (!known && token.kind !== 'word') this.fail('a name must follow “.”');
    this.at += known?.length ?? 1;
    return known?.name ?? token.text;
  }

  #temporal(): Feel {
    const at = this.next().at;
    const text = this.next();
    if (text.kind !== 'string') this.fail('a string must follow “@”', text.at);
    return { kind: 'temporal', text: text.text, at };
  }

  #parenthesis(): Feel {
    const at = this.next().at;
    const token = this.peek();
    if (token.kind === 'symbol' && COMPARE.has(token.text)) {
      const test = this.positiveTest();
      this.expect(')');
      return test;
    }
    const inner = this.expression();
    if (this.is('..')) return this.#rangeFrom(inner, false, at);
    this.expect(')');
    return inner;
  }

  #list(): Feel {
    const at = this.next().at;
    const items: Feel[] = [];
    while (!this.is(']')) {
      items.push(this.positiveTest());
      const first = items[0];
      if (items.length === 1 && first && this.is('..')) return this.#rangeFrom(first, true, at);
      if (!this.accept(',')) break;
    }
    this.expect(']');
    return { kind: 'list', items, at };
  }

  /** The rest of a range whose low end has been read; the parser stands on `..`. */
  #rangeFrom(low: Feel, lowClosed: boolean, at: number): Feel {
    this.expect('..');
    const outer = this.rangeEnd;
    this.rangeEnd = true;
    const high = this.additive();
    this.rangeEnd = outer;
    const close = this.next();
    if (close.text !== ']' && close.text !== ')' && close.text !== '[')
      this.fail('a range ends with “]”, “)” or “[”', close.at);
    return { kind: 'range', low, high, lowClosed, highClosed: close.text === ']', at };
  }

  #context(): Feel {
    const at = this.next().at;
    const entries: { key: string; value: Feel }[] = [];
    const inner = new NameScope([], this.names);
    this.within(inner, () => {
      while (!this.is('}')) {
        const key = this.#contextKey();
        entries.push({ key, value: this.expression() });
        inner.add(key);
        this.members.add(key);
        if (!this.accept(',')) break;
      }
    });
    this.expect('}');
    return { kind: 'context', entries, at };
  }

  #contextKey(): string {
    const token = this.peek();
    if (token.kind === 'string') {
      this.at++;
      this.expect(':');
      return token.text;
    }
    const colon = this.namedArgument();
    if (colon === null) return this.fail('an entry of a context reads “name: value”');
    const key = joinName(this.source, this.tokens.slice(this.at, colon));
    this.at = colon + 1;
    return key;
  }

  #if(): Feel {
    const at = this.next().at;
    const test = this.expression();
    this.expect('then');
    const yes = this.expression();
    this.expect('else');
    return { kind: 'if', test, yes, no: this.expression(), at };
  }

  #for(): Feel {
    const at = this.next().at;
    return this.within(new NameScope(['partial'], this.names), () => {
      const iterators = this.#iterators();
      this.expect('return');
      return { kind: 'for', iterators, body: this.expression(), at };
    });
  }

  #quantified(kind: 'some' | 'every'): Feel {
    const at = this.next().at;
    return this.within(new NameScope([], this.names), () => {
      const iterators = this.#iterators();
      this.expect('satisfies');
      return { kind, iterators, body: this.expression(), at };
    });
  }

  #iterators(): Iterator[] {
    const iterators: Iterator[] = [];
    do {
      const from = this.at;
      while (!this.is('in') && this.peek().kind !== 'end') this.at++;
      if (this.at === from) this.fail('an iteration reads “name in list”');
      const name = joinName(this.source, this.tokens.slice(from, this.at));
      this.expect('in');
      const over = this.expression();
      const to = this.accept('..') ? this.expression() : null;
      iterators.push({ name, over, to });
      this.names.add(name);
    } while (this.accept(','));
    return iterators;
  }

  #function(): Feel {
    const at = this.next().at;
    this.expect('(');
    const { parameters, next } = this.types.parameters(this.at);
    this.at = next;
    this.expect(')');
    const external = this.acceptWord('external');
    const body = this.within(
      new NameScope(
        parameters.map((parameter) => parameter.name),
        this.names,
      ),
      () => this.expression(),
    );
    return { kind: 'function', parameters, external, body, at };
  }
}
