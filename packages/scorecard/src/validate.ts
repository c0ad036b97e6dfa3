import type { ScorecardAttribute, ScorecardBin, ScorecardModel } from './model.ts';

export const FINDING_CODES = [
  'no_name',
  'no_attributes',
  'duplicate_attribute',
  'no_bins',
  'not_whole',
  'bin_without_condition',
  'bin_with_two_conditions',
  'bins_out_of_order',
  'open_end_missing',
  'duplicate_value',
  'no_values',
  'two_missing_bins',
  'no_missing_bin',
  'constant_attribute',
  'cut_out_of_reach',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  readonly code: FindingCode;
  /** An error makes the model unusable; a warning is for its author to weigh. */
  readonly severity: 'error' | 'warning';
  /** Where, e.g. `attributes[2].bins[0].points`. */
  readonly path: string;
  readonly message: string;
}

const error = (code: FindingCode, path: string, message: string): Finding => ({
  code,
  severity: 'error',
  path,
  message,
});
const warning = (code: FindingCode, path: string, message: string): Finding => ({
  code,
  severity: 'warning',
  path,
  message,
});

const whole = (path: string, value: number): Finding[] =>
  Number.isSafeInteger(value) ? [] : [error('not_whole', path, `${value} is not a whole number; scale it`)];

const checkBin = (bin: ScorecardBin, path: string): Finding[] => {
  const conditions = [bin.upTo !== undefined, bin.values !== undefined, bin.missing !== undefined].filter(
    Boolean,
  ).length;
  const findings = whole(`${path}.points`, bin.points);
  if (conditions === 0) findings.push(error('bin_without_condition', path, 'state upTo, values or missing'));
  if (conditions > 1)
    findings.push(error('bin_with_two_conditions', path, 'upTo, values and missing exclude one another'));
  if (typeof bin.upTo === 'number') findings.push(...whole(`${path}.upTo`, bin.upTo));
  if (bin.values?.length === 0) findings.push(error('no_values', path, 'a bin of named values lists at least one'));
  return findings;
};

const checkOrder = (bins: readonly ScorecardBin[], path: string): Finding[] => {
  const ends = bins.flatMap(({ upTo }, index) => (upTo === undefined ? [] : [{ upTo: upTo ?? Infinity, index }]));
  const findings = ends.flatMap(({ upTo, index }, position) => {
    const before = ends[position - 1];
    return before !== undefined && upTo <= before.upTo
      ? [error('bins_out_of_order', `${path}.bins[${index}].upTo`, `${upTo} does not lie above ${before.upTo}`)]
      : [];
  });
  const last = ends.at(-1);
  if (last !== undefined && last.upTo !== Infinity)
    findings.push(
      error(
        'open_end_missing',
        `${path}.bins[${last.index}].upTo`,
        `values above ${last.upTo} have no bin; end with null`,
      ),
    );
  return findings;
};

const checkValues = (bins: readonly ScorecardBin[], path: string): Finding[] => {
  const seen = new Set<string>();
  return bins.flatMap((bin, index) =>
    (bin.values ?? []).flatMap((value) => {
      if (seen.has(value))
        return [error('duplicate_value', `${path}.bins[${index}].values`, `${JSON.stringify(value)} is in two bins`)];
      seen.add(value);
      return [];
    }),
  );
};

const checkMissing = (bins: readonly ScorecardBin[], path: string): Finding[] => {
  const count = bins.filter((bin) => bin.missing === true).length;
  if (count === 0)
    return [warning('no_missing_bin', `${path}.bins`, 'a missing value gets 0 points here and is reported as missing')];
  return count > 1 ? [error('two_missing_bins', `${path}.bins`, `${count} bins hold missing values; keep one`)] : [];
};

const checkAttribute = (attribute: ScorecardAttribute, path: string): Finding[] => {
  const { bins } = attribute;
  const findings: Finding[] = attribute.name === '' ? [error('no_name', `${path}.name`, 'name the input')] : [];
  if (bins.length === 0) return [...findings, error('no_bins', `${path}.bins`, 'an attribute needs at least one bin')];
  findings.push(...bins.flatMap((bin, index) => checkBin(bin, `${path}.bins[${index}]`)));
  findings.push(...checkOrder(bins, path), ...checkValues(bins, path), ...checkMissing(bins, path));
  if (new Set(bins.map(({ points }) => points)).size === 1)
    findings.push(
      warning('constant_attribute', `${path}.bins`, 'every bin has the same points: the input decides nothing'),
    );
  return findings;
};

/** Least and most points that a model can give, counting missing values without a bin as 0. */
export const pointsRange = (model: ScorecardModel): { readonly least: number; readonly most: number } => {
  const spans = model.attributes.map(({ bins }) => {
    const points = bins.map((bin) => bin.points);
    if (!bins.some((bin) => bin.missing === true)) points.push(0);
    return { least: Math.min(...points), most: Math.max(...points) };
  });
  return {
    least: spans.reduce((sum, { least }) => sum + least, model.basePoints),
    most: spans.reduce((sum, { most }) => sum + most, model.basePoints),
  };
};

/** All that is wrong or odd about a model; without errors, `scoreOf` gives every case its points and means them. */
export const validateScorecard = (model: ScorecardModel): Finding[] => {
  const findings: Finding[] = [];
  for (const field of ['id', 'version'] as const)
    if (model[field] === '') findings.push(error('no_name', field, `give the model its ${field}`));
  findings.push(...whole('basePoints', model.basePoints));
  if (model.attributes.length === 0)
    findings.push(error('no_attributes', 'attributes', 'a scorecard scores something'));
  const names = new Set<string>();
  for (const [index, attribute] of model.attributes.entries()) {
    if (names.has(attribute.name))
      findings.push(error('duplicate_attribute', `attributes[${index}].name`, `${attribute.name} is scored twice`));
    names.add(attribute.name);
    findings.push(...checkAttribute(attribute, `attributes[${index}]`));
  }
  if (model.cut !== undefined) {
    findings.push(...whole('cut', model.cut));
    const { least, most } = pointsRange(model);
    if (model.cut <= least || model.cut > most)
      findings.push(
        warning('cut_out_of_reach', 'cut', `${model.cut} divides nobody: points run from ${least} to ${most}`),
      );
  }
  return findings;
};
