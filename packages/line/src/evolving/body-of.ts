import type { FactBody } from '../fact.ts';

/** The bodies of some types of fact. */
export type BodyOf<T extends FactBody['type']> = Extract<FactBody, { type: T }>;
