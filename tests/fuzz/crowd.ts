// A thread that asks over many connections for as long as it lives, so that whoever measures is not held up.
import { parentPort, workerData } from 'node:worker_threads';
import { Agent, request } from 'undici';

const { url, key, connections } = workerData as { url: string; key: string; connections: number };
const dispatcher = new Agent({ connections, pipelining: 1 });
const statuses: Record<string, number> = {};
let over = false;
parentPort?.once('message', () => (over = true));

const ask = async (user: string): Promise<number> => {
  const { statusCode, body } = await request(`${url}/api/kb/v2/chat`, {
    method: 'POST',
    dispatcher,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ chat_data: { user_id: user, message: 'When does the tide turn?' } }),
  });
  await body.dump();
  return statusCode;
};
await Promise.all(
  Array.from({ length: connections }, async (_, n) => {
    while (!over) {
      const status = await ask(`u${n}`);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }),
);
await dispatcher.close();
parentPort?.postMessage(statuses);
