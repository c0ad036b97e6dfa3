import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendRefused } from './bind.ts';
import { refused } from './refused.ts';

/** Folders of the built web apps; a server without pages is an API only. */
export interface AppFolders {
  readonly borrower: string | null;
  readonly console: string | null;
}

const aYearSeconds = 31_536_000;
const apiPrefixes = ['/v1/', '/log/', '/.well-known/', '/docs', '/openapi.json'];

/** Vite puts files named by their content below `assets/`; those never change, all others are asked for each time. */
function cacheHeader(path: string): string {
  return /[/\\]assets[/\\]/.test(path) ? `public, max-age=${aYearSeconds}, immutable` : 'no-cache';
}

async function mount(app: FastifyInstance, root: string, prefix: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: prefix === '/',
    // Files are looked up when they are asked for: what a rebuild brings is served without a restart.
    wildcard: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cacheHeader(path)),
  });
}

/** The script of the offline verifier page, which is built beside the borrower’s app; null when there is none. */
export async function verifierScript(folders: AppFolders): Promise<string | null> {
  const path = folders.borrower === null ? null : join(folders.borrower, 'verifier-script.js');
  return path === null || !existsSync(path) ? null : readFile(path, 'utf8');
}

/** A page address inside an app: answered with the app itself, which then shows that page. */
function appOf(request: FastifyRequest, folders: AppFolders): string | null {
  const path = request.url.split('?', 1)[0] ?? '/';
  const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  const isFile = /\.\w+$/.test(path);
  if (!wantsPage || isFile || apiPrefixes.some((prefix) => path.startsWith(prefix))) return null;
  return path === '/console' || path.startsWith('/console/') ? folders.console : folders.borrower;
}

function answerUnknown(request: FastifyRequest, reply: FastifyReply, folders: AppFolders): FastifyReply {
  const root = appOf(request, folders);
  if (root === null || !existsSync(join(root, 'index.html'))) {
    return sendRefused(reply, refused('not_found', { value: request.url.split('?', 1)[0] ?? '/' }));
  }
  return reply.header('cache-control', 'no-cache').sendFile('index.html', root, { cacheControl: false });
}

/** Serves the borrower’s app at `/` and the console at `/console/`, and a problem document for what is neither. */
export async function serveApps(app: FastifyInstance, folders: AppFolders): Promise<void> {
  if (folders.borrower !== null) await mount(app, folders.borrower, '/');
  else if (folders.console !== null) await app.register(fastifyStatic, { root: folders.console, serve: false });
  if (folders.console !== null) await mount(app, folders.console, '/console/');
  app.setNotFoundHandler((request, reply) => void answerUnknown(request, reply, folders));
}
