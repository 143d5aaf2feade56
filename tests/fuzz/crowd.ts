// A process that asks over many connections until its input ends, so that whoever measures is not held up by
// it; then it says how often it was answered with each status.
import { once } from 'node:events';
import { Agent, request } from 'undici';

const [url = '', key = '', connections = '1'] = process.argv.slice(2);
const dispatcher = new Agent({ connections: Number(connections), pipelining: 1 });
const statuses: Record<string, number> = {};
const over = new AbortController();
void once(process.stdin.resume(), 'end').then(() => over.abort());

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
  Array.from({ length: Number(connections) }, async (_, n) => {
    while (!over.signal.aborted) {
      const status = await ask(`u${n}`);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }),
);
await dispatcher.close();
console.log(JSON.stringify(statuses));
