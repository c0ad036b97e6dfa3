export { type Client, type ClientOptions, createClient } from './client.ts';
export type * from './generated/api.ts';
export { ApiProblem } from './problem.ts';
