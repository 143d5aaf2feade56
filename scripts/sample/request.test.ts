import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from './request.ts';

async function serve(status: number, answer: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`.trim());
      response.writeHead(status).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('what was asked arrives, and what was answered comes back', async () => {
  const { url, asked } = await serve(201, '{"name":"Zoë"}');
  const headers = { authorization: 'Bearer k' };
  const answer = await ask(`${url}/a?b=c`, { method: 'POST', headers, body: '{"x":"é"}' });
  expect(asked).toEqual(['POST /a?b=c Bearer k {"x":"é"}']);
  expect(answer).toMatchObject({ status: 201, ok: true });
  expect(answer.json()).toEqual({ name: 'Zoë' });
});

test('a refusal is an answer, and no server is an error', async () => {
  const { url } = await serve(503, '{}');
  expect(await ask(url)).toMatchObject({ status: 503, ok: false });
  await expect(ask('http://127.0.0.1:1/')).rejects.toThrow('ECONNREFUSED');
});

test('asking loads no second client of HTTP', async () => {
  const { url } = await serve(200, '{}');
  const program = `
    import { ask } from ${JSON.stringify(new URL('./request.ts', import.meta.url).href)};
    await ask(${JSON.stringify(url)});
    console.log(process.moduleLoadList.filter((name) => /deps\\/undici/.test(name)).join());`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout.trim()).toBe('');
});
