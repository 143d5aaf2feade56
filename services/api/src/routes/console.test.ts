import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtFolder, sendBuilt } from '../site-files.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  const script = path.join(import.meta.dirname, '../../../../scripts/build-pages.mjs');
  execFileSync(process.execPath, [script]);
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  gateway.app.inject({ method: 'GET', url, headers });

test('the console is at the root, loads only its own files, and runs nothing else', async () => {
  const page = await get('/');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['cache-control']).toBe('no-cache');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe');
  // Addresses are relative: the console works under any path of a proxy.
  const addresses = [...page.body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) expect(address).toMatch(/^\.\/assets\/[\w.-]+-[\w-]{8,}\.(?:js|css|svg)$/);
  expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
});

test('pages let in the files of a bucket that their addresses lead to, and of no other place', async () => {
  const env = {
    S3_PUBLIC_ENDPOINT: 'https://files.example/some/path',
    BLOBS_URL: 's3://voices',
    S3_ACCESS_KEY_ID: 'a',
    S3_SECRET_ACCESS_KEY: 'b',
  };
  const beside = await openTestGateway({ env, beside: gateway });
  for (const url of ['/', '/widget-demo']) {
    const policy = String((await beside.app.inject({ url })).headers['content-security-policy']);
    for (const what of ['media-src', 'connect-src'])
      expect(policy, url).toMatch(new RegExp(`${what} 'self'(?: blob:)? https://files\\.example;`));
    expect(String((await get(url)).headers['content-security-policy'])).not.toContain('https:');
  }
  await beside.close();
});

test('conditions and ranges that a file does not meet are no fault of ours', async () => {
  const { body } = await get('/');
  const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(body) ?? [];
  const past = 'Thu, 01 Jan 1970 00:00:00 GMT';
  for (const url of ['/', script]) {
    for (const range of ['bytes=-0', 'bytes=99999999-', 'bytes=1-2', 'x'])
      expect((await get(url, { range })).statusCode, `${url} ${range}`).toBe(200);
    for (const headers of [{ 'if-match': '"x"' }, { 'if-unmodified-since': past }])
      expect((await get(url, headers)).statusCode, `${url} ${JSON.stringify(headers)}`).toBe(400);
  }
});

test('its files are kept for ever, and sent compressed to whoever takes it', async () => {
  const { body } = await get('/');
  const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(body) ?? [];
  const plain = await get(script);
  expect(plain.statusCode).toBe(200);
  expect(plain.headers).toMatchObject({
    'content-type': expect.stringMatching(/javascript; charset=utf-8$/) as string,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  for (const encoding of ['br', 'gzip']) {
    const packed = await get(script, { 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers.vary).toContain('accept-encoding');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  }
  const page = await get('/', { 'accept-encoding': 'br' });
  expect(page.headers['content-encoding']).toBe('br');
  const again = await get('/', { 'if-none-match': String((await get('/')).headers.etag) });
  expect(again.statusCode).toBe(304);
  for (const url of [
    '/assets/none.js',
    `${script}.br`,
    '/assets/../index.html',
    '/assets/%2e%2e/.built-from',
    '/assets/..%2f..%2fpackage.json',
  ])
    expect((await get(url)).statusCode, url).toBe(404);
});

test('what was not built says how it is', () => {
  const reply = { headers: () => reply, sendFile: () => reply } as unknown as Parameters<typeof sendBuilt>[0];
  expect(() => sendBuilt(reply, builtFolder('nothing'), 'index.html', {})).toThrow('npm run setup');
});
