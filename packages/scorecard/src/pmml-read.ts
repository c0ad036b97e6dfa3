import { type DerivedInput, namesIn } from './derive/formula.ts';
import type { ScorecardAttribute, ScorecardBin, ScorecardModel } from './model.ts';
import type { Predicate, Probe } from './pmml-predicate.ts';
import { readTransformations } from './pmml-formula.ts';
import { isPredicate, readPredicate } from './pmml-predicate.ts';
import type { XmlElement } from './xml-tree.ts';
import { childrenNamed, findElement, parseXml } from './xml-tree.ts';

export interface PmmlOptions {
  /**
   * What one unit of a field is in the policy’s whole numbers, e.g. 1_000_000 for a ratio that the policy keeps in parts
   * per million. 1 where not given.
   */
  readonly scales?: Readonly<Record<string, number>>;
  /** By what partial scores are multiplied to be whole. 1 where not given. */
  readonly pointsTimes?: number;
}

export interface PmmlProblem {
  readonly code: 'not_xml' | 'no_scorecard' | 'unsupported' | 'not_whole' | 'gap' | 'open_words';
  /** Where: the characteristic, or the element. */
  readonly where: string;
  readonly message: string;
}

export type PmmlResult =
  | { readonly ok: true; readonly model: ScorecardModel }
  | { readonly ok: false; readonly problem: PmmlProblem };

/** Carries a problem out of the nested reading; caught where reading begins, and never leaves this file. */
class Unreadable extends Error {
  readonly problem: PmmlProblem;
  constructor(code: PmmlProblem['code'], where: string, message: string) {
    super(message);
    this.problem = { code, where, message };
  }
}

interface Line {
  readonly points: number;
  readonly predicate: Predicate;
}

const wholePoints = (text: string | undefined, times: number, where: string): number => {
  const points = Number(text ?? Number.NaN) * times;
  // A product such as 0.1 * 10 is whole but for the last bit of the arithmetic.
  const rounded = Math.round(points);
  if (!Number.isFinite(points) || Math.abs(points - rounded) > 1e-9)
    throw new Unreadable(
      'not_whole',
      where,
      `${text} times ${times} is not a whole number of points; give pointsTimes`,
    );
  return rounded + 0;
};

type Fields = ReadonlyMap<string, XmlElement>;

const linesOf = (characteristic: XmlElement, where: string, fields: Fields, options: PmmlOptions): readonly Line[] => {
  const scaleOf = (field: string) =>
    fields.get(field)?.attributes['optype'] === 'categorical' ? null : (options.scales?.[field] ?? 1);
  return childrenNamed(characteristic, 'Attribute').map((attribute) => {
    const condition = attribute.children.find(isPredicate);
    if (condition === undefined || findElement(attribute, 'ComplexPartialScore') !== null)
      throw new Unreadable('unsupported', where, 'an Attribute without a condition, or with a computed score');
    const read = readPredicate(condition, scaleOf);
    if (!read.ok) throw new Unreadable('unsupported', where, read.message);
    const points = wholePoints(attribute.attributes['partialScore'], options.pointsTimes ?? 1, where);
    return { points, predicate: read.value };
  });
};

const firstThatHolds = (lines: readonly Line[], probe: Probe): Line | undefined =>
  lines.find(({ predicate }) => predicate.holds(probe));

/** Bins of the numbers: between two ends nothing changes, so one number of each stretch tells for all of it. */
const numericBins = (lines: readonly Line[], where: string): ScorecardBin[] => {
  const ends = [...new Set(lines.flatMap(({ predicate }) => predicate.ends))].sort((left, right) => left - right);
  // A field may have codes only, and no bin for other numbers; a half is no code, as inputs are whole.
  if (ends.length === 0 && firstThatHolds(lines, 0.5) === undefined) return [];
  const bins: { line: Line; points: number; upTo: number | null }[] = [];
  for (const upTo of [...ends, null]) {
    const probe = upTo ?? (ends.at(-1) ?? 0) + 1;
    const line = lines.find(({ predicate }) => predicate.holds(probe) && !predicate.words.includes(String(probe)));
    if (line === undefined)
      throw new Unreadable('gap', where, `no Attribute holds for ${upTo === null ? 'the greatest values' : upTo}`);
    if (bins.at(-1)?.line === line) bins.pop();
    bins.push({ line, points: line.points, upTo });
  }
  return bins.map(({ points, upTo }) => ({ points, upTo }));
};

const namedBins = (
  lines: readonly Line[],
  words: readonly string[],
  isNumber: boolean,
  where: string,
): ScorecardBin[] => {
  const byLine = new Map<Line, string[]>();
  for (const word of words) {
    const line = firstThatHolds(lines, isNumber ? Number(word) : word);
    if (line === undefined) throw new Unreadable('gap', where, `no Attribute holds for ${JSON.stringify(word)}`);
    byLine.set(line, [...(byLine.get(line) ?? []), word]);
  }
  return [...byLine].map(([{ points }, values]) => ({ points, values }));
};

const readCharacteristic = (characteristic: XmlElement, fields: Fields, options: PmmlOptions): ScorecardAttribute => {
  const where = characteristic.attributes['name'] ?? 'a Characteristic without a name';
  const lines = linesOf(characteristic, where, fields, options);
  const names = [...new Set(lines.flatMap(({ predicate }) => predicate.field ?? []))];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new Unreadable('unsupported', where, `it asks about ${names.length} fields; a bin is about one input`);
  const field = fields.get(name);
  const listed = [...new Set(lines.flatMap(({ predicate }) => predicate.words))];
  const isNumber =
    field?.attributes['optype'] === 'continuous' || lines.some(({ predicate }) => predicate.ends.length > 0);
  const declared = field === undefined || isNumber ? [] : childrenNamed(field, 'Value');
  const words = [...new Set([...listed, ...declared.flatMap(({ attributes }) => attributes['value'] ?? [])])];
  const anyWord = lines.some(({ predicate }) => predicate.holds('\u0000 a word that nobody lists'));
  if (!isNumber && anyWord && declared.length === 0)
    throw new Unreadable(
      'open_words',
      where,
      `“any other word” of ${name} needs its words listed in the DataDictionary`,
    );
  const missing = firstThatHolds(lines, null);
  const bins = [
    ...(isNumber ? numericBins(lines, where) : []),
    ...namedBins(lines, words, isNumber, where),
    ...(missing === undefined ? [] : [{ points: missing.points, missing: true } as const]),
  ];
  return { name, bins };
};

const derivedOf = (transformations: XmlElement | null, { scales = {} }: PmmlOptions): readonly DerivedInput[] => {
  const derived = readTransformations(transformations);
  if ('unread' in derived)
    throw new Unreadable(
      'unsupported',
      derived.unread,
      'its expression is not one that a derived input has: a ratio, difference, sum, count, greatest or least',
    );
  const scaled = derived.find(({ name, formula }) =>
    [name, ...namesIn(formula)].some((one) => (scales[one] ?? 1) !== 1),
  );
  if (scaled !== undefined)
    throw new Unreadable('unsupported', scaled.name, 'it is computed, and what it is computed from cannot be scaled');
  return derived;
};

/**
 * Reads a PMML Scorecard (4.1 to 4.4) whose conditions are about one input each. Conditions are taken in PMML’s order,
 * the first that holds deciding, and are turned into bins that mean the same for whole numbers. Derived fields become
 * derived inputs where a formula says the very same. Refused, with the place: other expressions, computed scores, conditions over several inputs, values that no condition holds, points that are not whole.
 */
export const readPmml = (source: string, options: PmmlOptions = {}): PmmlResult => {
  const document = parseXml(source);
  if (!document.ok) return { ok: false, problem: { code: 'not_xml', where: 'document', message: document.message } };
  const scorecard = findElement(document.root, 'Scorecard');
  const characteristics = scorecard === null ? null : findElement(scorecard, 'Characteristics');
  if (scorecard === null || characteristics === null)
    return {
      ok: false,
      problem: { code: 'no_scorecard', where: 'document', message: 'it holds no Scorecard with Characteristics' },
    };
  const dictionary = findElement(document.root, 'DataDictionary');
  const declared = dictionary === null ? [] : childrenNamed(dictionary, 'DataField');
  const transformations = findElement(document.root, 'TransformationDictionary');
  const computed = transformations === null ? [] : childrenNamed(transformations, 'DerivedField');
  const fields = new Map([...declared, ...computed].map((field) => [field.attributes['name'] ?? '', field]));
  try {
    const derived = derivedOf(transformations, options);
    const model = {
      ...(derived.length === 0 ? {} : { derived }),
      id: scorecard.attributes['modelName'] ?? 'imported',
      version: findElement(document.root, 'Header')?.attributes['modelVersion'] ?? '1',
      basePoints: wholePoints(scorecard.attributes['initialScore'] ?? '0', options.pointsTimes ?? 1, 'initialScore'),
      attributes: childrenNamed(characteristics, 'Characteristic').map((item) =>
        readCharacteristic(item, fields, options),
      ),
    };
    return { ok: true, model };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem };
    throw error;
  }
};
