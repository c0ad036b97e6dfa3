import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareServer } from '../testing/bare-server.ts';

describe('serving the web apps', () => {
  let root: string;
  let app: FastifyInstance;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'clearline-apps-'));
    for (const name of ['borrower', 'console']) {
      await mkdir(join(root, name, 'assets'), { recursive: true });
      await writeFile(join(root, name, 'index.html'), `<!doctype html><title>${name}</title>`);
      await writeFile(join(root, name, 'assets', 'index-AbC123.js'), `export default '${name}';`);
    }
    app = await bareServer({}, { apps: { borrower: join(root, 'borrower'), console: join(root, 'console') } });
  });
  afterAll(async () => {
    await app.close();
    await rm(root, { recursive: true });
  });
  const page = (url: string) => app.inject({ url, headers: { accept: 'text/html,*/*' } });

  it('answers the address of a page with the app that shows it', async () => {
    for (const url of ['/', '/borrow', '/notices/1?lang=en']) expect((await page(url)).body).toContain('borrower');
    for (const url of ['/console', '/console/', '/console/appeals/1'])
      expect((await page(url)).body).toContain('console');
  });

  it('lets files named by their content be kept for ever, and pages be asked for each time', async () => {
    const asset = await app.inject({ url: '/console/assets/index-AbC123.js' });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await page('/')).headers['cache-control']).toBe('no-cache');
    expect((await page('/borrow')).headers['cache-control']).toBe('no-cache');
  });

  it('serves what a rebuild brought, and no longer what it took away, without a restart', async () => {
    const assets = join(root, 'console', 'assets');
    const asset = (name: string) => app.inject({ url: `/console/assets/${name}` });
    expect((await asset('index-XyZ789.js')).statusCode).toBe(404);
    await writeFile(join(assets, 'index-XyZ789.js'), 'export default 2;');
    await writeFile(join(root, 'console', 'index.html'), '<!doctype html><title>console, rebuilt</title>');
    expect((await asset('index-XyZ789.js')).body).toBe('export default 2;');
    for (const url of ['/console/', '/console/appeals/1']) expect((await page(url)).body).toContain('rebuilt');
    await rm(join(assets, 'index-XyZ789.js'));
    expect((await asset('index-XyZ789.js')).statusCode).toBe(404);
  });

  it('serves pages that were built after it started, and says plainly that there are none before', async () => {
    const late = join(root, 'late');
    const early = await bareServer({}, { apps: { borrower: late, console: null } });
    const home = () => early.inject({ url: '/borrow', headers: { accept: 'text/html' } });
    expect((await home()).json<{ code: string }>().code).toBe('not_found');
    await mkdir(late);
    await writeFile(join(late, 'index.html'), '<!doctype html><title>late</title>');
    expect((await home()).body).toContain('late');
    await early.close();
  });

  it('says that there is nothing where there is no file, no route, or no page asked for', async () => {
    for (const url of ['/assets/gone-1.js', '/v1/nothing', '/console/assets/gone.css']) {
      const reply = await page(url);
      expect([url, reply.statusCode, reply.headers['content-type']]).toEqual([
        url,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
    expect((await app.inject({ url: '/borrow', headers: { accept: 'application/json' } })).statusCode).toBe(404);
    for (const url of ['/../../etc/passwd', '/..%2f..%2fetc/passwd', '/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd']) {
      expect((await page(url)).body).not.toContain('root:');
    }
  });
});
