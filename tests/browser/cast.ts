import type { Page } from 'playwright-core';
import { en } from '../../apps/console/src/i18n/en.ts';
import { zh } from '../../apps/console/src/i18n/zh.ts';
import {
  type Borrower,
  drawn,
  identified,
  type Language,
  observe,
  type Person,
  type Stage,
  until,
  withLine,
} from './stage.ts';

/** A page of one of the two apps, as someone for whom it has something to show. */
export interface View {
  readonly name: string;
  readonly app: 'borrower' | 'console';
  readonly page: Page;
  /** The path below the app's address, with or without the first slash. */
  readonly path: string;
  /** What stands on the page once it has loaded. */
  readonly ready: string;
  /** What is done on the page before it is looked at: a dialog is opened. */
  readonly act?: (page: Page, language: Language) => Promise<void>;
}

/** Every word of the console. */
const consoleWords = { zh, en } as const;

/** How far the lender's clock is moved on, so that one borrower is late. */
const DAYS_ON = 36;
/** By the lender's clock once it was moved. */
const minutesAgo = (minutes: number): string =>
  new Date(Date.now() + DAYS_ON * 86_400_000 - minutes * 60_000).toISOString();

/** Four draws in a row: the fourth is paid, and further ones are held for a while. */
async function held(stage: Stage): Promise<Borrower> {
  const borrower = await withLine(stage);
  // Another amount each time: the same one within seconds would be taken for a request sent twice.
  for (let n = 0; n < 4; n++) await drawn(borrower, 60_000 + n * 10_000);
  await until(
    () => borrower.api.home({}),
    (home) => home.line?.displayState === 'DRAW_HOLD',
  );
  return borrower;
}

/** Three sign-ins within half an hour, from as many provinces: who made them is asked to verify (security). */
export function signInsFromAfar(ago: (minutes: number) => string): readonly Readonly<Record<string, unknown>>[] {
  const login = (minutes: number, deviceId: string, province: string) => ({
    kind: 'LOGIN',
    occurredAt: ago(minutes),
    deviceId,
    province,
    success: true,
  });
  return [login(30, 'phone-1', '浙江'), login(20, 'phone-2', '广东'), login(10, 'phone-2', '云南')];
}

async function protectedOne(stage: Stage): Promise<Borrower> {
  const borrower = await withLine(stage);
  await observe(stage, borrower.id, signInsFromAfar(minutesAgo));
  await until(
    () => borrower.api.home({}),
    (home) => home.restrictions.some(({ stepUpLifts }) => stepUpLifts),
  );
  return borrower;
}

/** A report that would decline, and is two months old: too old to decide on, so a person does (G5). */
async function referred(stage: Stage): Promise<Borrower> {
  const borrower = await identified(stage);
  await observe(stage, borrower.id, [staleReport(borrower.id, (await borrower.api.home({})).businessDate)]);
  await borrower.api.apply({
    body: { kind: 'CONSUMER', monthlyIncomeFen: 1_200_000, employment: 'EMPLOYED', monthsInWork: 30 },
  });
  return borrower;
}

/** Takings came in: the consumer line can be exchanged for a business line (C5). */
async function trading(stage: Stage): Promise<Borrower> {
  const borrower = await withLine(stage);
  const salesDate = (await borrower.api.home({})).businessDate;
  await observe(stage, borrower.id, [
    {
      kind: 'SALES_UPDATE',
      occurredAt: new Date(Date.parse(`${salesDate}T00:00:00+08:00`)).toISOString(),
      source: 'acquirer',
      salesDate,
      salesFen: 800_000,
      orders: 30,
    },
  ]);
  return borrower;
}

/** A temporary limit was asked for and granted, and then each draw is capped. */
async function raisedAndCapped(stage: Stage): Promise<Borrower> {
  const borrower = await withLine(stage);
  const { line, businessDate } = await borrower.api.home({});
  const until = new Date(Date.parse(businessDate) + 30 * 86_400_000).toISOString().slice(0, 10);
  await borrower.api.askTemporaryLimit({
    body: { limitFen: (line?.grantedLimitFen ?? 0) + 1_000_000, until, purpose: 'DECORATION' },
  });
  const reviewer = await stage.staff('reviewer');
  await reviewer.api.decideTemporaryLimit({ params: { id: borrower.id }, body: { approved: true, note: '已看合同' } });
  await reviewer.page.close();
  for (let n = 0; n < 3; n++) await drawn(borrower, 60_000 + n * 10_000);
  return borrower;
}

/** Someone held for draws in a row who says why. */
export async function appealing(stage: Stage): Promise<{ appellant: Borrower; appealId: string }> {
  const appellant = await held(stage);
  const restriction = (await appellant.api.home({})).restrictions.find(({ kind }) => kind === 'DRAW_HOLD');
  if (restriction === undefined) throw new Error('the fourth draw in a day led to no restriction');
  const appeal = await appellant.api.submitAppeal({
    body: {
      decisionId: restriction.decisionId,
      restrictionId: restriction.id,
      citedReasonCodes: ['D1_BURST_24H'],
      statement: '那几次借款是给孩子交学费，分了几笔。',
      urgentHardship: false,
    },
  });
  return { appellant, appealId: appeal.id };
}

/** Someone whose appeal was upheld: the rule that held them is set aside for them. */
async function vindicated(stage: Stage): Promise<Borrower> {
  const { appellant, appealId } = await appealing(stage);
  const [reviewer, approver] = [await stage.staff('reviewer2'), await stage.staff('approver')];
  const params = { id: appealId };
  await reviewer.api.takeAppeal({ params });
  await reviewer.api.proposeOutcome({
    params,
    body: {
      outcome: 'overturned',
      reasonText: { zh: '几次借款是分开交学费，不是异常。', en: 'The draws paid school fees in parts.' },
      acceptedEvidence: [],
      mistakenRuleIds: ['M1'],
    },
  });
  await approver.api.approveOutcome({ params, body: { approved: true, note: '同意' } });
  await reviewer.page.close();
  await approver.page.close();
  return appellant;
}

/** A business that asks for so much that two people decide (the three-part check). */
async function largeBusiness(stage: Stage): Promise<Borrower> {
  const borrower = await identified(stage, { name: '西关记' });
  await borrower.api.apply({
    body: {
      kind: 'BUSINESS',
      monthlyIncomeFen: 6_000_000,
      employment: 'BUSINESS_OWNER',
      monthsInWork: 60,
      askedLimitFen: 80_000_000,
    },
  });
  return borrower;
}

/** Opens a dialog of the check by its button, and tries to hand it in as it stands. */
const checkDialog =
  (button: string) =>
  async (page: Page, language: Language): Promise<void> => {
    await page.getByTestId(button).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: consoleWords[language].check.record }).click();
    await page.locator('.ant-form-item-explain-error').first().waitFor();
  };

/** The bureau's answer of today under the id the sandbox gives it, though about a day two months ago. */
export function staleReport(borrowerId: string, today: string): Readonly<Record<string, unknown>> {
  const day = new Date(Date.parse(today) - 60 * 86_400_000).toISOString();
  return {
    kind: 'BUREAU_UPDATE',
    eventId: `sandbox-bureau:${borrowerId}:${today}`,
    source: 'bureau:sandbox',
    occurredAt: day,
    reportDate: day.slice(0, 10),
    overdueAccounts: 0,
    overdueDaysMax: 0,
    overdueAmountFen: 0,
    hardEnquiries1m: 0,
    hardEnquiries3m: 12,
    unsettledLenders: 1,
    newLenders3m: 0,
    totalDebtFen: 1_000_000,
    monthlyDebtServiceFen: 100_000,
    overdueMonths24m: 0,
    consecutiveOverdueMonths24m: 0,
  };
}

/** Borrowers in every state that has a page of its own, one after the other. */
export async function borrowerViews(stage: Stage): Promise<View[]> {
  const views: View[] = [];
  const add = (person: Person, name: string, path: string, ready = 'h1') =>
    views.push({ name, app: 'borrower', page: person.page, path, ready });

  const late = await withLine(stage, { name: '司徒远' });
  await drawn(late, 300_000, { tenorMonths: 3 });
  const operator = await stage.staff('operator');
  await operator.api.advanceClock({ body: { days: DAYS_ON } });
  await operator.api.runDayClose({ body: { through: null } });
  await operator.page.close();
  for (const path of ['', 'bills', 'repay', 'loans']) add(late, `late-${path || 'home'}`, path);

  add(await stage.open('stranger'), 'sign-in', 'sign-in');
  const newcomer = await identified(stage);
  add(newcomer, 'application', '');
  const declined = await identified(stage, { troubled: true });
  await declined.api.apply({
    body: { kind: 'CONSUMER', monthlyIncomeFen: 800_000, employment: 'EMPLOYED', monthsInWork: 12 },
  });
  add(declined, 'declined', '');
  add(await referred(stage), 'referred', '');
  const offered = await identified(stage);
  await offered.api.apply({
    body: { kind: 'CONSUMER', monthlyIncomeFen: 1_500_000, employment: 'EMPLOYED', monthsInWork: 48 },
  });
  add(offered, 'offer', '');

  const good = await withLine(stage);
  const settled = await drawn(good, 100_000, { tenorMonths: 1 });
  await good.api.repay({ body: { loanId: settled, mode: 'EARLY_FULL', amountFen: null, surplus: 'SHORTER_TENOR' } });
  const running = await drawn(good, 1_000_000, { tenorMonths: 12 });
  const paid = (await good.api.listPayments({})).items[0]?.id ?? '';
  const openings = (await good.api.listNotices({})).items[0]?.id ?? '';
  for (const path of [
    '',
    'borrow',
    'bills',
    'repay',
    'payments',
    'loans',
    'statement',
    'limit',
    'notices',
    'appeals',
    'me',
    'me/consents',
    'verify',
    'welcome',
    'what-if',
    'move',
    'nowhere',
  ]) {
    add(good, `good-${path.replace('/', '-') || 'home'}`, path);
  }
  add(good, 'good-loan', `loans/${running}`);
  add(good, 'good-loan-settled', `loans/${settled}`);
  add(good, 'good-payment', `payments/${paid}`);
  add(good, 'good-notice', `notices/${openings}`);
  add(good, 'good-repay-part', `repay?loan=${running}&mode=EARLY_PART`);

  const burst = await held(stage);
  const notice = (await burst.api.home({})).restrictions.find(({ kind }) => kind === 'DRAW_HOLD')?.noticeId ?? '';
  for (const path of ['', 'borrow', 'notices', 'limit']) add(burst, `held-${path || 'home'}`, path);
  add(burst, 'held-notice', `notices/${notice}`);
  add(burst, 'held-new-appeal', `appeals/new?notice=${notice}&reason=D1_BURST_24H`);
  const capped = await withLine(stage);
  for (let n = 0; n < 3; n++) await drawn(capped, 60_000 + n * 10_000);
  const cap = (await capped.api.home({})).restrictions.find(({ kind }) => kind === 'SINGLE_DRAW_CAP')?.noticeId ?? '';
  for (const path of ['', 'borrow', 'limit', 'notices']) add(capped, `capped-${path || 'home'}`, path);
  add(capped, 'capped-notice', `notices/${cap}`);
  const raised = await raisedAndCapped(stage);
  for (const path of ['', 'limit']) add(raised, `raised-${path || 'home'}`, path);
  const trader = await trading(stage);
  for (const path of ['', 'move']) add(trader, `trading-${path || 'home'}`, path);
  const mover = await trading(stage);
  const version = (await mover.api.home({})).move?.consent.version ?? '';
  await mover.api.answerMove({ body: { agreed: true, version } });
  for (const path of ['', 'move', 'me/consents']) add(mover, `moving-${path.replace('/', '-') || 'home'}`, path);
  add(burst, 'held-move', 'move');
  const safe = await protectedOne(stage);
  add(safe, 'protected-home', '');
  add(safe, 'protected-verify', 'verify');
  const { appellant, appealId } = await appealing(stage);
  add(appellant, 'appealing-home', '');
  add(appellant, 'appealing-appeal', `appeals/${appealId}`);
  add(appellant, 'appealing-appeals', 'appeals');
  const elder = await withLine(stage);
  await elder.page.addInitScript(() => localStorage.setItem('clearline.large-type', 'on'));
  for (const path of ['', 'borrow', 'me']) add(elder, `elder-${path || 'home'}`, path);
  const paused = await withLine(stage);
  await paused.api.pauseLine({});
  add(paused, 'paused-home', '');
  const closed = await withLine(stage);
  await closed.api.closeLine({});
  add(closed, 'closed-home', '');
  add(closed, 'closed-limit', 'limit');
  return views;
}

/** The console, as those whose pages they are. Made after the borrowers' views, so that there is work on every desk. */
export async function consoleViews(stage: Stage): Promise<View[]> {
  const views: View[] = [];
  const add = (person: Person, name: string, path: string, ready = 'h1') =>
    views.push({ name: `console-${name}`, app: 'console', page: person.page, path, ready });
  add(await stage.open('stranger at the console'), 'sign-in', 'sign-in');
  const reviewer = await stage.staff('reviewer');
  const supervisor = await stage.staff('supervisor');
  const operator = await stage.staff('operator');
  const analyst = await stage.staff('analyst');
  add(reviewer, 'today', '');
  add(reviewer, 'appeals', 'appeals');
  add(reviewer, 'borrowers', 'borrowers');
  add(reviewer, 'decisions', 'decisions');
  add(reviewer, 'nowhere', 'nowhere');
  add(reviewer, 'refused', 'day-closes');
  const appeals = (await reviewer.api.listAllAppeals({ query: {} })).items;
  const open = appeals.find((one) => one.outcome === null) ?? appeals[0];
  if (open !== undefined) {
    add(reviewer, 'desk', `appeals/${open.id}`, '[data-testid=desk]');
    for (const tab of ['line', 'loans', 'restrictions', 'decisions', 'notices', 'appeals', 'inputs', 'timeline']) {
      add(reviewer, `file-${tab}`, `borrowers/${open.borrowerId}?tab=${tab}`);
    }
    views.push({
      name: 'console-propose-cap',
      app: 'console',
      page: reviewer.page,
      path: `borrowers/${open.borrowerId}?tab=restrictions`,
      ready: 'h1',
      act: proposeCap,
    });
  }
  // Somebody else's case, which this reviewer can only take over.
  const { appealId: elsewhere } = await appealing(stage);
  await (await stage.staff('approver')).api.takeAppeal({ params: { id: elsewhere } });
  add(reviewer, 'desk-elsewhere', `appeals/${elsewhere}`, '[data-testid=desk]');
  const acting = (person: Person, name: string, path: string, act: NonNullable<View['act']>) =>
    views.push({ name: `console-${name}`, app: 'console', page: person.page, path, ready: 'h1', act });
  const business = await largeBusiness(stage);
  const check = `borrowers/${business.id}?tab=check`;
  add(reviewer, 'check', check);
  for (const part of ['add-security', 'add-period']) acting(reviewer, `check-${part}`, check, checkDialog(part));
  const restored = await vindicated(stage);
  add(supervisor, 'suppression', `borrowers/${restored.id}?tab=restrictions`);
  const ending = await stage.staff('approver');
  acting(ending, 'suppression-end', `borrowers/${restored.id}?tab=restrictions`, async (page, language) => {
    await page.getByRole('button', { name: consoleWords[language].file.suppression.end }).first().click();
    await page.getByRole('dialog').waitFor();
  });
  const decision = (await supervisor.api.listDecisions({ query: {} })).items.find((one) => one.adverse);
  if (decision !== undefined) add(supervisor, 'decision', `decisions/${decision.id}`);
  const policy = (await analyst.api.listPolicies({})).items[0];
  add(analyst, 'policies', 'policies');
  if (policy !== undefined) add(analyst, 'policy', `policies/${policy.version}`);
  await analyst.api.draftStrategy({
    body: {
      name: { zh: '收缩大额敞口', en: 'Trim large exposures' },
      reason: { zh: '我们按计划降低单户敞口。', en: 'We lower the exposure to single borrowers as planned.' },
      effect: 'REDUCE',
      reduceToPercent: 60,
      lineKind: null,
      minLimitFen: 2_000_000,
      region: 'CN-ZJ',
      dormantMonths: null,
      noticeDays: 7,
    },
  });
  add(analyst, 'strategies', 'strategies');
  views.push({
    name: 'console-strategy-draft',
    app: 'console',
    page: analyst.page,
    path: 'strategies',
    ready: 'h1',
    act: async (page, language) => {
      const words = consoleWords[language].strategies;
      await page.getByRole('button', { name: words.draft }).click();
      await page.getByRole('dialog').getByRole('button', { name: words.save }).click();
      await page.locator('.ant-form-item-explain-error').first().waitFor();
    },
  });
  add(analyst, 'overview', 'overview');
  add(analyst, 'roll-backs', 'roll-backs');
  add(operator, 'reviews', 'reviews');
  for (const tab of ['runs', 'balance', 'rail']) add(operator, `day-closes-${tab}`, `day-closes?tab=${tab}`);
  // A feed that promised to report each minute, and was last heard of an hour ago.
  await heartbeat(stage, { source: 'vendor.devices', carries: ['devices'], occurredAt: minutesAgo(60) });
  await until(
    () => operator.api.dataQuality({}),
    ({ incidents }) => incidents.length > 0,
  );
  add(operator, 'data-quality', 'data-quality');
  add(operator, 'clock', 'clock');
  add(supervisor, 'audit', 'audit');
  return views;
}

/** A feed says that it reports each minute. */
async function heartbeat(
  stage: Stage,
  beat: { readonly source: string; readonly carries: string[]; readonly occurredAt: string },
): Promise<void> {
  const event = { kind: 'HEARTBEAT', eventId: `beat-${Date.now()}`, everySeconds: 60, ...beat } as const;
  const { results } = await stage.systems.recordEvents({ body: { events: [event] } });
  const refusal = results[0]?.refusal ?? null;
  if (refusal !== null) throw new Error(`heartbeat refused: ${JSON.stringify(refusal)}`);
}

/** The form that proposes a cap per draw, with what is wrong with an empty one. */
async function proposeCap(page: Page, language: Language): Promise<void> {
  const words = consoleWords[language];
  await page.getByRole('button', { name: words.file.restriction.propose }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.file.restriction.kind).click();
  await page.getByTitle(words.words.restrictionKind.SINGLE_DRAW_CAP, { exact: true }).click();
  await dialog.getByLabel(words.file.restriction.cap).waitFor();
  await dialog.getByRole('button', { name: words.file.restriction.propose }).click();
  await page.locator('.ant-form-item-explain-error').first().waitFor();
}

/** Opens a view in a language and waits until nothing on it loads any more. */
export async function show(stage: Stage, view: View, language: Language): Promise<void> {
  const { page } = view;
  const base = view.app === 'borrower' ? stage.product.borrowerUrl : stage.product.consoleUrl;
  await page.addInitScript((chosen) => {
    localStorage.setItem('clearline.language', chosen);
    localStorage.setItem('clearline.console.language', chosen);
  }, language);
  await page.goto(`${base}${view.path}`);
  await page.locator(view.ready).first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('.skeleton, .ant-spin-spinning, .ant-skeleton, [aria-busy="true"]') === null,
  );
  await view.act?.(page, language);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
