import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerMessages,
  type JsMsg,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mayBeOnes } from '@clearline/store';
import type { Logger } from 'pino';
import { eventsMax } from '../contract/events.ts';
import { parsed } from '../http/events-body.ts';
import { refused } from '../http/refused.ts';
import { type IntakeServices, intake, type Sender } from './intake.ts';
import type { StreamSettings } from './stream-settings.ts';

/** What operators see of the stream. */
export interface StreamState {
  readonly subject: string;
  readonly connected: boolean;
  /** Events of the stream that are not yet committed here; null until the server has said. */
  readonly waiting: number | null;
  readonly lastEventAt: string | null;
  /** Events put aside with their verdict since the start of this process. */
  readonly rejected: number;
}
export interface EventStream {
  state(): StreamState;
  /** Finishes what is being committed; what was not stays with the server and comes again. */
  stop(): Promise<void>;
}
export interface StreamWorld {
  readonly services: IntakeServices & { readonly bookId: string };
  readonly nudgeWorkers: () => void;
  readonly log: Logger;
}

export const eventSubject = (bookId: string): string => `clearline.events.${bookId}`;
export const rejectedSubject = (bookId: string): string => `clearline.rejected.${bookId}`;
const EVENTS = 'CLEARLINE_EVENTS';
const REJECTED = 'CLEARLINE_REJECTED';

/** Sent to us and not yet acknowledged, at most: the server holds the rest back until commits have caught up. */
const UNCOMMITTED_MAX = 4_000;
const BATCH_MAX = Math.min(2_000, eventsMax);
const ACK_WAIT_NS = 60_000_000_000;
const RETRY_MS = 1_000;
/** So often an event may fail by a fault of our own before it is put aside; each time a second more passes between. */
const DELIVERIES_MAX = 5;
/** So many characters of what is put aside are kept; the longest event has a fortieth of it. */
const PUT_ASIDE_MAX = 65_536;
const LOOK_MS = 2_000;
/** A server that does not take our certificate says so in no other way than by its silence. */
const CONNECT_MS = 5_000;
/** How long a stop waits for the server to hear what was given back. */
const DRAIN_MS = 1_000;

/** Starts to take in events; a server that is away is waited for, in the background, for as long as it takes. */
export const startEventStream = (settings: StreamSettings, world: StreamWorld): EventStream => {
  const stream = new NatsEvents(settings, world);
  stream.start();
  return stream;
};

class NatsEvents implements EventStream {
  readonly #settings: StreamSettings;
  readonly #world: StreamWorld;
  readonly #bookId: string;
  readonly #received: JsMsg[] = [];
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #committing: Promise<void> | null = null;
  #connection: NatsConnection | null = null;
  #messages: ConsumerMessages | null = null;
  #connected = false;
  #waiting: number | null = null;
  #lastEventAt: string | null = null;
  #rejected = 0;
  #warnedOf: string | null = null;

  constructor(settings: StreamSettings, world: StreamWorld) {
    this.#settings = settings;
    this.#world = world;
    this.#bookId = world.services.bookId;
  }

  start(): void {
    this.#running = this.#keepOn();
  }

  state(): StreamState {
    return {
      subject: eventSubject(this.#bookId),
      connected: this.#connected,
      waiting: this.#waiting,
      lastEventAt: this.#lastEventAt,
      rejected: this.#rejected,
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    // Given back at once: the server would keep what nobody acknowledged for a minute before it sends it again.
    for (const message of this.#received.splice(0)) message.nak();
    await this.#committing;
    await this.#messages?.close();
    if (this.#connected) await Promise.race([this.#connection?.drain(), sleep(DRAIN_MS)]);
    await this.#connection?.close();
    // Nor for a server that is silent: what it says later is heard by nobody.
    await Promise.race([this.#running, sleep(DRAIN_MS)]);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Connects, consumes, and begins again after whatever broke, until stopped. */
  async #keepOn(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#consume();
      } catch (error) {
        if (!this.#isStopping) this.#warnOnce(error);
      }
      this.#connected = false;
      await this.#connection?.close();
      this.#connection = null;
      await this.#pause(RETRY_MS);
    }
  }

  async #consume(): Promise<void> {
    const connection = await connect({
      ...connectionOptions(this.#settings),
      timeout: CONNECT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RETRY_MS,
    });
    this.#connection = connection;
    if (this.#isStopping) return;
    this.#connected = true;
    this.#warnedOf = null;
    void this.#follow(connection);
    const consumer = await prepare(connection, this.#bookId);
    const messages = await consumer.consume({ max_messages: BATCH_MAX });
    this.#messages = messages;
    const looking = this.#look(consumer, () => messages.stop());
    for await (const message of messages) {
      if (this.#isStopping) message.nak();
      else {
        this.#received.push(message);
        this.#committing ??= this.#commitAll();
      }
    }
    await looking;
  }

  /** Tried again each second: one cause is logged once, until it is another one or the stream was read meanwhile. */
  #warnOnce(error: unknown): void {
    const cause = error instanceof Error ? error.message : String(error);
    if (cause === this.#warnedOf) return;
    this.#warnedOf = cause;
    this.#world.log.warn({ err: error }, 'the event stream cannot be read now; trying again');
  }

  async #follow(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.#connected = false;
      else if (type === 'reconnect') this.#connected = true;
    }
  }

  /** Asks how far behind we are; a consumer that is gone (a server that lost its folder) is made again. */
  async #look(consumer: Consumer, giveUp: () => void): Promise<void> {
    while (!this.#isStopping && this.#connection?.isClosed() === false) {
      try {
        const { num_pending, num_ack_pending } = await consumer.info();
        this.#waiting = num_pending + num_ack_pending;
      } catch (error) {
        if (this.#isStopping) return;
        if (this.#connected) {
          this.#world.log.warn({ err: error }, 'the consumer of the event stream does not answer; beginning again');
          giveUp();
          return;
        }
      }
      await this.#pause(LOOK_MS);
    }
  }

  /** One batch at a time, so that a borrower’s events keep their order. What arrives meanwhile makes the next one. */
  async #commitAll(): Promise<void> {
    while (this.#received.length > 0) await this.#commit(this.#received.splice(0, BATCH_MAX));
    this.#committing = null;
  }

  /**
   * Acknowledged only once committed, or put aside with the reason; anything else comes again, and is known by its id. After an
   * error that may be one event’s own each goes alone, so that only that one comes again: it would keep all that it is delivered
   * with waiting, and in the end, with as much unacknowledged as there may be, the whole stream.
   */
  async #commit(messages: readonly JsMsg[]): Promise<void> {
    const { services, log, nudgeWorkers } = this.#world;
    const sender: Sender = { name: 'stream', feeds: this.#settings.feeds };
    try {
      const verdicts = await intake(
        services,
        messages.map((message) => parsed(message.string())),
        sender,
      );
      for (const [n, message] of messages.entries()) {
        const verdict = verdicts[n];
        if (verdict?.verdict === 'REJECTED' || verdict?.verdict === 'CONFLICT') await this.#putAside(message, verdict);
        message.ack();
      }
      this.#lastEventAt = services.clock.now();
      if (verdicts.some(({ decisionId }) => decisionId !== null)) nudgeWorkers();
    } catch (error) {
      const [only] = messages;
      if (mayBeOnes(error) && messages.length > 1) {
        for (const message of messages) await this.#commit([message]);
        return;
      }
      if (mayBeOnes(error) && only !== undefined && only.info.deliveryCount >= DELIVERIES_MAX)
        if (await this.#giveUp(only, error)) return;
      log.warn(
        { err: error, events: messages.length },
        'events of the stream could not be committed; they will come again',
      );
      for (const message of messages) message.nak(RETRY_MS * message.info.deliveryCount);
    }
  }

  /** Puts an event aside on which the program itself fails, time and again. @returns whether it could be put aside */
  async #giveUp(message: JsMsg, error: unknown): Promise<boolean> {
    const { log } = this.#world;
    const number = randomUUID();
    const { code, message: text } = refused('internal', { value: number });
    try {
      await this.#putAside(message, { verdict: 'REJECTED', refusal: { code, field: null, message: text } });
      message.ack();
    } catch (cause) {
      log.warn({ err: cause }, 'an event of the stream could not be put aside; it will come again');
      return false;
    }
    log.error(
      { err: error, number, streamSequence: message.seq },
      'an event of the stream could not be committed and was put aside; publish it again once the fault is mended',
    );
    return true;
  }

  /** The same message put aside twice is one: its id is its place in the stream. */
  async #putAside(message: JsMsg, verdict: object): Promise<void> {
    if (this.#connection === null) throw new Error('the connection to the event stream is gone');
    const text = message.string();
    // Whole as long as it may be an event; what is longer is junk, and may be as long as the server takes at all.
    const isCut = text.length > PUT_ASIDE_MAX;
    const event = isCut ? text.slice(0, PUT_ASIDE_MAX) : text;
    const rejected = JSON.stringify({ event, ...(isCut ? { isCut } : {}), streamSequence: message.seq, verdict });
    await jetstream(this.#connection).publish(rejectedSubject(this.#bookId), rejected, {
      msgID: `${EVENTS}:${message.seq}`,
    });
    this.#rejected += 1;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch((error: unknown) => {
      if (!this.#isStopping) throw error;
    });
  }
}

/** Makes the streams and the consumer where they are not there; an operator’s own settings of them are left alone. */
const prepare = async (connection: NatsConnection, bookId: string): Promise<Consumer> => {
  const manager = await jetstreamManager(connection);
  const names = new Set<string>();
  for await (const { config } of manager.streams.list()) names.add(config.name);
  if (!names.has(EVENTS)) await manager.streams.add({ name: EVENTS, subjects: [eventSubject('*')] });
  if (!names.has(REJECTED)) await manager.streams.add({ name: REJECTED, subjects: [rejectedSubject('*')] });
  const durable = `clearline-${bookId}`;
  const consumers = new Set<string>();
  for await (const { name } of manager.consumers.list(EVENTS)) consumers.add(name);
  if (!consumers.has(durable))
    await manager.consumers.add(EVENTS, {
      durable_name: durable,
      filter_subject: eventSubject(bookId),
      ack_policy: AckPolicy.Explicit,
      ack_wait: ACK_WAIT_NS,
      max_ack_pending: UNCOMMITTED_MAX,
    });
  return jetstream(connection).consumers.get(EVENTS, durable);
};

const connectionOptions = ({ url, tls }: StreamSettings) => {
  const { protocol, host, hostname, username, password } = new URL(url);
  const secret = decodeURIComponent(password);
  const user = decodeURIComponent(username);
  // The library asks a certificate for a name only; at an address it would ask for `localhost`, so the address is given here.
  const checked = { ...tls, host: hostname.replace(/^\[|\]$/g, '') };
  return {
    servers: host,
    name: 'clearline',
    ...(protocol === 'tls:' ? { tls: checked } : {}),
    ...(user === '' ? {} : secret === '' ? { token: user } : { user, pass: secret }),
  };
};
