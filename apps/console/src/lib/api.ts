import { ApiProblem, createClient } from '@clearline/client';

/** The one client of the console; sessions travel in cookies of the page's own origin. */
export const client = createClient({ baseUrl: '' });

/** The stable code of a refusal, or null for anything else that was thrown. */
export function problemCode(error: unknown): string | null {
  return error instanceof ApiProblem ? error.problem.code : null;
}

export function problemStatus(error: unknown): number | null {
  return error instanceof ApiProblem ? error.status : null;
}
