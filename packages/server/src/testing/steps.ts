import type { z } from 'zod';
import type * as b from '../contract/borrower.ts';
import type { Api } from './api.ts';

type Home = z.output<typeof b.Home>;
type Application = z.output<typeof b.Application>;
type Quote = z.output<typeof b.DrawQuote>;
interface Problem {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
}

/** Draws an amount by the plan and cost sheet just quoted. */
export async function draw(api: Api, amountFen: number, key?: string, readSeconds = 30, code?: string) {
  const input = { amountFen, tenorMonths: 6, method: 'EQUAL_INSTALMENT' };
  const quote = await api.send<Quote>('POST', '/v1/me/draw-quotes', input);
  const { planHash, costSheet } = quote.body;
  const reading = { costSheetHash: costSheet.hash, readSeconds, scrolledToEnd: true, confirmed: true };
  const given = code === undefined ? {} : { code };
  const body = { ...input, purpose: 'DAILY', accountTail: '1234', planHash, ...given, ...reading };
  return api.send<{ loanId: string; paymentId: string } & Problem>('POST', '/v1/me/draws', body, key);
}

/** From a signed-in phone to someone who may apply: identity and the consents that are needed. */
export async function prepare(api: Api, id: string): Promise<void> {
  await api.send('POST', '/v1/me/identity', { name: '张三丰', idNumber: id });
  const consents = await api.get<{ items: z.output<typeof b.Consent>[] }>('/v1/me/consents');
  for (const { kind, version, required } of consents.body.items) {
    if (required) await api.send('PUT', `/v1/me/consents/${kind}`, { given: true, version });
  }
}

/** From a signed-in phone to an open line. */
export async function openLine(api: Api, id: string): Promise<Home> {
  await prepare(api, id);
  const input = {
    kind: 'CONSUMER',
    monthlyIncomeFen: 1_500_000,
    employment: 'EMPLOYED',
    monthsInWork: 48,
    region: 'CN-ZJ',
  };
  const application = await api.send<Application>('POST', '/v1/me/applications', input);
  if (application.body.status !== 'OFFERED') throw new Error(`no offer: ${JSON.stringify(application.body)}`);
  const acceptance = {
    costSheetHash: application.body.offer?.costSheet.hash,
    readSeconds: 30,
    scrolledToEnd: true,
    confirmed: true,
  };
  const home = await api.send<Home>('POST', '/v1/me/offer/acceptance', acceptance);
  if (home.status !== 200) throw new Error(`the offer was not taken: ${JSON.stringify(home.body)}`);
  return home.body;
}
