import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  childNamed,
  childrenNamed,
  type DecisionResult,
  type DmnDocument,
  type DmnEngine,
  formatValue,
  isContext,
  isList,
  isNumber,
  loadDmn,
  num,
  parseDate,
  parseDateTime,
  parseDuration,
  parseTime,
  readXml,
  type Type,
  type Value,
  type XmlElement,
} from '@clearline/dmn';
import type { SuiteResult } from './suite.ts';

/** Runs every test file of the layout of the DMN kit below the folders or files given. */
export async function run(paths: readonly string[]): Promise<SuiteResult> {
  const result = { suite: 'dmn', total: 0, passed: 0, failed: [] as string[], skipped: [] as string[] };
  const files = (await Promise.all(paths.map((path) => filesBelow(path, '.xml')))).flat().sort();
  for (const file of files) {
    for (const outcome of await runFile(file)) {
      result.total++;
      if (outcome.fault === null) result.passed++;
      else {
        result.failed.push(outcome.id);
        if (process.env['VERBOSE']) console.error(`${outcome.id}: ${outcome.fault}`);
      }
    }
  }
  return result;
}

const filesBelow = async (path: string, suffix: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return path.endsWith(suffix) ? [path] : [];
  const entries = await readdir(path, { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory() || entry.name.endsWith(suffix))
    .map((entry) => filesBelow(join(path, entry.name), suffix));
  return (await Promise.all(below)).flat().sort();
};

interface Outcome {
  id: string;
  fault: string | null;
}

const runFile = async (file: string): Promise<Outcome[]> => {
  const read = readXml(await readFile(file, 'utf8'));
  const name = `${basename(dirname(file))}/${basename(file, '.xml')}`;
  if (!read.ok) return [{ id: name, fault: `line ${read.errors.line}: ${read.errors.message}` }];
  if (read.value.name !== 'testCases') return [];
  const cases = childrenNamed(read.value, 'testCase');
  const engine = await loadFor(file, childNamed(read.value, 'modelName')?.text.trim() ?? '');
  return cases.map((testCase, index) => {
    const id = `${name}#${testCase.attributes['id'] ?? index + 1}`;
    return { id, fault: typeof engine === 'string' ? engine : runCase(engine, testCase) };
  });
};

/** The model of a test file, with the models of its folder that it imports; a text when it cannot be loaded. */
const loadFor = async (file: string, modelName: string): Promise<DmnEngine | string> => {
  const folder = dirname(file);
  const main = join(folder, modelName);
  const others = (await filesBelow(folder, '.dmn')).filter((path) => path !== main);
  const documents = await Promise.all(
    [main, ...others].map(async (path) => ({ text: await readFile(path, 'utf8'), location: path })),
  );
  const loaded = loadDmn(reachable(documents));
  return loaded.ok ? loaded.value : loaded.errors.map((error) => `line ${error.line}: ${error.message}`).join('; ');
};

/** The first document and those it imports, at any depth: a folder may hold models of other tests. */
const reachable = (documents: readonly DmnDocument[]): DmnDocument[] => {
  const read = documents.map((document) => {
    const root = readXml(document.text);
    const imports = root.ok ? childrenNamed(root.value, 'import').map(({ attributes }) => attributes) : [];
    return { document, namespace: root.ok ? root.value.attributes['namespace'] : undefined, imports };
  });
  const kept = new Set(read.slice(0, 1));
  for (const { imports } of kept)
    for (const { namespace, locationURI } of imports) {
      const target =
        read.find((one) => one.namespace === namespace && !kept.has(one)) ??
        read.find(({ document }) => locationURI !== undefined && basename(document.location) === basename(locationURI));
      if (target) kept.add(target);
    }
  return [...kept].map(({ document }) => document);
};

/** Null when the case passes, else what is wrong. One case may ask for several results; all must be right. */
const runCase = (engine: DmnEngine, testCase: XmlElement): string | null => {
  const inputs = new Map(
    childrenNamed(testCase, 'inputNode').map((node) => [
      node.attributes['name'] ?? '',
      readValue(node, engine.typeOf(node.attributes['name'] ?? '')),
    ]),
  );
  for (const node of childrenNamed(testCase, 'resultNode')) {
    const wanted = childNamed(node, 'expected');
    const name = node.attributes['name'] ?? '';
    const result = evaluate(engine, testCase, node, inputs);
    const expected = wanted ? readValue(wanted, engine.typeOf(name), result?.value) : null;
    // A case may ask for an error by naming what the model does not have.
    if (!result && node.attributes['errorResult'] === 'true' && expected === null) continue;
    if (!result) return `the model has nothing of that name and kind (${name})`;
    if (!same(result.value, expected)) {
      const why = result.problems.map((problem) => problem.message).join('; ');
      return `${name}: expected ${formatValue(expected, true)}, found ${formatValue(result.value, true)}${why ? ` (${why})` : ''}`;
    }
  }
  return null;
};

/** What a result node asks for: a decision, a decision service, or knowledge called with the inputs. */
const evaluate = (
  engine: DmnEngine,
  testCase: XmlElement,
  node: XmlElement,
  inputs: ReadonlyMap<string, Value>,
): DecisionResult | null => {
  const now = parseDateTime(new Date().toISOString());
  const options = now ? { now } : {};
  const name = node.attributes['name'] ?? '';
  const called = testCase.attributes['invocableName'] ?? name;
  switch (node.attributes['type'] ?? testCase.attributes['type']) {
    case 'bkm':
      return engine.evaluateKnowledge(called, inputs, options);
    case 'decisionService': {
      const service = engine.evaluateService(called, inputs, options);
      if (!service || service.outputs.length < 2 || !isContext(service.value) || called === name) return service;
      return { ...service, value: service.value.get(name) ?? null };
    }
    default:
      return engine.evaluateDecision(name, inputs, options);
  }
};

/**
 * A value of a test file: `<value xsi:type>`, `<list>`, or `<component>`s. A value without a type is read as the declared
 * one; where none is declared either, as the kind of the value it is compared with.
 */
const readValue = (element: XmlElement, declared: Type | null, like: Value = null): Value => {
  const type = plainType(declared);
  const list = childNamed(element, 'list');
  if (list) {
    const of = type?.kind === 'list' ? type.of : null;
    return isNil(list)
      ? null
      : childrenNamed(list, 'item').map((item, index) =>
          readValue(item, of, isList(like) ? (like[index] ?? null) : null),
        );
  }
  const components = childrenNamed(element, 'component');
  if (components.length > 0) {
    const fieldType = (name: string): Type | null =>
      type?.kind === 'context' ? (type.fields.get(name) ?? null) : null;
    return new Map(
      components.map((component) => {
        const name = component.attributes['name'] ?? '';
        const inside = isContext(like) ? (like.get(name) ?? null) : null;
        return [name, isNil(component) ? null : readValue(component, fieldType(name), inside)];
      }),
    );
  }
  const value = childNamed(element, 'value');
  if (!value || isNil(value)) return null;
  const written = value.attributes['type'];
  if (written === undefined && value.text.trim() === '') return null;
  if (written === undefined && (type === null || type.kind === 'any')) return untyped(value.text, like);
  return readScalar(
    value.text,
    written?.replace(/^.*:/, '') ?? XSD_OF[type?.kind === 'basic' ? type.name : ''] ?? 'string',
  );
};

/** Text without any type, as the kind of another value where it is written as one. */
const untyped = (text: string, like: Value): Value => {
  const trimmed = text.trim();
  if (isNumber(like)) return /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(trimmed) ? num(trimmed) : text;
  return like !== null && typeof like !== 'string' && formatValue(like) === trimmed ? like : text;
};

const isNil = (element: XmlElement): boolean => element.attributes['nil'] === 'true';

const XSD_OF: Readonly<Record<string, string>> = {
  number: 'decimal',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'dateTime',
  'days and time duration': 'duration',
  'years and months duration': 'duration',
};

/** A type without its constraints. */
const plainType = (type: Type | null): Type | null => {
  if (type?.kind === 'constrained') return plainType(type.of);
  return type?.kind === 'lazy' ? plainType(type.resolve()) : type;
};

const readScalar = (text: string, type: string): Value => {
  const trimmed = text.trim();
  switch (type) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return num(trimmed);
    case 'boolean':
      return trimmed === 'true' || trimmed === '1';
    case 'date':
      return parseDate(trimmed);
    case 'time':
      return parseTime(trimmed);
    case 'dateTime':
      return parseDateTime(trimmed);
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return parseDuration(trimmed);
    default:
      return text;
  }
};

const TOLERANCE = 1e-8;

/** Equality of results: numbers within 1e-8, everything else exactly, times with their fractions and zones. */
const same = (found: Value, expected: Value): boolean => {
  if (isNumber(found) && isNumber(expected)) return found.sub(expected).abs().lte(TOLERANCE);
  if (isList(found) && isList(expected))
    return found.length === expected.length && found.every((item, index) => same(item, expected[index] ?? null));
  if (isContext(found) && isContext(expected))
    return (
      found.size === expected.size &&
      [...expected].every(([key, value]) => found.has(key) && same(found.get(key) ?? null, value))
    );
  return typeof found === typeof expected && formatValue(found, true) === formatValue(expected, true);
};
