import { AppError } from '@persona/contracts';
import { createLogger, createMetrics } from '@persona/runtime';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { errors } from './errors.ts';
import { observe } from './observe.ts';
import { pacedRefusals } from './paced-refusals.ts';

test('a caller that goes on asking is refused later and later, and no other is', async () => {
  const app = Fastify({ trustProxy: true });
  const logger = createLogger('test', 'silent');
  await app.register(errors, { logger });
  await app.register(observe, { logger, metrics: createMetrics('test') });
  await app.register(pacedRefusals, { perSecond: 0.001, burst: 2, maxDelayMs: 3_600_000 });
  app.get('/full', () => {
    throw new AppError('rate_limited', 'There is no room.', { retryAfter: 1 });
  });
  app.get('/open', () => ({ ok: true }));
  app.get('/readyz', { config: { load: 'liveness' } }, (_request, reply) => reply.code(503).send('no'));
  const answered: string[] = [];
  const ask = async (from: string, path = '/full'): Promise<number> => {
    const { statusCode } = await app.inject({ url: path, headers: { 'x-forwarded-for': from } });
    answered.push(from);
    return statusCode;
  };
  expect([await ask('10.0.0.1'), await ask('10.0.0.1')]).toEqual([429, 429]);
  const held = ask('10.0.0.1');
  expect([await ask('10.0.0.2'), await ask('10.0.0.1', '/open')]).toEqual([429, 200]);
  expect(await ask('10.0.0.1', '/readyz')).toBe(503);
  answered.pop();
  expect(answered).toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.1']);
  // Who is still held back is answered when the gateway stops.
  await app.close();
  expect(await held).toBe(429);
  expect(answered).toHaveLength(5);
});
