/** A piece of FEEL text. Names are not one token: `Loan Product` is two words, put together by the parser that knows the scope. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'symbol' | 'end';
  /** The text; for strings the value with escapes resolved. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** A fault in FEEL text: where and what. */
export interface FeelError {
  readonly at: number;
  readonly message: string;
}

const NAME_START =
  '?_A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const WORD = new RegExp(`[${NAME_START}][${NAME_START}0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`, 'uy');
const NUMBER = /(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** White space of the standard, comments included. */
const BLANK =
  /(?:[\t\n\v\f\r \u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]|\/\/[^\n\r]*|\/\*[^]*?\*\/)+/y;
const STRING = /"(?:[^"\\]|\\[^])*"/y;
const SYMBOLS = [
  '...',
  '**',
  '..',
  '->',
  '!=',
  '<=',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '=',
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  ':',
  '@',
  "'",
  ';',
];
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([^]))/g;
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

/** Cuts FEEL text into tokens; the last one is always `end`. */
export const tokenise = (source: string): { readonly tokens: readonly Token[]; readonly error: FeelError | null } => {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  const push = (kind: Token['kind'], text: string, length: number): void => {
    tokens.push({ kind, text, at, end: at + length });
    at += length;
  };
  /** `0...5` is the range from 0 to .5, as it was before `...` had a meaning of its own. */
  const isRangeToDecimal = (symbol: string): boolean => symbol === '...' && /\d/.test(source[at + 3] ?? '');
  while (at < source.length) {
    const blank = take(BLANK);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const word = take(WORD);
    const number = word === null ? take(NUMBER) : null;
    const string = word === null && number === null ? take(STRING) : null;
    if (word !== null) push('word', word, word.length);
    else if (number !== null) push('number', number, number.length);
    else if (string !== null) push('string', unescape(string.slice(1, -1)), string.length);
    else {
      const symbol = SYMBOLS.find((candidate) => source.startsWith(candidate, at) && !isRangeToDecimal(candidate));
      if (symbol === undefined) {
        const message =
          source[at] === '"' ? 'the string is not closed; add a “"”' : `unexpected character “${source[at]}”`;
        return { tokens, error: { at, message } };
      }
      push('symbol', symbol, symbol.length);
    }
  }
  tokens.push({ kind: 'end', text: '', at: source.length, end: source.length });
  return { tokens, error: null };
};

const unescape = (raw: string): string =>
  raw.replace(ESCAPE, (whole: string, four: string | undefined, six: string | undefined, one: string | undefined) => {
    const hex = four ?? six;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10_ff_ff ? (hex.length === 4 ? String.fromCharCode(code) : String.fromCodePoint(code)) : whole;
    }
    return SIMPLE[one ?? ''] ?? whole;
  });
