import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDefinitions, writeDefinitions } from '@clearline/dmn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as runDmn } from './dmn.ts';
import { run as runRecourse } from './recourse.ts';

const shared = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const kit = join(shared, 'dmn-tck');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline suites '));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

const MODEL = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<businessKnowledgeModel id="k" name="twice"><variable name="twice"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="d" name="third"><variable name="third"/><literalExpression><text>1 / 3</text></literalExpression></decision>
<decision id="t" name="moment"><variable name="moment"/><literalExpression><text>time("10:00:00.25")</text></literalExpression></decision>
</definitions>`;
const value = (type: string, text: string): string =>
  `<expected><value xmlns:xsi="urn:i" xmlns:xsd="urn:d" xsi:type="xsd:${type}">${text}</value></expected>`;

describe('the DMN runner', () => {
  it('tells passes from failures: tolerance, knowledge, absent things, fractions of seconds', async () => {
    await writeFile(join(dir, 'm.dmn'), MODEL);
    await writeFile(join(dir, 'broken.dmn'), '<definitions');
    const cases = [
      `<testCase id="near"><resultNode name="third" type="decision">${value('decimal', '0.333333334')}</resultNode></testCase>`,
      `<testCase id="off"><resultNode name="third" type="decision">${value('decimal', '0.33333')}</resultNode></testCase>`,
      `<testCase id="called" type="bkm" invocableName="twice"><inputNode name="n"><value xmlns:xsi="urn:i" xsi:type="decimal">4</value></inputNode><resultNode name="twice">${value('decimal', '8')}</resultNode></testCase>`,
      `<testCase id="absent"><resultNode name="nothing" type="decision">${value('decimal', '8')}</resultNode></testCase>`,
      `<testCase id="absent, as asked"><resultNode name="nothing" type="decision" errorResult="true"><expected><value xmlns:xsi="urn:i" xsi:nil="true"/></expected></resultNode></testCase>`,
      `<testCase id="fraction"><resultNode name="moment" type="decision">${value('time', '10:00:00.5')}</resultNode></testCase>`,
    ];
    await writeFile(join(dir, 'm-test-01.xml'), `<testCases><modelName>m.dmn</modelName>${cases.join('')}</testCases>`);
    const { total, failed } = await runDmn([dir]);
    expect(total).toBe(6);
    expect(failed.map((id) => id.slice(id.indexOf('#') + 1))).toEqual(['off', 'absent', 'fraction']);
  });
});

describe('the recourse runner', () => {
  it('fails a row whose cost, or whose decision, is wrong', async () => {
    const problem = {
      model: { kind: 'scorecard', base: -10, points: [3] },
      rows: [
        { x: [0], groups: [[{ delta: { '0': 4 }, cost: 7 }]], approved: false, minCost: 7 },
        { x: [0], groups: [[{ delta: { '0': 4 }, cost: 7 }]], approved: false, minCost: 6 },
        { x: [0], groups: [], approved: true, minCost: 0 },
        { x: [0], groups: [], approved: false, minCost: null },
      ],
    };
    await writeFile(join(dir, 'p.json'), JSON.stringify(problem));
    const { total, failed, timing } = await runRecourse([join(dir, 'p.json')]);
    expect(total).toBe(4);
    expect(failed).toEqual(['p.json/0#1', 'p.json/0#2']);
    expect(timing['scorecard']?.rows).toBe(3);
  });
});

// The vectors are handed to developers beside the repository; elsewhere these suites report themselves as not run.
describe.skipIf(!existsSync(kit))('the vectors beside the repository', () => {
  it('every case of the DMN kit passes', async () => {
    const { total, failed } = await runDmn([kit]);
    expect(total).toBeGreaterThan(2_000);
    expect(failed).toEqual([]);
  }, 60_000);

  it('every model of the kit is the same after it was written and read', async () => {
    const files = (await readdir(kit, { recursive: true })).filter((file) => file.endsWith('.dmn'));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const read = readDefinitions(await readFile(join(kit, file), 'utf8'));
      if (!read.ok) throw new Error(`${file}: ${read.errors.message}`);
      expect(readDefinitions(writeDefinitions(read.value)), file).toEqual(read);
    }
  }, 60_000);

  it('every recourse problem is solved', async () => {
    const files = (await readdir(join(shared, 'recourse'))).filter((file) => file.endsWith('.json'));
    const { total, failed } = await runRecourse(files.map((file) => join(shared, 'recourse', file)));
    expect(total).toBeGreaterThan(500);
    expect(failed).toEqual([]);
  }, 60_000);
});
