import type { ScorecardAttribute, ScorecardBin, ScorecardModel } from './model.ts';
import { namesIn } from './derive/formula.ts';
import { transformationsText } from './pmml-formula.ts';
import { elementText, escapeXml } from './xml-tree.ts';

const isNumeric = (attribute: ScorecardAttribute): boolean => attribute.bins.some(({ upTo }) => upTo !== undefined);

const quoted = (word: string): string => `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const predicate = (field: string, bin: ScorecardBin): string => {
  if (bin.missing === true) return elementText('SimplePredicate', { field, operator: 'isMissing' });
  if (bin.values !== undefined) {
    const words = elementText(
      'Array',
      { n: bin.values.length, type: 'string' },
      escapeXml(bin.values.map(quoted).join(' ')),
    );
    return elementText('SimpleSetPredicate', { field, booleanOperator: 'isIn' }, words);
  }
  return typeof bin.upTo === 'number'
    ? elementText('SimplePredicate', { field, operator: 'lessOrEqual', value: bin.upTo })
    : elementText('SimplePredicate', { field, operator: 'isNotMissing' });
};

/** PMML takes the first attribute that holds, so special codes come before the numbers that they look like. */
const inPmmlOrder = (bins: readonly ScorecardBin[]): readonly ScorecardBin[] => [
  ...bins.filter(({ upTo }) => upTo === undefined),
  ...bins.filter(({ upTo }) => upTo !== undefined),
];

const characteristic = (attribute: ScorecardAttribute): string =>
  elementText(
    'Characteristic',
    { name: attribute.name },
    inPmmlOrder(attribute.bins)
      .map((bin) => elementText('Attribute', { partialScore: bin.points }, predicate(attribute.name, bin)))
      .join(''),
  );

const numberField = (name: string): string =>
  elementText('DataField', { name, optype: 'continuous', dataType: 'double' });

const dataField = (attribute: ScorecardAttribute): string =>
  isNumeric(attribute)
    ? numberField(attribute.name)
    : elementText(
        'DataField',
        { name: attribute.name, optype: 'categorical', dataType: 'string' },
        attribute.bins
          .flatMap(({ values }) => values ?? [])
          .map((value) => elementText('Value', { value }))
          .join(''),
      );

/**
 * The scorecard as PMML 4.4, readable by other engines; `readPmml` gives back the same model. Derived inputs become
 * derived fields with their formulas. The cut and the labels stay behind.
 */
export const writePmml = (model: ScorecardModel): string => {
  const { id, version, basePoints, attributes, derived = [] } = model;
  const given = attributes.filter(({ name }) => !derived.some((one) => one.name === name));
  const named = new Set(given.map(({ name }) => name));
  // What only formulas read is numbers.
  const read = [...new Set(derived.flatMap(({ formula }) => namesIn(formula)))].filter((name) => !named.has(name));
  const fields = [...given.map(dataField), ...read.map(numberField)];
  const schema = [...named, ...read].map((name) => elementText('MiningField', { name, usageType: 'active' })).join('');
  const scorecard = elementText(
    'Scorecard',
    { modelName: id, functionName: 'regression', initialScore: basePoints, useReasonCodes: 'false' },
    `<MiningSchema>${schema}</MiningSchema><Characteristics>${attributes.map(characteristic).join('')}</Characteristics>`,
  );
  const header = elementText('Header', { modelVersion: version }, elementText('Application', { name: 'Clearline' }));
  const dictionary = elementText('DataDictionary', { numberOfFields: fields.length }, fields.join(''));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">${header}${dictionary}${transformationsText(derived)}${scorecard}</PMML>\n`;
};
