import { sha256 } from '@persona/contracts';
import { eventually } from '@persona/testing';
import { hum } from '../chaos/recordings.ts';

const KEPT = 'In May I counted 31 pairs of the plover on the island.';
/** So many questions are asked at once. */
const AT_ONCE = 8;
const QUESTION = 'How many pairs of the plover did you count?';

/** Whoever uses an install over HTTP: what it was given before, and whether it still answers. */
export interface Person {
  /** The same person, in front of another install with what it was given. */
  at(url: string, key: string): Person;
  /** Gives the install a persona, pages and a voice, and waits until all of that is there. */
  settle(): Promise<void>;
  /** Asks; returns the answer's type, or why there is none, and how long that took. */
  ask(): Promise<{ outcome: string; seconds: number }>;
  /** Stores a page about the n-th bird, without waiting for it. */
  store(n: number): Promise<{ outcome: string; seconds: number }>;
  /**
   * Whether everything that was given is there: the answer, the voice, and the pages that were not seen there
   * yet.
   */
  hasAll(): Promise<boolean>;
  /** Expects every page again, also those that were seen. */
  lookAgain(): void;
  /** Sends a voice, which nobody asks for. */
  send(n: number): Promise<{ outcome: string; seconds: number }>;
  /** What /readyz says is wrong or noted. */
  readiness(): Promise<string>;
}

interface Reply {
  status: number;
  body: Record<string, unknown> & { error?: { code: string; message: string }; warnings?: string[] };
}

/** What a person has given. */
interface Given {
  pages: number[];
  /** Those among them that are not known to answer. */
  unseen: Set<number>;
  voice: string;
  /** The hash of what the voice's file has to be. */
  file: string;
}

export function createPerson(
  url: string,
  key: string,
  given: Given = { pages: [], unseen: new Set(), voice: '', file: '' },
): Person {
  const call = async (method: string, route: string, body?: unknown, more: Record<string, string> = {}) => {
    const reply = await fetch(url + route, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
      signal: AbortSignal.timeout(60_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: await reply.json() } as Reply;
  };
  /** Takes the time of a request, whatever becomes of it. */
  const timed = async (work: () => Promise<string>) => {
    const began = performance.now();
    const outcome = await work().catch((error: Error) => `no reply (${error.name})`);
    return { outcome, seconds: (performance.now() - began) / 1000 };
  };
  const refusalOf = ({ status, body }: Reply): string => `${status} ${body.error?.code ?? ''}`.trim();
  const answerOf = (message: string) =>
    call('POST', '/api/kb/v2/chat', { chat_data: { user_id: 'ann', message } });

  const fetchVoice = async (): Promise<string> => {
    const { body } = await call('GET', `/api/admin/voice/${given.voice}`);
    const [rendition] = (body['renditions'] ?? []) as { url: string }[];
    if (!rendition) return '';
    const reply = await fetch(new URL(rendition.url, url));
    return reply.ok ? sha256(new Uint8Array(await reply.arrayBuffer())) : '';
  };

  const hasAll = async (): Promise<boolean> => {
    const known = await answerOf(QUESTION);
    if (!String(known.body['response']).includes('31') || (await fetchVoice()) !== given.file) return false;
    const looking = [...given.unseen];
    while (looking.length > 0) {
      const some = looking.splice(0, AT_ONCE);
      const answers = await Promise.all(some.map((n) => answerOf(`Who is the warden of station ${n}?`)));
      for (const [i, n] of some.entries())
        if (String(answers[i]?.body['response']).includes(`Runa ${n}`)) given.unseen.delete(n);
      if (some.some((n) => given.unseen.has(n))) return false;
    }
    return true;
  };

  return {
    at: (otherUrl, otherKey) => createPerson(otherUrl, otherKey, given),
    async settle() {
      await call('POST', '/api/instance', {
        instance_data: { name: 'Ada', description: 'She counts birds.', configuration: {} },
      });
      const pages = [{ title: 'The plover', content: KEPT }];
      await call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=60' });
      const voice_data = {
        sample_audio: hum(300).toString('base64'),
        language: 'en',
        tone: 'calm',
        pitch: 'low',
      };
      const { body } = await call('POST', '/api/admin/add_voice', { voice_data }, { prefer: 'wait=60' });
      given.voice = String(body['voice_id']);
      given.file = await eventually(fetchVoice);
    },
    ask: () =>
      timed(async () => {
        const reply = await answerOf(QUESTION);
        const { answer_type, response } = reply.body as { answer_type?: string; response?: string };
        if (reply.status !== 200) return refusalOf(reply);
        if (answer_type === 'grounded' && response?.includes('31')) return 'right';
        return `${answer_type}${(reply.body.warnings ?? []).length > 0 ? ', with a warning' : ', WITHOUT A WORD'}`;
      }),
    store: (n) =>
      timed(async () => {
        const pages = [{ title: `Warden ${n}`, content: `The warden of station ${n} is called Runa ${n}.` }];
        const reply = await call('POST', '/api/kb/store-pages', { pages });
        if (reply.status !== 200 && reply.status !== 202) return refusalOf(reply);
        given.pages.push(n);
        given.unseen.add(n);
        return (reply.body.warnings ?? []).length > 0 ? `stored: ${reply.body.warnings?.[0]}` : 'stored';
      }),
    hasAll,
    lookAgain: () => void (given.unseen = new Set(given.pages)),
    send: (n) =>
      timed(async () => {
        const sample_audio = hum(400 + n).toString('base64');
        const voice_data = { sample_audio, language: 'en', tone: 'calm', pitch: 'low' };
        const reply = await call('POST', '/api/admin/add_voice', { voice_data });
        return reply.status === 200 ? 'stored' : refusalOf(reply);
      }),
    async readiness() {
      const reply = await fetch(`${url}/readyz`).catch(() => undefined);
      if (!reply) return 'no answer';
      const { parts = {} } = (await reply.json()) as { parts?: Record<string, string> };
      const wrong = Object.entries(parts).filter(([, state]) => state !== 'ok');
      return `${reply.status}${wrong.map(([name, state]) => ` ${name}: ${state}`).join(',')}`;
    },
  };
}
