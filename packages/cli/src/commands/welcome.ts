import type { LocalText } from '@clearline/line';
import { demoApiKey, demoPassword, demoStaff } from '@clearline/server';
import type { SampleBorrower } from '../demo/sample-borrowers.ts';

const baseOf = (host: string, port: number): string =>
  `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;

/** The same for a real lender: where it is, and who can get in. */
export function welcomeLive(host: string, port: number, name: LocalText, staff: number): string {
  const base = baseOf(host, port);
  return [
    '',
    `Clearline 明借 is running for ${name.zh} (${name.en}).`,
    `  Borrower   ${base}/`,
    `  Console    ${base}/console/`,
    `  API        ${base}/docs`,
    '',
    staff === 0
      ? '  Nobody can sign in to the console yet: stop, and add people with `clearline staff add`.'
      : `  ${staff} member${staff === 1 ? '' : 's'} of staff can sign in to the console. Ctrl-C stops it.`,
    '',
  ].join('\n');
}

/** What a person reads once the lender is up: where it is, and how to get in. */
export function welcome(host: string, port: number, borrowers: readonly SampleBorrower[]): string {
  const base = baseOf(host, port);
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
