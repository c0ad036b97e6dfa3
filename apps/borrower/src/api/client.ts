import { ApiProblem, createClient, type LocalText } from '@clearline/client';
import { QueryClient } from '@tanstack/react-query';

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Calls `listener` when an answer says that nobody is signed in; returns a function that stops it. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export const client = createClient({
  baseUrl: '',
  onUnauthenticated: () => {
    for (const listener of signedOutListeners) listener();
  },
});

/** Refusals are answers, not accidents: only a lost connection or a failing server is worth a second try. */
function worthRetrying(failures: number, error: unknown): boolean {
  const status = error instanceof ApiProblem ? error.status : 500;
  return failures < 2 && (status === 0 || status >= 500);
}

/**
 * Without a network what is asked for fails and says so. Left to itself the library would hold it back without a word, and
 * send it, whatever it is, once there is one again: a draw would go out behind the back of who gave up on it.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 5_000, networkMode: 'always', refetchOnReconnect: true },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** What to tell a person about a failure, in both languages. */
export function problemText(error: unknown): LocalText {
  if (error instanceof ApiProblem) return error.problem.message;
  return {
    zh: '页面出现问题，没有执行任何操作。请刷新后重试。',
    en: 'Something went wrong on this page; nothing was done. Refresh and try again.',
  };
}

/** The code of a refusal; null for anything that is not an answer of the API. */
export function problemCode(error: unknown): string | null {
  return error instanceof ApiProblem ? error.problem.code : null;
}

/** The HTTP status of a failure; null for anything that is not an answer of the API. */
export function problemStatus(error: unknown): number | null {
  return error instanceof ApiProblem ? error.status : null;
}
