import { type BitmapIndex, buildIndex, sampleOf } from './bitmap-index.ts';
import { decode } from './encode.ts';
import { FreeSearch, STEPS_MAX } from './free-search.ts';
import type { PolicyModel } from './model.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { PolicyInput, PolicyTable } from './table.ts';

export type FindingKind =
  | 'gap'
  | 'overlap'
  | 'shadowed'
  | 'unreachable'
  | 'duplicate'
  | 'prohibited'
  | 'unused'
  | 'not finished';

/** Something an analyst should know about a table. `error` stops a promotion, `warning` asks for a look. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'error' | 'warning';
  readonly table: string;
  /** Indexes of the rules concerned. */
  readonly rules: readonly number[];
  readonly message: string;
}

const GAPS_SHOWN = 5;

/** Gaps, overlaps, shadowed, unreachable and duplicate rules, prohibited inputs, unused outputs and inputs, over all tables. */
export const analyse = (model: PolicyModel, declared: readonly PolicyInput[] = []): Finding[] => {
  const findings = model.tables.flatMap((table) => new TableAnalysis(table).findings());
  const used = new Set(model.tables.flatMap((table) => table.inputs.map((input) => input.name)));
  for (const input of declared)
    if (!used.has(input.name))
      findings.push({
        kind: 'unused',
        severity: 'warning',
        table: '',
        rules: [],
        message: `input “${input.name}” is declared but no table looks at it`,
      });
  return findings;
};

class TableAnalysis {
  readonly #table: PolicyTable;
  readonly #index: BitmapIndex;
  readonly #pieces: readonly (readonly Piece[])[];
  readonly #all: Int32Array;
  readonly #findings: Finding[] = [];

  constructor(table: PolicyTable) {
    const index = buildIndex(table);
    this.#table = table;
    this.#index = index;
    this.#pieces = piecesOf(index, true);
    this.#all = index.all;
  }

  findings(): Finding[] {
    this.#prohibited();
    this.#duplicates();
    const unreachable = this.#unreachable();
    this.#overlaps(unreachable);
    if (this.#table.hitPolicy === 'FIRST') this.#shadowed(unreachable);
    if (!['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(this.#table.hitPolicy) && this.#table.defaults === null)
      this.#gaps();
    this.#unusedOutputs();
    return this.#findings;
  }

  #prohibited(): void {
    for (const input of this.#table.inputs)
      if (input.protected)
        this.#add(
          'prohibited',
          'error',
          [],
          `input “${input.name}” is protected and may not decide anything; remove its column`,
        );
  }

  #duplicates(): void {
    const seen = new Map<string, number>();
    for (const rule of this.#table.rules) {
      const key = JSON.stringify(
        this.#table.columns.map((column) => [column.cells[rule.index]?.spans, column.cells[rule.index]?.matchesNull]),
        (_key, value: unknown) =>
          typeof value === 'bigint' || value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY
            ? String(value)
            : value,
      );
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, rule.index);
      else
        this.#add(
          'duplicate',
          'error',
          [earlier, rule.index],
          `rules ${this.#name(earlier)} and ${this.#name(rule.index)} test the same thing`,
        );
    }
  }

  /** Rules that no value of some column, or no value of an input tested in two columns, satisfies. */
  #unreachable(): Set<number> {
    const found = new Set<number>();
    for (const { index } of this.#table.rules) {
      const empty = this.#table.columns.find(
        (_column, position) => !this.#pieces[position]?.some((piece) => hasRule(piece.rules, index)),
      );
      if (!empty) continue;
      found.add(index);
      this.#add(
        'unreachable',
        'error',
        [index],
        `rule ${this.#name(index)} can never fire: no value of “${empty.text}” satisfies “${empty.cells[index]?.text ?? ''}”`,
      );
    }
    return found;
  }

  /** Under UNIQUE two rules must not fire together; under ANY they must agree. */
  #overlaps(unreachable: ReadonlySet<number>): void {
    const { hitPolicy, rules } = this.#table;
    if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY') return;
    for (const [position, first] of rules.entries())
      for (const second of rules.slice(position + 1)) {
        if (unreachable.has(first.index) || unreachable.has(second.index)) continue;
        if (hitPolicy === 'ANY' && sameOutputs(first.outputs, second.outputs)) continue;
        const shared = this.#pieces.map((pieces) =>
          pieces.find((piece) => hasRule(piece.rules, first.index) && hasRule(piece.rules, second.index)),
        );
        if (shared.includes(undefined)) continue;
        const example = this.#describe(shared.map((piece) => piece ?? null));
        this.#add(
          'overlap',
          'error',
          [first.index, second.index],
          `rules ${this.#name(first.index)} and ${this.#name(second.index)} both fire, for example with ${example}`,
        );
      }
  }

  /** Under FIRST a rule is shadowed when the rules above it take every case it matches. */
  #shadowed(unreachable: ReadonlySet<number>): void {
    for (const { index } of this.#table.rules) {
      if (unreachable.has(index)) continue;
      const above = this.#all.map((word, at) => word & maskBelow(index, at));
      const where = this.#pieces.map((pieces) => pieces.filter((piece) => hasRule(piece.rules, index)));
      const free = new FreeSearch(where, above).isFree(above);
      if (free === null) this.#unfinished(`whether rule ${this.#name(index)} is shadowed`);
      else if (!free) {
        const by = this.#table.rules.find((other) => other.index < index && this.#covers(other.index, index));
        this.#add(
          'shadowed',
          'error',
          by ? [by.index, index] : [index],
          `rule ${this.#name(index)} never decides: ${by ? `rule ${this.#name(by.index)} above it takes` : 'the rules above it take'} every case`,
        );
      }
    }
  }

  #covers(other: number, rule: number): boolean {
    return this.#pieces.every((pieces) =>
      pieces.every((piece) => !hasRule(piece.rules, rule) || hasRule(piece.rules, other)),
    );
  }

  #gaps(): void {
    // A missing input is for the data-quality reason to speak about, not a gap of the table.
    const given = this.#pieces.map((pieces) => pieces.filter(({ place }) => place >= 0));
    const shown: string[] = [];
    const finished = new FreeSearch(given, this.#all).visitFree(this.#all, (path) => {
      shown.push(this.#describe(path));
      return shown.length < GAPS_SHOWN;
    });
    for (const example of shown)
      this.#add('gap', 'error', [], `no rule decides ${example || 'anything'}; add a rule or a default output`);
    if (!finished) this.#unfinished('whether there are gaps');
  }

  #unusedOutputs(): void {
    for (const output of this.#table.outputs)
      for (const value of output.values) {
        const produced =
          this.#table.rules.some((rule) => rule.outputs[output.name] === value) ||
          this.#table.defaults?.[output.name] === value;
        if (!produced)
          this.#add(
            'unused',
            'warning',
            [],
            `output value ${String(value)} of “${output.name}” is declared but no rule gives it`,
          );
      }
  }

  #describe(path: readonly (Piece | null)[]): string {
    return path
      .flatMap((piece, position) => {
        const column = this.#table.columns[position];
        return piece && column ? [`${column.text} = ${this.#sample(position, piece)}`] : [];
      })
      .join(', ');
  }

  #sample(position: number, piece: Piece): string {
    const column = this.#index.columns[position];
    if (piece.place < 0 || !column) return 'missing';
    if (column.kind === 'ratio') {
      const { digits, ten } = sampleOf(column.bounds, piece.place);
      return String(Number(digits) / Number(ten));
    }
    const start = column.starts[piece.place - 1];
    const first = column.starts[0];
    const code = start ?? (typeof first === 'number' ? first - 1 : 0);
    return JSON.stringify(decode(this.#table, column.input, code)) ?? String(code);
  }

  #name(rule: number): string {
    return `${this.#table.rules[rule]?.id ?? rule} (row ${rule + 1})`;
  }

  #unfinished(what: string): void {
    this.#add('not finished', 'warning', [], `it was not established ${what}: more than ${STEPS_MAX} combinations`);
  }

  #add(kind: FindingKind, severity: Finding['severity'], rules: readonly number[], message: string): void {
    this.#findings.push({
      kind,
      severity,
      table: this.#table.id,
      rules,
      message: `table “${this.#table.name}”: ${message}`,
    });
  }
}

const hasRule = (rules: Int32Array, rule: number): boolean =>
  ((rules[rule >>> 5] as number) & (1 << (rule & 31))) !== 0;

/** The bits of one word that stand for rules below an index. */
const maskBelow = (index: number, word: number): number => {
  const start = word * 32;
  if (index >= start + 32) return -1;
  return index <= start ? 0 : (1 << (index - start)) - 1;
};

const sameOutputs = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(a).every(([name, value]) => b[name] === value);
