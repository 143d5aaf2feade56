import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { createLogger, createMetrics } from '@persona/runtime';
import { eventually } from '@persona/testing';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { observe } from './observe.ts';

test('every request is told of once: answered, refused, or left by its caller', async () => {
  const out = new PassThrough();
  const lines: string[] = [];
  out.on('data', (line) => lines.push(String(line)));
  const metrics = createMetrics('api');
  const app = Fastify();
  await app.register(observe, { logger: createLogger('api', 'info', out), metrics });
  app.post('/pages', async () => ({}));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const told = () =>
    lines.map((line) => JSON.parse(line) as { outcome: string; status: number; route: string });
  const send = (body: string) =>
    fetch(`http://127.0.0.1:${port}/pages`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });

  expect([(await send('{}')).status, (await send('{')).status]).toEqual([200, 400]);
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /pages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half',
  );
  await new Promise((soon) => socket.once('connect', () => setTimeout(soon, 100)));
  socket.destroy();

  await eventually(() => told().length >= 3);
  await app.close();
  expect(told().map(({ outcome, status, route }) => [outcome, status, route])).toEqual([
    ['ok', 200, '/pages'],
    ['refused', 400, '/pages'],
    ['client_gone', 499, '/pages'],
  ]);
  expect(await metrics.registry.metrics()).toContain('status_code="499"');
});
