// Two of everything, restarted one by one under load: a client behind a balancer notices nothing.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { eventually, freePort, startModelServer, startRedis, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { startBalancer } from './balancer.ts';
import { startService, stopService } from './service-process.ts';

/**
 * Between two requests of a kind. Without a rest they would take the processor from the processes that start;
 * this is short beside the time for which a gateway that stops still listens.
 */
const REST_MS = 20;
const KEY = 'psk_rolling_000000000000000000000000rolling';

async function stop(child: ChildProcess): Promise<void> {
  expect(await stopService(child)).toBe(0);
}

test('no request fails while each process is replaced in turn', { timeout: 600_000 }, async () => {
  await using cleanup = new AsyncDisposableStack();
  const folder = cleanup.adopt(tempFolder(), (one) => one.remove());
  const redis = cleanup.adopt(await startRedis(), (one) => one.stop());
  const models = cleanup.adopt(await startModelServer(), (one) => one.close());
  const ports = { api: [await freePort(), await freePort()], chat: [await freePort(), await freePort()] };
  const addresses = (of: number[]) => of.map((port) => `http://127.0.0.1:${port}`);
  const chats = cleanup.adopt(await startBalancer(addresses(ports.chat)), (one) => one.close());
  const shared: NodeJS.ProcessEnv = {
    PERSONA_DATA_DIR: folder.path,
    REDIS_URL: redis.url,
    CHAT_URL: chats.url,
    INTERNAL_TOKEN: 'token of this test',
    INTERNAL_PORT: '0',
    PERSONA_ADMIN_KEY: KEY,
    OPENAI_BASE_URL: models.url,
    OPENAI_API_KEY: 'key of this test',
    CHAT_MODEL: 'scripted',
    LOG_LEVEL: 'silent',
    STOP_NOTICE_SECONDS: '1',
  };
  const plan = (['chat', 'api', 'ingest-worker', 'media-worker'] as const).flatMap((name) =>
    [0, 1].map((n) => ({
      name,
      env: {
        ...shared,
        ...(name === 'api' && { PORT: String(ports.api[n]) }),
        ...(name === 'chat' && { INTERNAL_PORT: String(ports.chat[n]) }),
      },
    })),
  );
  // The first gateway creates the stores that the others open.
  const running: ChildProcess[] = [];
  cleanup.defer(async () => {
    await Promise.all(running.map(stop));
  });
  for (const [n, { name, env }] of plan.entries()) running[n] = await startService(name, env);
  const gateway = cleanup.adopt(await startBalancer(addresses(ports.api)), (one) => one.close());
  const call = (method: string, route: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(gateway.url + route, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const allReady = () => chats.ready() === 2 && gateway.ready() === 2;
  await eventually(allReady, { timeoutMs: 120_000 });
  const created = await call('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
  });
  const { instance_id } = (await created.json()) as { instance_id: string };

  const failures: string[] = [];
  const done: Record<string, number> = {};
  const working = new AbortController();
  const lane = async (name: string, request: (n: number) => Promise<string | null>) => {
    for (let n = 0; !working.signal.aborted; n++) {
      const failure = await request(n).catch((error: Error) => inspect(error));
      if (failure !== null) failures.push(`${name}: ${failure}`);
      done[name] = (done[name] ?? 0) + 1;
      await sleep(REST_MS);
    }
  };
  const ok = async (reply: Response) => {
    const text = await reply.text();
    return reply.ok ? null : `${reply.status} ${text.slice(0, 200)}`;
  };
  const ask = { chat_data: { instance_id, user_id: 'ann', message: 'How was the sea on day 3?' } };
  const lanes = [
    lane('store', async (n) =>
      ok(
        await call(
          'POST',
          `/api/kb/store-pages?instance_id=${instance_id}`,
          { pages: [{ id: `log-${n}`, title: `Log ${n}`, content: `On day ${n} the sea was calm.` }] },
          n % 2 ? { 'idempotency-key': `store ${n}` } : {},
        ),
      ),
    ),
    lane('search', async () => ok(await call('POST', '/api/kb/search', { instance_id, query: 'calm sea' }))),
    lane('list', async () =>
      ok(await call('GET', `/api/kb/training-data?instance_id=${instance_id}&limit=5`)),
    ),
    lane('stream', async () => {
      const reply = await call('POST', '/api/kb/v2/chat', ask, { accept: 'text/event-stream' });
      const text = await reply.text();
      return reply.ok && /^event: done$/m.test(text) ? null : `${reply.status} ${text.slice(-200)}`;
    }),
  ];
  await eventually(() => Object.keys(done).length === lanes.length);

  // One answer stays in progress for as long as its gateway takes to stop: it is held until the gateway no
  // longer listens.
  const held = Promise.withResolvers<void>();
  models.chat.otherwise(({ body }) =>
    JSON.stringify(body).includes('Slowly')
      ? { content: '', chunks: ['The sea ', held.promise, 'was calm.'] }
      : 'The sea was calm.',
  );
  // Every gateway and chat service; one of each kind of worker, since no requests are sent to them.
  for (const [n, { name, env }] of plan.entries()) {
    if (name.endsWith('worker') && n % 2 === 1) continue;
    let slow: Promise<string> | undefined;
    if (name === 'api' && n === 2) {
      const asked = await fetch(`http://127.0.0.1:${ports.api[0]}/api/kb/v2/chat`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${KEY}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({
          chat_data: { ...ask.chat_data, user_id: 'slow', message: `Slowly: ${ask.chat_data.message}` },
        }),
      });
      slow = asked.text();
    }
    const stopping = stop(running[n]!);
    if (slow) {
      const refused = () =>
        fetch(`http://127.0.0.1:${ports.api[0]}/healthz`).then(
          () => false,
          () => true,
        );
      await eventually(refused, { timeoutMs: 120_000 });
      held.resolve();
      expect(await slow).toMatch(/^event: done$/m);
    }
    await stopping;
    running[n] = await startService(name, env);
    await eventually(allReady, { timeoutMs: 120_000 });
  }
  working.abort();
  await Promise.all(lanes);
  expect(failures).toEqual([]);

  // What two workers did at once during the restarts is done once.
  const stored = done['store'] ?? 0;
  const count = async (status: string) => {
    const route = `/api/kb/training-data?instance_id=${instance_id}&status=${status}&limit=1000`;
    return ((await (await call('GET', route)).json()) as { training_data: unknown[] }).training_data.length;
  };
  await eventually(async () => (await count('queued')) + (await count('indexing')) === 0, {
    timeoutMs: 120_000,
  });
  expect(await count('live')).toBe(Math.min(stored, 1000));
});
