import type { Context } from '@clearline/line';
import { type Queries, StoreError } from '@clearline/store';
import { demoStaff } from './demo-staff.ts';

export type LenderKind = 'demo' | 'live';
const kindSetting = 'lender';

interface KeptLender {
  readonly kind: LenderKind;
  readonly name: string;
  readonly noticeDays: number;
}

/** The lender whose book this is, as it was last opened; null before it ever was. */
export const keptLender = (queries: Pick<Queries, 'setting'>): Promise<KeptLender | null> =>
  queries.setting<KeptLender>(kindSetting);

/**
 * Notes whose book this is, and refuses to open a real lender’s as a demo, which would show everybody its customers’ codes, or
 * a demo’s as a real lender’s, which would take over its well-known passwords.
 * @throws StoreError `wrong_lender`
 */
export async function requireKind(queries: Queries, kind: LenderKind, lender: Context['lender']): Promise<void> {
  const kept = await keptLender(queries);
  // Books of demos from before this was noted are known by their staff.
  const known = kept?.kind ?? ((await queries.staffByEmail(demoStaff[0]?.email ?? '')) === null ? null : 'demo');
  if (known !== null && known !== kind) {
    const message =
      known === 'demo'
        ? 'This book belongs to the demo lender. A real lender starts with an empty database: point DATABASE_URL or --data-dir at another.'
        : `This book belongs to ${kept?.name ?? 'a real lender'} and does not open as a demo. Give --lender FILE, or another DATABASE_URL or --data-dir.`;
    throw new StoreError('wrong_lender', message);
  }
  const { name, noticeDays } = lender;
  await queries.putSetting(kindSetting, { kind, name: name.zh, noticeDays } satisfies KeptLender);
}
