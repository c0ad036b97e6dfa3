import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** What each of many small objects, dead at once, leaves in the old generation after as many others had lived for long. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { tuneCollector } from ${JSON.stringify(new URL('./collector.mjs', import.meta.url).href)};
  tuneCollector();
  const COUNT = 200_000;
  const oldBytes = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space').space_used_size;
  const make = (n) => [n, [n], { n, list: [n] }];
  let kept = Array.from({ length: COUNT }, (_, n) => make(n));
  const before = oldBytes();
  kept = null;
  let last;
  for (let n = 0; n < COUNT; n += 1) last = make(n);
  console.log((oldBytes() - before) / COUNT, last.length);
`;

it('what is dead at once is not made old because its like had lived long', async () => {
  const parameters = ['--initial-old-space-size=600', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  // Some 220 bytes each where V8 may do so; what the young collections still carry of those that had lived is below 100.
  expect(Number.parseFloat(stdout)).toBeLessThan(120);
});
