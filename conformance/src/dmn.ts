import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  childNamed,
  childrenNamed,
  type DmnEngine,
  feelEquals,
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
  const files = (await Promise.all(paths.map((path) => testFiles(path)))).flat().sort();
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

const testFiles = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return path.endsWith('.xml') ? [path] : [];
  const entries = await readdir(path, { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.xml'))
    .map((entry) => testFiles(join(path, entry.name)));
  return (await Promise.all(below)).flat();
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

/** The model of a test file, with the other models of its folder for it to import; a text when it cannot be loaded. */
const loadFor = async (file: string, modelName: string): Promise<DmnEngine | string> => {
  const folder = dirname(file);
  const others = (await readdir(folder)).filter((entry) => entry.endsWith('.dmn') && entry !== modelName);
  const documents = await Promise.all([modelName, ...others].map((entry) => readFile(join(folder, entry), 'utf8')));
  const loaded = loadDmn(documents);
  return loaded.ok ? loaded.value : loaded.errors.map((error) => `line ${error.line}: ${error.message}`).join('; ');
};

/** Null when the case passes, else what is wrong. One case may ask for several results; all must be right. */
const runCase = (engine: DmnEngine, testCase: XmlElement): string | null => {
  const inputs = new Map(
    childrenNamed(testCase, 'inputNode').map((node) => [
      node.attributes['name'] ?? '',
      readValue(node, engine.typeOf(node.attributes['name'] ?? '')),
    ]),
  );
  const now = parseDateTime(new Date().toISOString());
  const options = now ? { now } : {};
  for (const node of childrenNamed(testCase, 'resultNode')) {
    const wanted = childNamed(node, 'expected');
    const name = node.attributes['name'] ?? '';
    const expected = wanted ? readValue(wanted, engine.typeOf(name)) : null;
    const isService =
      testCase.attributes['type'] === 'decisionService' || node.attributes['type'] === 'decisionService';
    const service = isService
      ? engine.evaluateService(testCase.attributes['invocableName'] ?? name, inputs, options)
      : null;
    const result = isService ? service : engine.evaluateDecision(name, inputs, options);
    if (!result) return `the model has no ${isService ? 'service' : 'decision'} of that name (${name})`;
    const inside =
      service && service.outputs.length > 1 && isContext(service.value)
        ? (service.value.get(name) ?? null)
        : result.value;
    if (!same(inside, expected)) {
      const why = result.problems.map((problem) => problem.message).join('; ');
      return `${name}: expected ${formatValue(expected, true)}, found ${formatValue(inside, true)}${why ? ` (${why})` : ''}`;
    }
  }
  return null;
};

/** A value of a test file: `<value xsi:type>`, `<list>`, or `<component>`s. A value without a type is read as the declared one. */
const readValue = (element: XmlElement, declared: Type | null): Value => {
  const type = plainType(declared);
  const list = childNamed(element, 'list');
  if (list) {
    const of = type?.kind === 'list' ? type.of : null;
    return isNil(list) ? null : childrenNamed(list, 'item').map((item) => readValue(item, of));
  }
  const components = childrenNamed(element, 'component');
  if (components.length > 0) {
    const fieldType = (name: string): Type | null =>
      type?.kind === 'context' ? (type.fields.get(name) ?? null) : null;
    return new Map(
      components.map((component) => {
        const name = component.attributes['name'] ?? '';
        return [name, isNil(component) ? null : readValue(component, fieldType(name))];
      }),
    );
  }
  const value = childNamed(element, 'value');
  if (!value || isNil(value)) return null;
  const written = value.attributes['type'];
  if (written === undefined && value.text.trim() === '') return null;
  return readScalar(
    value.text,
    written?.replace(/^.*:/, '') ?? XSD_OF[type?.kind === 'basic' ? type.name : ''] ?? 'string',
  );
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

/** Equality of results: numbers within 1e-8, everything else exactly. */
const same = (found: Value, expected: Value): boolean => {
  if (isNumber(found) && isNumber(expected)) return found.sub(expected).abs().lte(expected.abs().add(1).mul(TOLERANCE));
  if (isList(found) && isList(expected))
    return found.length === expected.length && found.every((item, index) => same(item, expected[index] ?? null));
  if (isContext(found) && isContext(expected))
    return (
      found.size === expected.size &&
      [...expected].every(([key, value]) => found.has(key) && same(found.get(key) ?? null, value))
    );
  return feelEquals(found, expected) === true;
};
