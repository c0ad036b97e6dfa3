import { totalmem } from 'node:os';

/** What the server is told at every start. Durability is never traded away except in throw-away test servers. */
export interface ServerSettings {
  readonly port: number;
  /** Only tests turn this off: their data need not outlive a power cut. */
  readonly fsync: boolean;
}

const mebibyte = 1024 * 1024;

/** One sixteenth of the memory, between 32 and 512 MB: the machine also runs Node, and often a browser. */
export function sharedBuffersMb(totalMemoryBytes: number): number {
  return Math.min(512, Math.max(32, Math.floor(totalMemoryBytes / mebibyte / 16)));
}

/** The settings as `-c name=value` arguments of `postgres`. */
export function serverArguments(settings: ServerSettings, totalMemoryBytes = totalmem()): readonly string[] {
  const values: { readonly [name: string]: string } = {
    port: String(settings.port),
    listen_addresses: '127.0.0.1',
    // No socket file: its path has a length limit that a deep clone exceeds, and TCP works everywhere alike.
    unix_socket_directories: '',
    fsync: settings.fsync ? 'on' : 'off',
    full_page_writes: settings.fsync ? 'on' : 'off',
    synchronous_commit: settings.fsync ? 'on' : 'off',
    shared_buffers: `${sharedBuffersMb(totalMemoryBytes)}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(totalMemoryBytes / mebibyte / 3))}MB`,
    max_connections: '200',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    wal_buffers: '8MB',
    wal_compression: 'pglz',
    min_wal_size: '128MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '10min',
    random_page_cost: '1.1',
    // Many small statements: compiling them costs more than it saves, and parallel workers need more /dev/shm than
    // a container gives.
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    max_wal_senders: '0',
    wal_level: 'minimal',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
