import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Install } from '../install.ts';

/** Times in ms. */
export interface Share {
  idle: Percentiles;
  /** While another key asks over many connections. */
  beside: Percentiles;
  /** Of liveness, meanwhile. */
  liveness: Percentiles;
  /** What the loud key was answered, by status. */
  loud: Record<string, number>;
}
interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
  count: number;
}

const IDLE_SAMPLES = 100;

/** Asks with one key, alone and while another one asks over `connections` at once. */
export async function measureShare(install: Install, connections: number, seconds: number): Promise<Share> {
  const quiet = await newcomer(install, 'Quiet');
  const loud = await newcomer(install, 'Loud');
  const one = new Agent({ connections: 1, pipelining: 1 });
  const alive = new Agent({ connections: 1, pipelining: 1 });
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const ask = async (): Promise<number> => {
    const { statusCode, body } = await request(`${install.url}/api/kb/v2/chat`, {
      method: 'POST',
      dispatcher: one,
      headers: { authorization: `Bearer ${quiet}`, 'content-type': 'application/json' },
      body: JSON.stringify({ chat_data: { user_id: 'q', message: 'When does the tide turn?' } }),
    });
    await body.dump();
    return statusCode;
  };
  const askQuietly = async (): Promise<void> => {
    const status = await ask();
    if (status !== 200) throw new Error(`The quiet key was answered ${status}.`);
  };
  const checkLife = async (): Promise<void> => {
    const { statusCode, body } = await request(`${install.url}/healthz`, { dispatcher: alive });
    await body.dump();
    if (statusCode !== 200) throw new Error(`Liveness was answered ${statusCode}.`);
  };

  for (let n = 0; n < 20; n++) await askQuietly();
  const idle: number[] = [];
  for (let n = 0; n < IDLE_SAMPLES; n++) idle.push(await timed(askQuietly));

  const crowd = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'crowd.ts'), install.url, loud, String(connections)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const said = text(crowd.stdout);
  const over = new AbortController();
  const lives: number[] = [];
  const watching = (async () => {
    while (!over.signal.aborted) {
      lives.push(await timed(checkLife));
      await sleep(50);
    }
  })();
  const beside: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) beside.push(await timed(askQuietly));
  over.abort();
  crowd.stdin.end();
  const statuses = JSON.parse(await said) as Record<string, number>;
  await watching;
  await Promise.all([one.close(), alive.close()]);
  return {
    idle: percentilesOf(idle),
    beside: percentilesOf(beside),
    liveness: percentilesOf(lives),
    loud: statuses,
  };
}

/** A key for a persona of its own, which knows of the tide. */
async function newcomer({ call }: Install, name: string): Promise<string> {
  const made = await call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name, description: name, configuration: {} },
  });
  const persona = made.body.instance_id;
  await call(
    'POST',
    `/api/kb/store-pages?instance_id=${persona}`,
    { pages: [{ title: 'Tides', content: 'The tide turns twice a day, at six and at eighteen.' }] },
    { prefer: 'wait=60' },
  );
  const key = await call<{ key: string }>('POST', '/api/admin/keys', {
    name,
    scopes: ['chat'],
    instance_ids: [persona],
  });
  return key.body.key;
}

function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0, count: sorted.length };
}
