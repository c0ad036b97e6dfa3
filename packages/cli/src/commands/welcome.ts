import { demoApiKey, demoPassword, demoStaff } from '@clearline/server';
import type { SampleBorrower } from '../demo/sample-borrowers.ts';

/** What a person reads once the lender is up: where it is, and how to get in. */
export function welcome(host: string, port: number, borrowers: readonly SampleBorrower[]): string {
  const base = `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;
  const staff = demoStaff.map(({ email, name, roles }) => `    ${email.padEnd(36)} ${name}  ${roles.join(', ')}`);
  const sample = borrowers.map(({ phone, what }) => `    ${phone}  ${what}`);
  return [
    '',
    'Clearline 明借 is running.',
    `  Borrower   ${base}/`,
    `  Console    ${base}/console/`,
    `  API        ${base}/docs`,
    '',
    '  Borrowers sign in with a phone; the code is shown on the page. Any new phone registers, or one of these:',
    ...sample,
    `  Staff sign in with the password ${demoPassword}:`,
    ...staff,
    `  The lender’s systems use the API key ${demoApiKey}.`,
    '  This is a demo: everybody who can reach it can read every code. Ctrl-C stops it.',
    '',
  ].join('\n');
}
