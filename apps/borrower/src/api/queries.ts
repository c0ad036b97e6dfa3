import type { DrawInput, RepaymentInput } from '@clearline/client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client, problemStatus } from './client.ts';

/** How often a page asks again while a payment is on its way. */
const PAYMENT_POLL_MS = 1_200;
/** The status of a refusal that follows from how things stand. */
const CONFLICT = 409;
/** How often a demo looks for the message that carries a code. */
const OUTBOX_POLL_MS = 2_000;

export const useHome = () => useQuery({ queryKey: ['home'], queryFn: ({ signal }) => client.home({ signal }) });

export const useConsents = () =>
  useQuery({ queryKey: ['consents'], queryFn: ({ signal }) => client.listConsents({ signal }) });

export const useApplication = () =>
  useQuery({ queryKey: ['application'], queryFn: ({ signal }) => client.latestApplication({ signal }) });

export const useLoans = () => useQuery({ queryKey: ['loans'], queryFn: ({ signal }) => client.listLoans({ signal }) });

export const useLoan = (id: string) =>
  useQuery({ queryKey: ['loan', id], queryFn: ({ signal }) => client.getLoan({ params: { id }, signal }) });

export const usePayments = () =>
  useQuery({ queryKey: ['payments'], queryFn: ({ signal }) => client.listPayments({ signal }) });

/** One payment, asked for again and again until the rail has answered. */
export const usePayment = (id: string) =>
  useQuery({
    queryKey: ['payment', id],
    queryFn: async ({ signal }) => {
      const { items } = await client.listPayments({ signal });
      return items.find((one) => one.id === id) ?? null;
    },
    refetchInterval: ({ state }) => (state.data === null || state.data?.state === 'PENDING' ? PAYMENT_POLL_MS : false),
  });

export const useStatement = (from: string, to: string) =>
  useQuery({
    queryKey: ['statement', from, to],
    queryFn: ({ signal }) => client.statement({ query: { from, to }, signal }),
    placeholderData: keepPreviousData,
  });

export const useMonthlyStatements = () =>
  useQuery({ queryKey: ['statements'], queryFn: ({ signal }) => client.listStatements({ signal }) });

export const useLimitHistory = () =>
  useQuery({ queryKey: ['limit-history'], queryFn: ({ signal }) => client.limitHistory({ signal }) });

export const useNotices = () =>
  useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => client.listNotices({ signal }) });

export const useNotice = (id: string) =>
  useQuery({ queryKey: ['notice', id], queryFn: ({ signal }) => client.getNotice({ params: { id }, signal }) });

export const useAppeals = () =>
  useQuery({ queryKey: ['appeals'], queryFn: ({ signal }) => client.listAppeals({ signal }) });

export const useAppeal = (id: string) =>
  useQuery({ queryKey: ['appeal', id], queryFn: ({ signal }) => client.getAppeal({ params: { id }, signal }) });

export const useTimeline = () =>
  useQuery({ queryKey: ['timeline'], queryFn: ({ signal }) => client.timeline({ signal }) });

export const useDrawQuote = (input: DrawInput | null) =>
  useQuery({
    queryKey: ['draw-quote', input],
    enabled: input !== null,
    queryFn: ({ signal }) => {
      if (input === null) throw new Error('A draw quote was asked for without its input.');
      return client.quoteDraw({ body: input, signal });
    },
    placeholderData: keepPreviousData,
  });

export const useRepaymentQuote = (input: RepaymentInput | null) =>
  useQuery({
    queryKey: ['repayment-quote', input],
    enabled: input !== null,
    queryFn: ({ signal }) => {
      if (input === null) throw new Error('A repayment quote was asked for without its input.');
      return client.quoteRepayment({ body: input, signal });
    },
    placeholderData: keepPreviousData,
  });

/** Messages of the demo outbox; fails where this is no demo. Asked again, because a message may still be on its way. */
export const useDemoOutbox = (phone: string, enabled: boolean) =>
  useQuery({
    queryKey: ['demo-outbox', phone],
    enabled,
    retry: false,
    queryFn: ({ signal }) => client.demoOutbox({ query: { phone }, signal }),
    refetchInterval: ({ state }) => (state.error === null ? OUTBOX_POLL_MS : false),
  });

/**
 * A write. Afterwards everything on screen is asked for again, because one write can move the limit, the bill, the
 * notices and the timeline at once; a refusal for conflict (409) too, because a refused draw may have put a hold in place.
 */
export function useAct<Input, Reply>(act: (input: Input) => Promise<Reply>, after?: (reply: Reply) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (reply: Reply) => {
      after?.(reply);
      // A quote is of what was about to be done; asking for it again once it is done would only be refused.
      await cache.invalidateQueries({ predicate: ({ queryKey }) => !String(queryKey[0]).endsWith('-quote') });
    },
    onError: async (error) => {
      if (problemStatus(error) === CONFLICT) await cache.invalidateQueries();
    },
  });
}
