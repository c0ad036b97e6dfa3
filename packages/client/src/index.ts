export { type Client, type ClientOptions, createClient } from './client.ts';
export { fetched } from './fetched.ts';
export { amount, dayOf, moment, parseAmount, rate } from './format.ts';
export type * from './generated/api.ts';
export { ApiProblem } from './problem.ts';
export { splitUnbroken, type TextPart } from './unbroken.ts';
export { runsOf, type TimelineRun } from './runs.ts';
