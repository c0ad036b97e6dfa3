import type { IsoDate } from '@clearline/line';
import type { Queries } from '@clearline/store';
import type { Bureau } from '../bureau/bureau.ts';
import { httpBureau } from '../bureau/http-bureau.ts';
import { sandboxReport } from '../bureau/sandbox-bureau.ts';
import { httpRail } from '../rail/http-rail.ts';
import type { PaymentRail } from '../rail/payment-rail.ts';
import { type SandboxRail, sandboxRail } from '../rail/sandbox-rail.ts';
import { storedRailMemory } from '../rail/stored-memory.ts';
import type { OutgoingMessage } from '../services.ts';
import { httpSender } from './http-sender.ts';
import { type Endpoint, outside } from './signed-call.ts';

/** What a lender reaches beyond itself. */
export interface Adapters {
  readonly rail: PaymentRail;
  readonly bureau: Bureau;
  readonly send: (message: OutgoingMessage) => Promise<void>;
}

/** A real lender’s systems, over signed HTTP. */
export function httpAdapters(
  endpoints: { readonly rail: Endpoint; readonly messages: Endpoint; readonly bureau: Endpoint },
  secret: Uint8Array,
): Adapters {
  return {
    rail: httpRail(outside('payment rail', endpoints.rail, secret)),
    bureau: httpBureau(outside('credit bureau', endpoints.bureau, secret)),
    send: httpSender(outside('message service', endpoints.messages, secret)),
  };
}

/** The demo’s: a scripted rail, a bureau that makes its reports up, and messages that a page shows. */
export function sandboxAdapters(queries: Queries, today: () => IsoDate): Adapters & { readonly rail: SandboxRail } {
  return {
    rail: sandboxRail(storedRailMemory(queries), today),
    bureau: async (person, at) => sandboxReport(person, at),
    send: (message) => queries.addDemoMessage(message),
  };
}
