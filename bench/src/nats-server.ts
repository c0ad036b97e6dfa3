import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface NatsServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A NATS server with JetStream in a folder of its own; null where none is installed. */
export const startNats = async (folder: string): Promise<NatsServer | null> => {
  if (spawnSync('nats-server', ['--version']).status !== 0) return null;
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const server: ChildProcess = spawn('nats-server', ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  await once(server, 'spawn');
  return {
    url: `nats://127.0.0.1:${port}`,
    pid: server.pid as number,
    async stop() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
};
