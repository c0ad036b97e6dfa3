import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { compilePolicySet, type PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serverLog } from '../http/log.ts';
import { BORROWER, memoryServices, NOW } from '../testing/memory-book.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { type EventStream, eventSubject, rejectedSubject, startEventStream } from './stream.ts';
import type { StreamTls } from './stream-settings.ts';

const hasServer = spawnSync('nats-server', ['--version']).status === 0;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

// Not run, and reported so, where no nats-server is installed.
describe.skipIf(!hasServer)('H61: events from a stream', { timeout: 60_000 }, () => {
  let policies: PolicySet;
  let world: Awaited<ReturnType<typeof memoryServices>>;
  let folder: string;
  let port: number;
  let server: ChildProcess;
  let publisher: NatsConnection;
  let stream: EventStream;
  const cleanUps: (() => Promise<unknown>)[] = [];

  const startServer = (...more: string[]): void => {
    const where = ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)];
    server = spawn('nats-server', [...where, ...more], { stdio: 'ignore' });
  };
  const killServer = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const log = serverLog('silent');
  const begin = (url = `nats://127.0.0.1:${port}`, tls: StreamTls = {}): void => {
    stream = startEventStream(
      { url, feeds: ['app'], tls },
      { services: { ...world, bookId: 'main' }, nudgeWorkers: () => undefined, log },
    );
  };
  const warned = vi.spyOn(log, 'warn');
  /** Waits until it has tried, and been refused. */
  const isRefused = async (...asStarted: Parameters<typeof begin>): Promise<void> => {
    warned.mockClear();
    begin(...asStarted);
    await until(() => warned.mock.calls.length).toBe(1);
    expect([stream.state().connected, taken()]).toEqual([false, 0]);
  };
  const login = (eventId: string, change: object = {}): string =>
    JSON.stringify({
      eventId,
      borrowerId: BORROWER,
      kind: 'LOGIN',
      occurredAt: NOW,
      source: 'app',
      deviceId: 'd1',
      province: '浙江',
      success: true,
      ...change,
    });
  const publish = (text: string) => jetstream(publisher).publish(eventSubject('main'), text);
  const taken = (): number => world.files.get(BORROWER)?.behaviour.streams.LOGIN?.count ?? 0;
  const until = (what: () => unknown) => expect.poll(what, { timeout: 20_000, interval: 50 });
  const unacknowledged = async (): Promise<number> => {
    const { num_pending, num_ack_pending } = await (await jetstreamManager(publisher)).consumers.info(
      'CLEARLINE_EVENTS',
      'clearline-main',
    );
    return num_pending + num_ack_pending;
  };

  beforeAll(async () => {
    const compiled = compilePolicySet(
      await readPolicyFiles(join(import.meta.dirname, '../../../../policies')),
      '2026-03-01',
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    policies = compiled.policies;
  });
  beforeEach(async () => {
    world = await memoryServices(policies);
    folder = await mkdtemp(join(tmpdir(), 'clearline-nats-'));
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    port = (probe.address() as { port: number }).port;
    await new Promise((resolve) => probe.close(resolve));
    startServer();
    publisher = await connect({ servers: `127.0.0.1:${port}`, waitOnFirstConnect: true, maxReconnectAttempts: -1 });
    cleanUps.push(
      () => rm(folder, { recursive: true, force: true }),
      () => killServer(),
      () => publisher.close(),
      () => stream.stop(),
    );
    begin();
    await until(() => stream.state().connected && stream.state().waiting === 0).toBe(true);
  });
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  it('are judged as over HTTP: known ones change nothing, faulty ones are put aside with their verdict', async () => {
    const aside = publisher.subscribe(rejectedSubject('main'));
    const texts = [
      login('e1'),
      login('e1'),
      login('e2', { success: 'yes' }),
      'not json',
      login('e3', { source: 'bank' }),
      login('e1', { province: '广东' }),
    ];
    for (const text of texts) await publish(text);
    await publish(login('e4'));
    await until(taken).toBe(2);
    await until(() => stream.state().rejected).toBe(4);
    await until(unacknowledged).toBe(0);
    aside.drain().catch(() => undefined);
    const rejected: { event: string; verdict: { refusal: { code: string } } }[] = [];
    for await (const message of aside) rejected.push(message.json());
    expect(rejected.map(({ event, verdict }) => [event, verdict.refusal.code])).toEqual([
      [texts[2], 'invalid_input'],
      [texts[3], 'malformed_request'],
      [texts[4], 'source_not_declared'],
      [texts[5], 'event_id_reused'],
    ]);
  });

  it('are read with the credentials in the address, and with no others', async () => {
    await stream.stop();
    await publisher.close();
    await killServer();
    startServer('--user', 'lender', '--pass', 'a:b@c');
    const credentials = { user: 'lender', pass: 'a:b@c' };
    const servers = `127.0.0.1:${port}`;
    publisher = await connect({ servers, ...credentials, waitOnFirstConnect: true, maxReconnectAttempts: -1 });
    await publish(login('e1'));
    await isRefused(`nats://lender:wrong@${servers}`);
    await stream.stop();
    begin(`nats://lender:${encodeURIComponent(credentials.pass)}@${servers}`);
    await until(taken).toBe(1);
  });

  it.skipIf(!hasOpenssl)('are read over TLS only where both certificates are vouched for', async () => {
    await stream.stop();
    await publisher.close();
    await killServer();
    const [ours, other] = [selfSigned(folder, 'ours'), selfSigned(folder, 'other')];
    const theirs = selfSigned(folder, 'theirs');
    const secured = ['--tls', '--tlsverify', '--tlscert', theirs.certFile, '--tlskey', theirs.keyFile];
    startServer(...secured, '--tlscacert', ours.certFile);
    const servers = `127.0.0.1:${port}`;
    const tls = { caFile: theirs.certFile, ...ours, host: '127.0.0.1' };
    publisher = await connect({ servers, tls, waitOnFirstConnect: true, maxReconnectAttempts: -1 });
    await publish(login('e1'));
    await isRefused(`tls://${servers}`, ours);
    await stream.stop();
    // A certificate of the address, not of the name.
    await isRefused(`tls://localhost:${port}`, { caFile: theirs.certFile, ...ours });
    await stream.stop();
    await isRefused(`tls://${servers}`, { caFile: theirs.certFile, ...other });
    // Renewed while we wait: the files are read at each connection.
    await rename(ours.certFile, other.certFile);
    await rename(ours.keyFile, other.keyFile);
    await until(taken).toBe(1);
  });

  it('are acknowledged only when committed, and come again when a commit failed', async () => {
    const { execute } = world.book;
    let commit = (): void => undefined;
    let attempts = 0;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    world.book.execute = async (request) => {
      attempts += 1;
      if (attempts === 1) throw new Error('the database is away');
      await mayCommit;
      return execute(request);
    };
    await publish(login('e1'));
    await until(() => attempts).toBe(2);
    expect([await unacknowledged(), taken()]).toEqual([1, 0]);
    commit();
    await until(unacknowledged).toBe(0);
    expect(taken()).toBe(1);
  });

  it('H129: on which the program itself fails come again by themselves, and in the end are put aside', async () => {
    const aside = publisher.subscribe(rejectedSubject('main'));
    const { execute } = world.book;
    const attempts: string[] = [];
    world.book.execute = async (request) => {
      if (request.command.type !== 'observe') throw new Error('only events are expected here');
      const ids = request.command.events.map(({ eventId }) => eventId);
      attempts.push(ids.join());
      if (ids.includes('poison')) throw new Error('a fault of the program');
      return execute(request);
    };
    // Together in one batch, where the fault of one is at first everybody’s.
    await Promise.all(['e1', 'poison', 'e2', 'e3'].map((id) => publish(login(id))));
    await until(taken).toBe(3);
    await until(() => stream.state().rejected).toBe(1);
    await until(unacknowledged).toBe(0);
    expect(taken()).toBe(3);
    expect(attempts.filter((ids) => ids === 'poison').length).toBeGreaterThanOrEqual(4);
    aside.drain().catch(() => undefined);
    for await (const message of aside) {
      const { event, verdict } = message.json<{ event: string; verdict: { refusal: { code: string } } }>();
      expect([event, verdict.refusal.code]).toEqual([login('poison'), 'internal']);
    }
    expect(aside.getReceived()).toBe(1);
  });

  it('H129: are put aside in part where they are too long to be one', async () => {
    const aside = publisher.subscribe(rejectedSubject('main'));
    const junk = '"'.repeat(1_000_000);
    await publish(junk);
    await until(() => stream.state().rejected).toBe(1);
    await until(unacknowledged).toBe(0);
    aside.drain().catch(() => undefined);
    for await (const message of aside)
      expect(message.json()).toMatchObject({ event: junk.slice(0, 65_536), isCut: true, streamSequence: 1 });
    expect(aside.getReceived()).toBe(1);
  });

  it('go on after the server was killed and came back, and after we were stopped', async () => {
    await publish(login('e1'));
    await until(taken).toBe(1);
    await killServer();
    await until(() => stream.state().connected).toBe(false);
    startServer();
    await until(() => stream.state().connected).toBe(true);
    await until(() =>
      publish(login('e2')).then(
        () => true,
        () => false,
      ),
    ).toBe(true);
    await until(taken).toBe(2);
    await stream.stop();
    await publish(login('e3'));
    begin();
    await until(taken).toBe(3);
  });
});
