import { ApiProblem, type Client, type DrawInput } from '@clearline/client';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { en } from '../../apps/borrower/src/i18n/en.ts';
import { type Dictionary, zh } from '../../apps/borrower/src/i18n/zh.ts';
import { apiOf } from './api-of.ts';
import { desktop, openBrowser, phone, screenshot } from './harness.ts';
import { type Product, type ProductOptions, startProduct } from './product.ts';

export type Language = 'zh' | 'en';
/** Every word of the borrower's app: the tests press what the dictionary names, so that they read both languages alike. */
export const wordsOf: Readonly<Record<Language, Dictionary>> = { zh, en };

/** Someone at a screen: the page, and the API as the same person. */
export interface Person {
  readonly page: Page;
  readonly api: Client;
}
export interface Borrower extends Person {
  readonly id: string;
  readonly phone: string;
  readonly t: Dictionary;
}
export type StaffName = 'reviewer' | 'approver' | 'reviewer2' | 'analyst' | 'operator' | 'supervisor';

/** The running product with a browser before it; close it when done. */
export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
  /** What went wrong in any page, in the words of the browser. */
  readonly faults: readonly string[];
  /** A fresh page of nobody; `language` is what both apps speak on it. */
  open(who: string, options?: { language?: Language; context?: BrowserContextOptions }): Promise<Person>;
  staff(name: StaffName, options?: { language?: Language; context?: BrowserContextOptions }): Promise<Person>;
  /** The lender's own systems. */
  readonly systems: Client;
  /** Pictures of every open page, for where a test stopped. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

const rememberLanguage = (language: Language): string =>
  `localStorage.setItem('clearline.language', '${language}');
   localStorage.setItem('clearline.console.language', '${language}');`;

export async function openStage(options: ProductOptions = { demo: 'none' }): Promise<Stage> {
  const [product, browser] = await Promise.all([startProduct(options), openBrowser()]);
  const faults: string[] = [];
  const open: Stage['open'] = async (who, { language, context: more = {} } = {}) => {
    // Without motion: a click while something still grows hits it half way, and every frame is work for the machine.
    const context = await browser.newContext({
      viewport: phone,
      acceptDownloads: true,
      reducedMotion: 'reduce',
      ...more,
    });
    if (language !== undefined) await context.addInitScript(rememberLanguage(language));
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => faults.push(`${who}: ${error.message}`));
    return { page, api: apiOf(context, product.apiUrl) };
  };
  // Signing in costs a quarter of a second of work each time, by design; the pages where it is done by hand have their own tests.
  const signedIn = new Map<StaffName, Awaited<ReturnType<BrowserContext['storageState']>>>();
  const strangers = await browser.newContext();
  return {
    product,
    browser,
    faults,
    open,
    systems: apiOf(strangers, product.apiUrl, 'clearline-demo-key'),
    async staff(name, given = {}) {
      const cookies = signedIn.get(name);
      const context = { viewport: desktop, ...(cookies && { storageState: cookies }), ...given.context };
      const person = await open(name, { ...given, context });
      // The lender's clock may have been moved past the end of a session.
      if (cookies !== undefined && (await isSignedIn(person.api))) return person;
      const email = `${name}@demo.clearline.example`;
      await person.api.staffSignIn({ body: { email, password: 'clearline-demo' } });
      signedIn.set(name, await person.page.context().storageState());
      return person;
    },
    async picture(name) {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [index, page] of pages.entries()) await screenshot(page, `stopped/${name}-${index}`);
    },
    async close() {
      await browser.close();
      await product.stop();
      await product.dispose();
    },
  };
}

async function isSignedIn(api: Client): Promise<boolean> {
  try {
    await api.staffMe({});
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return false;
    throw error;
  }
}

let borrowersMade = 0;

/** Another number of nobody: the region code does not exist; the check digit is right. The sandbox bureau knows no ill of it unless it ends in 9. */
function idNumberOf(serial: number, lastDigit: string | null): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  for (let order = serial * 10; ; order++) {
    const body = `99999919900101${String(order % 1000).padStart(3, '0')}`;
    const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
    const check = '10X98765432'[sum % 11] ?? '';
    if (lastDigit === null ? check !== '9' : check === lastDigit) return body + check;
  }
}

interface NewBorrower {
  readonly language?: Language;
  readonly name?: string;
  /** Known to the sandbox bureau for overdue accounts. */
  readonly troubled?: boolean;
  readonly context?: BrowserContextOptions;
}

/** The code of the newest message to a phone. */
export async function newestCode(api: Client, phone: string): Promise<string> {
  const outbox = await api.demoOutbox({ query: { phone } });
  const code = /\d{6}/.exec(outbox.items[0]?.body.zh ?? '')?.[0];
  if (code === undefined) throw new Error(`no code for ${phone} in the demo's outbox`);
  return code;
}

/** Registers by the API, up to the given consents: what comes before has its own test, by hand on the pages. */
export async function identified(stage: Stage, options: NewBorrower = {}): Promise<Borrower> {
  const { language = 'zh', name = '欧阳明月', troubled = false } = options;
  const serial = (borrowersMade += 1);
  const number = `139${String(10_000_000 + serial)}`;
  const { page, api } = await stage.open(number, { language, ...(options.context && { context: options.context }) });
  await api.sendCode({ body: { phone: number } });
  const code = await newestCode(api, number);
  const { borrowerId: id } = await api.signIn({ body: { phone: number, code } });
  await page.addInitScript((value) => sessionStorage.setItem('clearline.phone', value), number);
  await api.verifyIdentity({ body: { name, idNumber: idNumberOf(serial, troubled ? '9' : null) } });
  for (const { kind, version } of (await api.listConsents({})).items) {
    await api.changeConsent({ params: { kind }, body: { given: true, version } });
  }
  return { page, api, id, phone: number, t: wordsOf[language] };
}

interface Application {
  readonly kind?: 'CONSUMER' | 'BUSINESS';
  readonly monthlyIncomeFen?: number;
}

/** A borrower with an open line, by the API. */
export async function withLine(stage: Stage, options: NewBorrower & Application = {}): Promise<Borrower> {
  const { kind = 'CONSUMER', monthlyIncomeFen = 1_500_000 } = options;
  const borrower = await identified(stage, options);
  const application = await borrower.api.apply({
    body: { kind, monthlyIncomeFen, employment: 'EMPLOYED', monthsInWork: 48 },
  });
  const hash = application.offer?.costSheet.hash;
  if (hash === undefined) throw new Error(`no offer for ${borrower.phone}: ${JSON.stringify(application)}`);
  await borrower.api.acceptOffer({
    body: { costSheetHash: hash, readSeconds: 30, scrolledToEnd: true, confirmed: true },
  });
  return borrower;
}

/** Draws from this amount on are confirmed with a code. */
const CODE_FROM_FEN = 2_000_000;

/** Draws by the API and waits for the money; gives the loan's id. */
export async function drawn(
  { api, phone }: Pick<Borrower, 'api' | 'phone'>,
  amountFen: number,
  terms: Partial<Omit<DrawInput, 'amountFen'>> = {},
): Promise<string> {
  const input: DrawInput = { amountFen, tenorMonths: 3, method: 'EQUAL_INSTALMENT', ...terms };
  const { planHash, costSheet } = await api.quoteDraw({ body: input });
  const asked = amountFen >= CODE_FROM_FEN;
  if (asked) await api.sendDrawCode({ body: { amountFen } });
  const { loanId } = await api.draw({
    body: {
      ...input,
      ...(asked && { code: await newestCode(api, phone) }),
      purpose: 'DAILY',
      accountTail: '6688',
      planHash,
      costSheetHash: costSheet.hash,
      readSeconds: 30,
      scrolledToEnd: true,
      confirmed: true,
    },
  });
  await until(
    () => api.getLoan({ params: { id: loanId } }),
    (loan) => loan.state === 'ACTIVE',
  );
  return loanId;
}

/** Asks until the answer is as wanted; the workers run beside the test. */
export async function until<T>(ask: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await ask();
    if (wanted(value)) return value;
    if (Date.now() > end) throw new Error(`not so after 20 s: ${JSON.stringify(value)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Behaviour events about a borrower, as the lender's systems send them; none may be refused. */
export async function observe(
  stage: Stage,
  borrowerId: string,
  events: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const body = events.map((event, index) => ({
    eventId: `${borrowerId}-${Date.now()}-${index}`,
    borrowerId,
    source: 'app',
    ...event,
  }));
  // The kinds differ in their fields; the API itself checks each.
  const { results } = await stage.systems.recordEvents({ body: { events: body as never } });
  const refused = results.filter(({ refusal }) => refusal !== null);
  if (refused.length > 0) throw new Error(`events refused: ${JSON.stringify(refused)}`);
}
