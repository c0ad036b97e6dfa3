import type { Problem } from './generated/api.ts';

/**
 * Thrown by every client method when the API refuses or cannot be reached. `problem.message` is text for a person, in
 * both languages; `problem.code` is the stable name to branch on.
 */
export class ApiProblem extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = 'ApiProblem';
    this.problem = problem;
    this.status = problem.status;
  }
}

/** The problem of a request that got no answer: status 0, code `network`. */
export function networkProblem(cause: unknown): Problem {
  return {
    type: 'about:blank',
    title: 'No connection',
    status: 0,
    detail: cause instanceof Error ? cause.message : 'The request got no answer.',
    code: 'network',
    message: {
      zh: '连接不上服务。请检查网络后重试，您的操作不会被重复执行。',
      en: 'The service cannot be reached. Check your connection and try again; nothing will be done twice.',
    },
  };
}

/** The problem of an answer that is not a problem document, for example from a proxy in between. */
export function unreadableProblem(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'Unreadable answer',
    status,
    detail: `The answer with status ${status} was not a problem document.`,
    code: 'unreadable_answer',
    message: {
      zh: `服务暂时没有正常答复（${status}）。请稍后重试。`,
      en: `The service did not answer properly (${status}). Please try again in a moment.`,
    },
  };
}
