import type { PolicyFault, PolicyFiles } from '@clearline/line';

/** What a part of a policy file must look like before anything can be said about what it means. */
type Shape =
  | 'text'
  | 'number'
  | { readonly list: Shape }
  | { readonly each: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const local: Shape = { fields: { zh: 'text', en: 'text' } };
const bins: Shape = { list: { fields: { points: 'number' } } };

const shapes: Readonly<Record<string, Shape>> = {
  'manifest.json': {
    fields: {
      name: local,
      author: 'text',
      approver: 'text',
      tables: {
        list: {
          fields: { id: 'text', decisionKind: 'text', lineKind: 'text', role: 'text', file: 'text', name: local },
        },
      },
      scorecards: { each: 'text' },
      scenarios: { list: 'text' },
    },
  },
  'inputs.json': {
    list: { fields: { name: 'text', type: 'text', unit: 'text', label: local, source: 'text', actionability: 'text' } },
  },
  'sources.json': { each: local },
  'reasons.json': {
    list: {
      fields: {
        code: 'text',
        family: 'text',
        title: local,
        whatWeSaw: local,
        ourLine: local,
        whatChangesIt: local,
        cure: 'text',
      },
    },
  },
  'parameters.json': {
    list: {
      fields: {
        name: 'text',
        unit: 'text',
        label: local,
        values: { list: { fields: { from: 'text', value: 'number', reference: 'text' } } },
      },
    },
  },
  'features.json': {
    fields: {
      features: {
        list: {
          fields: {
            name: 'text',
            event: 'text',
            aggregate: 'text',
            unit: 'text',
            source: 'text',
            delayMinutes: 'number',
          },
        },
      },
      signals: {
        list: { fields: { name: 'text', signals: { list: { fields: { feature: 'text', atLeast: 'text' } } } } },
      },
    },
  },
};
const scenarioShape: Shape = {
  list: {
    fields: {
      name: local,
      table: 'text',
      given: { fields: {} },
      expect: { fields: { rules: { list: 'text' }, action: 'text' } },
    },
  },
};
const scorecardShape: Shape = {
  fields: {
    id: 'text',
    version: 'text',
    basePoints: 'number',
    attributes: { list: { fields: { name: 'text', bins } } },
  },
};

/** The value of a JSON file; undefined where it is absent or not JSON, which the compiler tells with its place. */
export const parsed = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Wrong {
  readonly place: string;
  readonly message: string;
}

const wrongIn = (value: unknown, shape: Shape, place: string): Wrong[] => {
  const not = (what: string): Wrong[] => [
    { place, message: value === undefined ? `is missing; it is ${what}` : `is not ${what}` },
  ];
  if (shape === 'text') return typeof value === 'string' ? [] : not('a text');
  if (shape === 'number') return typeof value === 'number' ? [] : not('a number');
  if ('list' in shape) {
    if (!Array.isArray(value)) return not('a list […]');
    return value.flatMap((item: unknown, index) => wrongIn(item, shape.list, `${place}[${index}]`));
  }
  if (!isRecord(value)) return not('an object {…}');
  const entries: readonly (readonly [string, Shape])[] =
    'each' in shape ? Object.keys(value).map((name) => [name, shape.each]) : Object.entries(shape.fields);
  return entries.flatMap(([name, field]) => wrongIn(value[name], field, place === '' ? name : `${place}.${name}`));
};

/** Faults of shape in the JSON files of a policy, those that its manifest names included. */
export const shapeFaults = (files: PolicyFiles): PolicyFault[] => {
  const check = (file: string, shape: Shape): PolicyFault[] => {
    const value = parsed(files[file]);
    return value === undefined ? [] : wrongIn(value, shape, '').map((wrong) => ({ file, ...wrong }));
  };
  const faults = Object.entries(shapes).flatMap(([file, shape]) => check(file, shape));
  const manifest = parsed(files['manifest.json']);
  if (faults.length > 0 || !isRecord(manifest)) return faults;
  const scenarioFiles = manifest['scenarios'] as readonly string[];
  const named = [
    ...scenarioFiles.flatMap((file) => check(file, scenarioShape)),
    ...Object.values(manifest['scorecards'] as Readonly<Record<string, string>>).flatMap((file) =>
      check(file, scorecardShape),
    ),
  ];
  return named.length > 0 ? named : scenarioFiles.flatMap((file) => givenFaults(files, file));
};

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
};

/** Values of scenarios that are not of the type that inputs.json declares; null stands for a missing one. */
const givenFaults = (files: PolicyFiles, file: string): PolicyFault[] => {
  const inputs = (parsed(files['inputs.json']) ?? []) as readonly { readonly name: string; readonly type: string }[];
  const scenarios = (parsed(files[file]) ?? []) as readonly { readonly given: Readonly<Record<string, unknown>> }[];
  return scenarios.flatMap(({ given }, index) =>
    inputs.flatMap(({ name, type }) => {
      const value = given[name] ?? null;
      if (value === null || (isOfType[type] ?? Number.isSafeInteger)(value)) return [];
      const message = `is ${JSON.stringify(value)}; the input is declared as ${type}${isOfType[type] ? '' : ', a whole number'}`;
      return [{ file, place: `[${index}].given.${name}`, message }];
    }),
  );
};
