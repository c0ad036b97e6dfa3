import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { compilePolicySet, DEMO_LENDER, type PolicySet } from '@clearline/line';
import { createTestDatabase, openStore, readPolicyFiles } from '@clearline/store';
import { lenderClock } from '../clock.ts';
import { serverLog } from '../http/log.ts';
import { type Lender, openLender } from '../open-lender.ts';
import { type Api, apiOf } from './api.ts';

type PolicyFiles = Readonly<Record<string, string>>;

export interface DemoLender extends Lender {
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly policies: PolicySet;
  /** Waits until `ready` says so; the workers run beside the test. */
  until<T>(ask: () => Promise<T>, ready: (value: T) => boolean): Promise<T>;
  borrower(phone: string): Promise<Api>;
  staff(who: string): Promise<Api>;
  stop(): Promise<void>;
  /** The same lender stopped and started again an hour later, by default with the default policies; this one is then gone. */
  restarted(changed?: (files: PolicyFiles) => PolicyFiles): Promise<DemoLender>;
}

interface Outbox {
  readonly items: readonly { readonly body: { readonly zh: string }; readonly title: { readonly en: string } }[];
}

const waitMs = 20;
const patienceMs = 15_000;
const hourMs = 3_600_000;

/** The newest one-time code that the demo’s outbox shows for a phone. */
export async function codeFor(api: Api, phone: string, title: string): Promise<string> {
  const { body } = await api.get<Outbox>(`/v1/demo/outbox?phone=${phone}`);
  const code = /\d{6}/.exec(body.items.find((item) => item.title.en === title)?.body.zh ?? '')?.[0];
  if (code === undefined) throw new Error(`no “${title}” in the outbox of ${phone}`);
  return code;
}

/**
 * A demo lender on a database of its own, at noon of a fixed day, with the default policies.
 * @param changed makes other policies of them
 */
export async function startDemoLender(
  at = '2026-11-23T04:00:00.000Z',
  changed = (files: PolicyFiles): PolicyFiles => files,
): Promise<DemoLender> {
  const database = await createTestDatabase();
  const store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(randomBytes(32)) });
  return openOn(store, () => database.drop(), at, changed);
}

async function openOn(
  store: DemoLender['store'],
  drop: () => Promise<void>,
  at: string,
  changed: (files: PolicyFiles) => PolicyFiles,
): Promise<DemoLender> {
  const files = await readPolicyFiles(fileURLToPath(new URL('../../../../policies', import.meta.url)));
  const compiled = compilePolicySet(changed(files), at.slice(0, 10));
  if (!compiled.ok) throw new Error(`the policies do not compile: ${JSON.stringify(compiled.faults)}`);
  const started = Date.now();
  const lender = await openLender({
    store,
    bookId: 'main',
    lender: DEMO_LENDER,
    policies: compiled.policies,
    apps: { borrower: null, console: null },
    adapters: null,
    log: serverLog('error'),
    version: 'test',
    takeOver: false,
    clock: lenderClock(0, () => new Date(Date.parse(at) + Date.now() - started).toISOString()),
  });
  return {
    ...lender,
    store,
    policies: compiled.policies,
    async until(ask, ready) {
      const end = Date.now() + patienceMs;
      for (;;) {
        const value = await ask();
        if (ready(value)) return value;
        if (Date.now() > end) throw new Error(`not ready after ${patienceMs} ms: ${JSON.stringify(value)}`);
        await new Promise((resolve) => {
          setTimeout(resolve, waitMs);
        });
      }
    },
    async borrower(phone) {
      const api = apiOf(lender.app);
      await api.send('POST', '/v1/auth/codes', { phone });
      const code = await codeFor(api, phone, 'Sign-in code');
      const signedIn = await api.send('POST', '/v1/auth/sessions', { phone, code });
      if (signedIn.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(signedIn.body)}`);
      return api;
    },
    async staff(who) {
      const api = apiOf(lender.app);
      const body = { email: `${who}@demo.clearline.example`, password: 'clearline-demo' };
      const signedIn = await api.send('POST', '/v1/staff/sessions', body);
      if (signedIn.status !== 200) throw new Error(`sign-in of ${who} failed: ${JSON.stringify(signedIn.body)}`);
      return api;
    },
    async stop() {
      await lender.close();
      await store.close();
      await drop();
    },
    async restarted(otherwise = (same) => same) {
      await lender.close();
      return openOn(store, drop, new Date(Date.parse(at) + hourMs).toISOString(), otherwise);
    },
  };
}
