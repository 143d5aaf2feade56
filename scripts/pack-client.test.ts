import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packClient } from './pack-client.ts';

const root = path.join(import.meta.dirname, '..');
const project = tempFolder();
afterAll(() => project.remove());

/** A project of somebody else, which has installed the package and what it depends on. */
beforeAll(() => {
  const file = packClient(path.join(project.path, 'packed'));
  const installed = path.join(project.path, 'node_modules/@persona/client');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', installed, '--strip-components=1']);
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers', 'typebox'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(project.path, 'node_modules', name));
  writeFileSync(path.join(project.path, 'package.json'), '{"type":"module"}');
});

test('the packed client calls a server from plain JavaScript', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, reply) => {
    asked.push([request.method, request.url, request.headers.authorization]);
    reply.setHeader('content-type', 'application/json');
    reply.end(JSON.stringify({ status: 'success', instances: [{ id: 'ins_1' }], next_cursor: null }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  writeFileSync(
    path.join(project.path, 'use.js'),
    `import { createPersonaClient, replyOf } from '@persona/client';
     const persona = createPersonaClient({ baseUrl: process.argv[2], key: 'psk_1' });
     const { instances } = await replyOf(persona.api.GET('/api/instance', { params: { query: { limit: 10 } } }));
     console.log(instances[0].id);`,
  );
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(process.execPath, ['use.js', `http://127.0.0.1:${port}`], {
    cwd: project.path,
  });
  server.close();
  expect(stdout).toBe('ins_1\n');
  expect(asked).toEqual([['GET', '/api/instance?limit=10', 'Bearer psk_1']]);
});

test('its types are those of the API, without the repository', () => {
  writeFileSync(
    path.join(project.path, 'use.ts'),
    `import { createPersonaClient, replyOf } from '@persona/client';
     const persona = createPersonaClient({ baseUrl: 'http://127.0.0.1', key: 'psk_1' });
     const { instances } = await replyOf(persona.api.GET('/api/instance', { params: { query: { limit: 10 } } }));
     export const names: string[] = instances.map(({ name }) => name);
     // @ts-expect-error: a limit is a number
     await persona.api.GET('/api/instance', { params: { query: { limit: 'ten' } } });
     // @ts-expect-error: there is no such route
     await persona.api.GET('/api/instances');
     for await (const { event, data } of persona.ask({ user_id: 'me', message: 'When?' }))
       if (event === 'done') console.log(data.response satisfies string, data.citations.length);`,
  );
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom',
  ];
  const said = execFileSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), ...options, '--types', '', 'use.ts'],
    { cwd: project.path, encoding: 'utf8' },
  );
  expect(said).toBe('');
});
