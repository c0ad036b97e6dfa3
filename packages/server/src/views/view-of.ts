import type { z } from 'zod';
import type { Domain } from '../http/money.ts';

/** The inside type of a contract schema: what a view function gives, with money as bigint. */
export type ViewOf<Schema extends z.ZodType> = Domain<z.output<Schema>>;
