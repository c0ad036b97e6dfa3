import { root } from './paths.mjs';

/** Counts what one Vitest run reported in its JSON file. */
export function tally(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    // A file that could not even be loaded reports no tests; it is a failure all the same.
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'))
      counts.failed += 1;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}

/** What failed in one Vitest run, a line each: file, test, and the first words of why. Many lines down a log nobody finds them. */
export function failures(report) {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.startsWith(root) ? name.slice(root.length + 1) : name;
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
  });
}

/** What Vitest's report has in place of the message of a test, or of what it waits for, that ran out of time. */
const outOfTime = 'Error: STACK_TRACE_ERROR';

const firstLine = (text) => {
  const line = (text ?? '').split('\n')[0].slice(0, 200);
  return line === outOfTime ? 'timed out' : line;
};

/** The closing line: `12 passed, 0 failed`, with the skipped named only when there are any. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
