import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../launch/terminal.ts';
import { makeSampleMedia } from '../make-sample-media.ts';
import type { Client } from './client.ts';

export interface Sample {
  readonly client: Client;
  readonly terminal: Terminal;
  /** Holds persona.json and pages/. */
  readonly folder: string;
  readonly dataDir: string;
}

interface Persona {
  name: string;
  description: string;
  configuration: Record<string, unknown>;
  question: string;
  voice: Record<string, unknown>;
  video: Record<string, unknown>;
  pages: { file: string; title: string; metadata: Record<string, unknown> }[];
}

export interface Loaded {
  instanceId: string;
  name: string;
  question: string;
}

const TIMEOUT_MS = 120_000;

/**
 * Loads the sample persona into a fresh install through the public API, and waits until all of it can be
 * used. Returns undefined when there is nothing to do: a persona exists already, or the sample was loaded
 * once, even if it was deleted since. An interrupted run is completed.
 */
export async function loadSample({ client, terminal, folder, dataDir }: Sample): Promise<Loaded | undefined> {
  const marker = path.join(dataDir, 'sample.json');
  if (existsSync(marker)) return undefined;
  const persona = JSON.parse(readFileSync(path.join(folder, 'persona.json'), 'utf8')) as Persona;
  const instanceId = await findOrCreate(client, persona);
  if (!instanceId) return undefined;
  terminal.progress('persona', `${persona.name}, the sample persona`, true);

  const media = mkdtempSync(path.join(tmpdir(), 'persona-sample-'));
  try {
    const files = await makeSampleMedia(media);
    await storePages(client, terminal, folder, persona, instanceId);
    const base64 = (file: string) => readFileSync(file).toString('base64');
    const voice = await client.call<{ voice_id: string }>('POST', '/api/admin/add_voice', {
      voice_data: { ...persona.voice, sample_audio: base64(files.voice) },
      instance_id: instanceId,
    });
    await untilMediaIsReady(client, terminal, 'voice', voice.voice_id);
    const video = await client.call<{ video_id: string }>('POST', '/api/admin/video', {
      video_data: { ...persona.video, file: base64(files.video) },
      instance_id: instanceId,
    });
    await untilMediaIsReady(client, terminal, 'video', video.video_id);
  } finally {
    rmSync(media, { recursive: true, force: true });
  }
  writeFileSync(marker, `${JSON.stringify({ instance_id: instanceId })}\n`);
  return { instanceId, name: persona.name, question: persona.question };
}

/**
 * The id of the sample persona, made now or by an interrupted run; undefined when the install has personas of
 * its own.
 */
async function findOrCreate(
  client: Client,
  { name, description, configuration }: Persona,
): Promise<string | undefined> {
  const { instances } = await client.call<{
    instances: { instance_id: string; configuration: Record<string, unknown> }[];
  }>('GET', '/api/instance');
  if (instances.length > 0) {
    return instances.find((one) => one.configuration['sample'] === configuration['sample'])?.instance_id;
  }
  const made = await client.call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name, description, configuration },
  });
  return made.instance_id;
}

async function storePages(
  client: Client,
  terminal: Terminal,
  folder: string,
  persona: Persona,
  instanceId: string,
): Promise<void> {
  const pages = persona.pages.map(({ file, title, metadata }) => ({
    title,
    content: readFileSync(path.join(folder, 'pages', file), 'utf8'),
    metadata: { ...metadata, external_id: `sample/${file}` },
  }));
  await client.call('POST', '/api/kb/store-pages', { pages, instance_id: instanceId });
  await waitFor('pages', async () => {
    const { training_data: data } = await client.call<{ training_data: { status: string; title: string }[] }>(
      'GET',
      `/api/kb/training-data?instance_id=${instanceId}&limit=1000`,
    );
    const failed = data.find(({ status }) => status === 'failed');
    if (failed) throw new Error(`the page "${failed.title}" could not be indexed`);
    const live = data.filter(({ status }) => status === 'live').length;
    const done = live === data.length && live >= pages.length;
    terminal.progress('pages', `${live} of ${pages.length} can be asked about`, done);
    return done;
  });
}

async function untilMediaIsReady(
  client: Client,
  terminal: Terminal,
  kind: 'voice' | 'video',
  id: string,
): Promise<void> {
  await waitFor(kind, async () => {
    const reply = await client.call<
      Record<string, unknown> & { state?: string; error?: { message?: string } }
    >('GET', `/api/admin/${kind}/${id}`);
    const { state, error } = (reply[kind] as typeof reply | undefined) ?? reply;
    if (state === 'failed')
      throw new Error(`the ${kind} could not be processed: ${error?.message ?? 'no reason given'}`);
    terminal.progress(kind, `${state}`, state === 'ready');
    return state === 'ready';
  });
}

async function waitFor(what: string, isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`the ${what} took longer than ${TIMEOUT_MS / 1000} s`);
    await sleep(100);
  }
}

/** Asks the sample persona its question and shows the answer with its citations. */
export async function askSample(
  { client, terminal }: Sample,
  { instanceId, name, question }: Loaded,
): Promise<void> {
  const { response, citations } = await client.call<{
    response: string;
    citations: { index: number; title: string; quote: string }[];
  }>('POST', '/api/kb/v2/chat', {
    chat_data: { user_id: 'first-start', message: question, instance_id: instanceId },
  });
  terminal.say('');
  terminal.progress('You', question, true);
  terminal.progress(name.split(' ')[0] ?? name, response.replaceAll('\n', '\n             '), true);
  for (const { index, title, quote } of citations) {
    terminal.progress('', `[${index}] ${title}: “${quote.replaceAll(/\s+/g, ' ')}”`, true);
  }
}
