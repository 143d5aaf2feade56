// A whole install under requests that are wrong in every way a caller can make them.
import { hum } from '../chaos/recordings.ts';
import { eventually } from '@persona/testing';
import { createRandom } from '../chaos/random.ts';
import { startInstall, type Install } from '../install.ts';
import { isUnconfigured, operationsOf, type TextFor } from '../openapi/operations.ts';
import { grown, readHeld, type Held } from './measures.ts';
import { nextRequest, type WireRequest } from './requests.ts';
import { sendOverWire } from './send.ts';
import { createValues } from './values.ts';

export interface FuzzOptions {
  seed: number;
  /** When it ends: after so many requests, or so many ms. */
  requests: number;
  timeMs: number;
  say?: (line: string) => void;
}

export interface FuzzReport {
  requests: number;
  seconds: number;
  kinds: Record<string, number>;
  statuses: Record<string, number>;
  /** Requests that were answered with 5xx, apart from those that were turned away with Retry-After. */
  faults: string[];
  /** Requests that stayed for a reply and got none. */
  unanswered: string[];
  /** What the launcher said of processes that ended. */
  exits: string[];
  /** How often each route held its event loop for over 50 ms. */
  held: Held;
  /** The requests among which each hold was, as far as they fit its route. */
  suspects: string[];
}

const CONCURRENCY = 4;
const REQUEST_BATCH_SIZE = 100;
/** Some of what is sent deletes what others name; then there is something new to name. */
const REQUESTS_PER_PERSONA = 400;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const install = await startInstall();
  try {
    return await fuzzInstall(install, options);
  } finally {
    await install.stop();
  }
}

async function fuzzInstall(install: Install, options: FuzzOptions): Promise<FuzzReport> {
  const random = createRandom(options.seed);
  const values = createValues(options.seed, random);
  const { body: document } = await install.call<Parameters<typeof operationsOf>[0]>('GET', '/openapi.json');
  const furnished = () => furnish(install, (texts) => random.pick(texts));
  const sources = { operations: operationsOf(document), random, values, ...(await furnished()) };
  const base = new URL(install.url);
  const before = await readHeld(install);
  const report: FuzzReport = {
    requests: 0,
    seconds: 0,
    kinds: {},
    statuses: {},
    faults: [],
    unanswered: [],
    exits: [],
    held: new Map(),
    suspects: [],
  };
  const began = performance.now();
  const isOver = (): boolean =>
    report.requests >= options.requests || performance.now() - began >= options.timeMs;

  let recent: WireRequest[] = [];
  let known = before;
  /** Notes what was sent to a route since the last look, where that route held the loop. */
  const look = async (): Promise<void> => {
    const sent = recent;
    recent = [];
    const now = await readHeld(install);
    for (const [name] of grown(known, now)) {
      const route = name.replace(/^\w+ /, '').split('/:')[0] ?? '';
      const fitting = sent.filter(({ url }) => route === 'none' || url.startsWith(route));
      report.suspects.push(...fitting.map((request) => `${name}: ${describe(request)}`));
    }
    known = now;
  };

  const one = async (): Promise<void> => {
    const request = nextRequest(sources);
    report.requests++;
    recent.push(request);
    if (recent.length >= REQUEST_BATCH_SIZE) await look();
    if (report.requests % REQUESTS_PER_PERSONA === 0) Object.assign(sources, await furnished());
    const { status, text } = await sendOverWire(base, install.key, request);
    report.kinds[request.kind] = (report.kinds[request.kind] ?? 0) + 1;
    report.statuses[String(status)] = (report.statuses[String(status)] ?? 0) + 1;
    if (status === null && isWhole(request)) report.unanswered.push(describe(request));
    const isFault = status !== null && status >= 500 && !isUnconfigured(status, text);
    if (isFault && !/^retry-after:/im.test(text))
      report.faults.push(`${status} ${text.slice(-300)} to ${describe(request)}`);
    if (report.requests % 5000 === 0) options.say?.(`${report.requests} requests`);
  };
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (!isOver()) await one();
    }),
  );
  report.seconds = (performance.now() - began) / 1000;
  // Whatever happened, it still answers.
  await eventually(async () => (await install.call('GET', '/readyz')).status === 200, { timeoutMs: 60_000 });
  await look();
  report.held = grown(before, known);
  report.exits = install.said().match(/^.*stopped unexpectedly.*$/gm) ?? [];
  return report;
}

/** Whether its sender may expect a reply: it has sent all that it announced. */
const isWhole = ({ cutAt, kind }: WireRequest): boolean => cutAt === null && kind !== 'message';

const describe = ({ kind, method, url, headers, body, cutAt }: WireRequest): string =>
  JSON.stringify({
    kind,
    request: `${method} ${url}`.slice(0, 200),
    headers: headers.map(([name, value]) => `${name}: ${value}`.slice(0, 80)).slice(0, 5),
    body: body?.subarray(0, 300).toString('latin1'),
    bytes: body?.length,
    cutAt,
  });

/** Things to name in requests, so that not all of them end at an id that is not there. */
async function furnish(install: Install, pick: (texts: readonly string[]) => string) {
  const { call } = install;
  const made = await call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper.', configuration: {} },
  });
  const persona = made.body.instance_id;
  const at = `instance_id=${persona}`;
  const stored = await call<{ pages: { id: string }[]; job_id: string }>(
    'POST',
    `/api/kb/store-pages?${at}`,
    { pages: [{ title: 'Tides', content: 'The tide turns twice a day. The harbour lies to the east.' }] },
    { prefer: 'wait=20' },
  );
  const said = await call<{ chat_id: string; message_id: string }>('POST', `/api/kb/v2/chat?${at}`, {
    chat_data: { user_id: 'bo', message: 'When does the tide turn?' },
  });
  const voice = await call<{ voice_id: string }>('POST', `/api/admin/add_voice?${at}`, {
    voice_data: { language: 'en', tone: 'calm', pitch: 'low', sample_audio: hum(424, 1).toString('base64') },
  });
  const ready = await eventually(
    async () => {
      const { body } = await call<{ state: string; renditions: { url: string }[] }>(
        'GET',
        `/api/admin/voice/${voice.body.voice_id}`,
      );
      return body.state === 'processing' ? undefined : body;
    },
    { timeoutMs: 60_000, intervalMs: 100 },
  );
  const files = ready.renditions.map(
    ({ url }) => new URL(url, install.url).pathname + new URL(url, install.url).search,
  );
  const ids = {
    instance_id: [persona],
    model: [persona],
    chat_id: [said.body.chat_id],
    voice_id: [voice.body.voice_id],
    user_id: ['bo'],
    stream_id: ['s1', 's2'],
    id: [persona, stored.body.pages[0]?.id ?? '', stored.body.job_id, said.body.chat_id, voice.body.voice_id],
  };
  const textFor: TextFor = (name) => {
    const known = ids[name as keyof typeof ids] as readonly string[] | undefined;
    return known && pick(known);
  };
  return { textFor, files: files.length > 0 ? files : ['/files/none'] };
}
