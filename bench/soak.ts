import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from './stack.ts';
import { rounded } from './table.ts';

type Row = Record<string, string | number>;

const LANES = 32;
/** Pages that are changed over and over: the stored amount stays the same, so any growth is a leak. */
const PAGES = 500;
const ROWS = 10;

/**
 * Sends this many jobs through the queue, one page in each, and reports after every tenth of them what Redis
 * and each process hold, in MiB. The first row is of an install that has warmed up.
 */
export async function runSoakBench(jobs: number): Promise<Row[]> {
  const stack = await startStack('embedded', { LOG_LEVEL: 'warn' });
  try {
    const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name: 'Soak', description: 'Changes all the time.', configuration: {} },
    });
    let sent = 0;
    const sendUntil = (count: number) =>
      Promise.all(
        Array.from({ length: LANES }, async () => {
          while (sent < count) {
            const n = sent++;
            const id = `page-${n % PAGES}`;
            // Words repeat, so what an analyser caches for them is no leak.
            const change = Math.floor(n / PAGES);
            const pages = [{ id, title: id, content: `This is ${id} as it stands after change ${change}.` }];
            await stack.json('POST', '/api/kb/store-pages', { instance_id, pages });
          }
        }),
      );
    const settle = async () => {
      for (const status of ['queued', 'indexing']) {
        const route = `/api/kb/training-data?instance_id=${instance_id}&limit=1&status=${status}`;
        while ((await stack.json<{ training_data: unknown[] }>('GET', route)).training_data.length > 0)
          await sleep(200);
      }
    };
    const rows: Row[] = [];
    const began = performance.now();
    const look = async () => {
      await settle();
      const minutes = rounded((performance.now() - began) / 60_000);
      rows.push({
        jobs: sent,
        minutes,
        'redis used_memory': await usedMemory(stack.redisUrl()),
        ...stack.memory(),
      });
    };
    for (let row = 0; row <= ROWS; row++) {
      await sendUntil(row === 0 ? 2 * PAGES : Math.round((jobs * row) / ROWS));
      await look();
    }
    return rows;
  } finally {
    await stack.stop();
  }
}

/** The size of Redis's data as it reports it, in MiB. */
async function usedMemory(url: URL): Promise<number> {
  const socket = createConnection({ host: url.hostname, port: Number(url.port) });
  const commands = [
    ...(url.password ? [`AUTH ${decodeURIComponent(url.password)}`] : []),
    'INFO memory',
    'QUIT',
  ];
  socket.write(commands.map((command) => `${command}\r\n`).join(''));
  let reply = '';
  for await (const chunk of socket) reply += String(chunk);
  return rounded(Number(/^used_memory:(\d+)/m.exec(reply)?.[1]) / 2 ** 20, 2);
}
