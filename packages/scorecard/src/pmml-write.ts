import type { ScorecardAttribute, ScorecardBin, ScorecardModel } from './model.ts';
import { escapeXml } from './xml-tree.ts';

const isNumeric = (attribute: ScorecardAttribute): boolean => attribute.bins.some(({ upTo }) => upTo !== undefined);

const element = (name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
};

const quoted = (word: string): string => `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const predicate = (field: string, bin: ScorecardBin): string => {
  if (bin.missing === true) return element('SimplePredicate', { field, operator: 'isMissing' });
  if (bin.values !== undefined) {
    const words = element(
      'Array',
      { n: bin.values.length, type: 'string' },
      escapeXml(bin.values.map(quoted).join(' ')),
    );
    return element('SimpleSetPredicate', { field, booleanOperator: 'isIn' }, words);
  }
  return typeof bin.upTo === 'number'
    ? element('SimplePredicate', { field, operator: 'lessOrEqual', value: bin.upTo })
    : element('SimplePredicate', { field, operator: 'isNotMissing' });
};

/** PMML takes the first attribute that holds, so special codes come before the numbers that they look like. */
const inPmmlOrder = (bins: readonly ScorecardBin[]): readonly ScorecardBin[] => [
  ...bins.filter(({ upTo }) => upTo === undefined),
  ...bins.filter(({ upTo }) => upTo !== undefined),
];

const characteristic = (attribute: ScorecardAttribute): string =>
  element(
    'Characteristic',
    { name: attribute.name },
    inPmmlOrder(attribute.bins)
      .map((bin) => element('Attribute', { partialScore: bin.points }, predicate(attribute.name, bin)))
      .join(''),
  );

const dataField = (attribute: ScorecardAttribute): string =>
  isNumeric(attribute)
    ? element('DataField', { name: attribute.name, optype: 'continuous', dataType: 'double' })
    : element(
        'DataField',
        { name: attribute.name, optype: 'categorical', dataType: 'string' },
        attribute.bins
          .flatMap(({ values }) => values ?? [])
          .map((value) => element('Value', { value }))
          .join(''),
      );

/**
 * The scorecard as PMML 4.4, readable by other engines; `readPmml` gives back the same model. The cut and the labels
 * stay behind; so do formulas of derived inputs, which whoever scores the document must give as fields of their own.
 */
export const writePmml = (model: ScorecardModel): string => {
  const { id, version, basePoints, attributes } = model;
  const fields = attributes.map(dataField).join('');
  const schema = attributes.map(({ name }) => element('MiningField', { name, usageType: 'active' })).join('');
  const scorecard = element(
    'Scorecard',
    { modelName: id, functionName: 'regression', initialScore: basePoints, useReasonCodes: 'false' },
    `<MiningSchema>${schema}</MiningSchema><Characteristics>${attributes.map(characteristic).join('')}</Characteristics>`,
  );
  const header = element('Header', { modelVersion: version }, element('Application', { name: 'Clearline' }));
  const dictionary = element('DataDictionary', { numberOfFields: attributes.length }, fields);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">${header}${dictionary}${scorecard}</PMML>\n`;
};
