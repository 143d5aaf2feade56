import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { hum } from '../chaos/recordings.ts';

const NAMES = ['Ada', 'Brita', 'Carl', 'Dora', 'Emil', 'Frida', 'Georg', 'Hanna', 'Ivar', 'Julia'];
const nameOf = (n: number): string => NAMES[n % NAMES.length] ?? '';

const pageOf = (n: number) => ({
  id: `beacon-${n}`,
  title: `Beacon ${n}`,
  content: `# Beacon ${n}\n\nThe lamp of beacon ${n} was lit by ${nameOf(n)} in ${1700 + n}. ${'The wind came from the west. '.repeat(10)}`,
});

/** What people did, and what became of it. */
export interface Deeds {
  /** Numbers of the pages that were acknowledged. */
  readonly stored: Set<number>;
  /** Ids of the voices that were acknowledged. */
  readonly voices: string[];
  asked: number;
  /** A sentence for each request that failed. */
  readonly failures: string[];
  /** A sentence for each question whose answer was not what its page says. */
  readonly silences: string[];
}

interface Reply {
  status: number;
  body: unknown;
}
export interface Caller {
  call(method: string, route: string, body?: unknown): Promise<Reply>;
  instanceId: string;
}

const isOk = ({ status }: Reply): boolean => status >= 200 && status < 300;
const shortOf = (reply: Reply): string => `${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`;

/** Asks about a page; returns undefined when the answer is right, else the reply. */
export async function askAbout({ call, instanceId }: Caller, n: number): Promise<Reply | undefined> {
  const reply = await call('POST', '/api/kb/v2/chat', {
    chat_data: { instance_id: instanceId, user_id: 'ann', message: `Who lit the lamp of beacon ${n}?` },
  });
  const { answer_type, response } = reply.body as { answer_type?: string; response?: string };
  const isRight = isOk(reply) && answer_type === 'grounded' && response?.includes(nameOf(n)) === true;
  return isRight ? undefined : reply;
}

/** Stores pages, in one request. */
export const storePages = ({ call, instanceId }: Caller, numbers: readonly number[]): Promise<Reply> =>
  call('POST', `/api/kb/store-pages?instance_id=${instanceId}`, { pages: numbers.map(pageOf) });

/**
 * People who ask about pages that answer, store pages, stream pages and send voices, each of them once in
 * `intervalMs`, until `signal`.
 */
export function startUsers(
  caller: Caller,
  { first, intervalMs, signal }: { first: number; intervalMs: number; signal: AbortSignal },
): { deeds: Deeds; done: Promise<unknown> } {
  const deeds: Deeds = { stored: new Set(), voices: [], asked: 0, failures: [], silences: [] };
  let next = first;
  const lane = async (name: string, act: (n: number) => Promise<void>) => {
    for (let n = 0; !signal.aborted; n++) {
      const began = performance.now();
      await act(n).catch((error: Error) =>
        deeds.failures.push(`${name}: ${inspect(error)} at ${new Date().toISOString()}`),
      );
      const rest = intervalMs - (performance.now() - began);
      await sleep(Math.max(rest, 1), undefined, { signal }).catch(() => undefined);
    }
  };
  const note = (name: string, reply: Reply, then: () => void) => {
    if (isOk(reply)) then();
    else deeds.failures.push(`${name}: ${shortOf(reply)} at ${new Date().toISOString()}`);
  };
  const done = Promise.all([
    lane('ask', async (n) => {
      const about = (n * 37) % first;
      const reply = await askAbout(caller, about);
      deeds.asked++;
      if (!reply) return;
      (isOk(reply) ? deeds.silences : deeds.failures).push(
        `beacon ${about}: ${shortOf(reply)} at ${new Date().toISOString()}`,
      );
    }),
    lane('store', async () => {
      const numbers = [next++, next++];
      note('store', await storePages(caller, numbers), () => numbers.forEach((n) => deeds.stored.add(n)));
    }),
    lane('stream', async () => {
      const number = next++;
      const reply = await caller.call('POST', `/api/kb/stream-pages?instance_id=${caller.instanceId}`, {
        stream_data: { stream_id: 'log', pages: [pageOf(number)], final: false },
      });
      note('stream', reply, () => deeds.stored.add(number));
    }),
    lane('voice', async (n) => {
      const sample_audio = hum(200 + n, 0.5).toString('base64');
      const reply = await caller.call('POST', '/api/admin/add_voice', {
        instance_id: caller.instanceId,
        voice_data: { sample_audio, language: 'en', tone: 'calm', pitch: 'low' },
      });
      note('voice', reply, () => deeds.voices.push((reply.body as { voice_id: string }).voice_id));
    }),
  ]);
  return { deeds, done };
}
