import type { DerivedInput, Formula, Operand } from './derive/formula.ts';
import { RATIO_MOST } from './derive/formula.ts';
import { childrenNamed, elementText, parseXml, type XmlElement } from './xml-tree.ts';

/*
 * Formulas of derived inputs as PMML expressions, and back. PMML’s arithmetic is missing where a part is; its `max`, `min`
 * and `sum` pass over what is missing. An `if` without an else is missing where its condition does not hold.
 */

const apply = (name: string, ...parts: readonly string[]): string =>
  elementText('Apply', { function: name }, parts.join(''));
const constant = (value: number): string => elementText('Constant', { dataType: 'double' }, String(value));
const operandText = (operand: Operand): string =>
  typeof operand === 'string' ? elementText('FieldRef', { field: operand }) : expressionText(operand);

/** A ratio is whole, within its ends, and missing over nothing or less. */
const ratioText = ([top, bottom]: readonly [Operand, Operand], times: number): string => {
  const share = apply('round', apply('*', apply('/', operandText(top), operandText(bottom)), constant(times)));
  return apply(
    'if',
    apply('and', apply('isNotMissing', operandText(top)), apply('greaterThan', operandText(bottom), constant(0))),
    apply('max', constant(-RATIO_MOST), apply('min', constant(RATIO_MOST), share)),
  );
};

const expressionText = (formula: Formula): string => {
  switch (formula.kind) {
    case 'ratio':
      return ratioText(formula.of, formula.times);
    case 'difference':
      return apply('-', ...formula.of.map(operandText));
    case 'sum':
      return formula.of.map(operandText).reduce((left, right) => apply('+', left, right));
    case 'greatest':
      return apply('max', ...formula.of.map(operandText));
    case 'least':
      return apply('min', ...formula.of.map(operandText));
    case 'count': {
      const line = constant(formula.atLeast);
      const one = (part: string): string => apply('if', apply('greaterOrEqual', part, line), constant(1), constant(0));
      return apply('sum', ...formula.of.map((operand) => one(operandText(operand))));
    }
  }
};

/** The derived inputs as a TransformationDictionary; empty where there are none. */
export const transformationsText = (derived: readonly DerivedInput[]): string =>
  derived.length === 0
    ? ''
    : elementText(
        'TransformationDictionary',
        {},
        derived
          .map(({ name, formula }) =>
            elementText('DerivedField', { name, optype: 'continuous', dataType: 'double' }, expressionText(formula)),
          )
          .join(''),
      );

const isApply = (element: XmlElement | undefined, name: string): boolean =>
  element?.name === 'Apply' && element.attributes['function'] === name;

const constantOf = (element: XmlElement | undefined): number | null => {
  const value = element?.name === 'Constant' && element.text.trim() !== '' ? Number(element.text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
};

const readOperand = (element: XmlElement | undefined): Operand | null =>
  element?.name === 'FieldRef' ? (element.attributes['field'] ?? null) : element ? readExpression(element) : null;

const readAll = (elements: readonly XmlElement[]): readonly Operand[] | null => {
  const operands = elements.map(readOperand);
  return operands.length > 0 && operands.every((operand) => operand !== null) ? operands : null;
};

/** Only what tells one ratio from another; whether the rest is as it should be, the comparison at the end says. */
const readRatio = (element: XmlElement): Formula | null => {
  const share = element.children[1]?.children[1]?.children[1]?.children[0];
  const [division, factor] = share?.children ?? [];
  const times = constantOf(factor);
  const [top, bottom] = isApply(division, '/') ? (division?.children ?? []).map(readOperand) : [];
  return top && bottom && times !== null ? { kind: 'ratio', of: [top, bottom], times } : null;
};

const readCount = (parts: readonly XmlElement[]): Formula | null => {
  const tests = parts.map(({ children: [test] }) => (isApply(test, 'greaterOrEqual') ? (test?.children ?? []) : []));
  const of = readAll(tests.flatMap(([operand]) => operand ?? []));
  const atLeast = constantOf(tests[0]?.[1]);
  return of !== null && atLeast !== null ? { kind: 'count', of, atLeast } : null;
};

/** Sums are written two by two, from the left. */
const readSum = ({ children }: XmlElement): Formula | null => {
  const of = readAll(children);
  if (of === null) return null;
  const [first] = of;
  return typeof first === 'object' && first.kind === 'sum'
    ? { kind: 'sum', of: [...first.of, ...of.slice(1)] }
    : { kind: 'sum', of };
};

const readKind = (element: XmlElement): Formula | null => {
  if (isApply(element, 'if')) return readRatio(element);
  if (isApply(element, 'sum')) return readCount(element.children);
  if (isApply(element, '+')) return readSum(element);
  const of = readAll(element.children);
  if (of === null) return null;
  const [first, second] = of;
  if (isApply(element, '-'))
    return first !== undefined && second !== undefined && of.length === 2
      ? { kind: 'difference', of: [first, second] }
      : null;
  if (isApply(element, 'max')) return { kind: 'greatest', of };
  return isApply(element, 'min') ? { kind: 'least', of } : null;
};

/** All that counts of an expression: attributes but for the type of a number, and the number itself. */
const bare = ({ name, attributes, children, text }: XmlElement): string => {
  const told = Object.entries(attributes)
    .filter(([key]) => key !== 'dataType')
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const number = name === 'Constant' ? Number(text) : null;
  return JSON.stringify([name, told, number, children.map(bare)]);
};

/** An expression as a formula that says the very same; null where no formula does. */
const readExpression = (element: XmlElement): Formula | null => {
  const formula = readKind(element);
  if (formula === null) return null;
  const again = parseXml(expressionText(formula));
  return again.ok && bare(again.root) === bare(element) ? formula : null;
};

/** The derived fields of a document; the name of the first that no formula says where there is one. */
export const readTransformations = (
  dictionary: XmlElement | null,
): readonly DerivedInput[] | { readonly unread: string } => {
  const derived: DerivedInput[] = [];
  for (const field of dictionary === null ? [] : childrenNamed(dictionary, 'DerivedField')) {
    const name = field.attributes['name'] ?? '';
    const expression = field.children.find((child) => child.name === 'Apply');
    const formula = expression === undefined ? null : readExpression(expression);
    if (formula === null) return { unread: name };
    derived.push({ name, formula });
  }
  return derived;
};
