import type { StaffRole } from '@clearline/line';
import { newId, type Queries } from '@clearline/store';
import { hashPassword } from './sign-in/passwords.ts';
import { tokenHash } from './sign-in/tokens.ts';

interface DemoStaff {
  readonly staffNo: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
}

/** People of the demo lender: one for each role, and a third for where one of the first two decided before (G8). */
export const demoStaff: readonly DemoStaff[] = [
  { staffNo: 'A2001', name: '林审核', email: 'reviewer@demo.clearline.example', roles: ['reviewer'] },
  { staffNo: 'A2002', name: '陈复核', email: 'approver@demo.clearline.example', roles: ['second_approver'] },
  {
    staffNo: 'A2003',
    name: '周复核',
    email: 'reviewer2@demo.clearline.example',
    roles: ['reviewer', 'second_approver'],
  },
  { staffNo: 'A1003', name: '王分析', email: 'analyst@demo.clearline.example', roles: ['analyst'] },
  { staffNo: 'A4001', name: '赵运营', email: 'operator@demo.clearline.example', roles: ['operator'] },
  { staffNo: 'A5001', name: '孙监督', email: 'supervisor@demo.clearline.example', roles: ['supervisor'] },
];

/** The demo’s one password and key; they open nothing but a demo, which says so when it starts. */
export const demoPassword = 'clearline-demo';
export const demoApiKey = 'clearline-demo-key';

/** Adds the demo’s staff and API key where they are missing; what is there stays, a changed password included. */
export async function seedDemoAccess(queries: Queries, now: string): Promise<void> {
  // One hash for all: the password is one and public, and each hash takes a quarter of a second of every first start.
  let passwordHash: string | null = null;
  for (const member of demoStaff) {
    if ((await queries.staffByEmail(member.email)) !== null) continue;
    passwordHash ??= await hashPassword(demoPassword);
    await queries.putStaff({ ...member, roles: [...member.roles], id: newId(), passwordHash });
  }
  const keyHash = tokenHash(demoApiKey);
  if ((await queries.apiKeyByHash(keyHash)) === null) {
    const id = newId();
    await queries.putApiKey({ id, name: 'demo', purpose: 'events', feeds: ['*'], keyHash, createdAt: now });
  }
}
