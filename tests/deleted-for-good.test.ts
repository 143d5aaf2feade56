// What is deleted is gone: from every answer before the reply, and from every file of the data folder once it
// is purged.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from './chaos/pages.ts';
import { startInstall, type Install } from './install.ts';

let install: Install;
let persona: string;

beforeAll(async () => {
  install = await startInstall();
  persona = await createPersona('Ada', 'A lighthouse keeper.');
  // Another persona's knowledge, which must stay untouched.
  await store({ title: 'The lamp', content: 'The lamp of the tower burns paraffin.' });
}, 120_000);
afterAll(() => install.stop());

async function createPersona(name: string, description: string): Promise<string> {
  const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name, description, configuration: { note: description } },
  });
  return body.instance_id;
}

/** Stores a page and waits until it is live. */
async function store(page: object, instance = persona): Promise<string> {
  const { status, body } = await install.call<{ pages: { id: string }[] }>(
    'POST',
    `/api/kb/store-pages?instance_id=${instance}`,
    { pages: [page] },
    { prefer: 'wait=20' },
  );
  expect(status).toBe(200);
  return body.pages[0]?.id ?? '';
}

/** Sends a message, with an Idempotency-Key when there is one: the reply is kept then. */
const say = (message: string, instance = persona, key?: string) =>
  install.call<{ chat_id: string; response: string }>(
    'POST',
    '/api/kb/v2/chat',
    { chat_data: { instance_id: instance, user_id: 'somebody', message } },
    key === undefined ? {} : { 'idempotency-key': key },
  );
const chat = async (message: string, instance = persona) => (await say(message, instance)).body;

/** A voice that is described with these words, once it has been processed. */
async function addVoice(words: string, instance = persona): Promise<string> {
  const { body } = await install.call<{ voice_id: string }>('POST', '/api/admin/add_voice', {
    instance_id: instance,
    voice_data: {
      language: 'en',
      tone: words,
      pitch: 'low',
      // The file is no recording: the worker says so in the voice's row, and the file is kept.
      sample_audio: Buffer.from(`not a recording, but ${words}`).toString('base64'),
    },
  });
  await eventually(
    async () =>
      (await install.call<{ state: string }>('GET', `/api/admin/voice/${body.voice_id}`)).body.state !==
      'processing',
    { timeoutMs: 120_000 },
  );
  return body.voice_id;
}

/** Files of the data folder that contain the words, in any case. */
function filesWith(words: string): string[] {
  return readdirSync(install.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => {
      try {
        return readFileSync(file, 'latin1').toLowerCase().includes(words);
      } catch {
        // Removed during the search.
        return false;
      }
    })
    .map((file) => path.relative(install.folder, file));
}

const goneFromDisk = (words: string) =>
  eventually(
    () => {
      expect(filesWith(words)).toEqual([]);
      return true;
    },
    { timeoutMs: 60_000, intervalMs: 250 },
  );

/** Everything readable of a persona, as one text. */
async function readAll(question: string): Promise<string> {
  const scope = `instance_id=${persona}`;
  const replies = await Promise.all([
    install.call('POST', `/api/kb/search?${scope}`, { query: question, top_k: 50 }),
    install.call('GET', `/api/kb/training-data?${scope}&limit=1000`),
    install.call('GET', `/api/kb/training-data?${scope}&q=${question}`),
    install.call('POST', `/api/kb/auto-generate-prompts?${scope}`, { data: { topics: ['lamp'] } }),
    install.call('GET', `/api/persona/chats?${scope}`),
    install.call('GET', `/api/jobs?${scope}`),
    install.call('GET', `/api/instance?${scope}`),
  ]);
  for (const { status } of replies) expect(status).toBe(200);
  return JSON.stringify(replies.map(({ body }) => body));
}

describe('deleted for good', { timeout: 300_000 }, () => {
  test('a page: its title, its text, its metadata', async () => {
    const [title, content, metadata] = [keyOf(101), keyOf(102), keyOf(103)];
    const id = await store({
      title: `About ${title}`,
      content: `# About ${title}\n\nThe harbour is called ${content}. The lamp of ${content} is green.`,
      metadata: { external_id: metadata, url: `https://example.org/${metadata}`, place: metadata },
    });
    const changed = { id, content: `The harbour was called ${content}, once.` };
    await install.call('PUT', '/api/kb/training-data', { training_data: changed }, { prefer: 'wait=20' });
    // What was said about it: in a chat, and in replies that are kept for an Idempotency-Key.
    const question = `What was called ${content}, once?`;
    const asked = () => say(question, persona, 'about a page');
    expect((await asked()).body.response).toContain('harbour');
    const searched = () =>
      install.call(
        'POST',
        `/api/kb/search?instance_id=${persona}`,
        { query: content },
        { 'idempotency-key': 'a search' },
      );
    expect(JSON.stringify((await searched()).body)).toContain('harbour');
    const prompted = () =>
      install.call(
        'POST',
        `/api/kb/auto-generate-prompts?instance_id=${persona}`,
        { data: { topics: [content] } },
        { 'idempotency-key': 'prompts' },
      );
    expect(JSON.stringify((await prompted()).body)).toContain(id);
    const before = await readAll(content);
    for (const word of [title, content, metadata]) {
      expect(before).toContain(word);
      expect(filesWith(word)).not.toEqual([]);
    }

    expect((await install.call('DELETE', `/api/kb/training-data/${id}`)).status).toBe(200);
    const after = await readAll(content);
    for (const word of [title, metadata]) expect(after).not.toContain(word);
    // The question belongs to the user who asked it.
    expect(after.split(content).length - 1).toBe(after.split(question).length - 1);
    expect(after).not.toContain('harbour');
    for (const again of [asked, searched, prompted]) expect((await again()).status).toBe(404);
    expect((await install.call('GET', `/api/kb/training-data/${id}`)).status).toBe(404);
    for (const word of [title, metadata, `harbour was called ${content}`]) await goneFromDisk(word);
  });

  test('a text that was submitted and approved, and what the checks of another said of it', async () => {
    const word = keyOf(107);
    const route = `/api/kb/review-data?instance_id=${persona}`;
    const submit = async (article: string) =>
      (await install.call<{ review_id: string }>('POST', route, { review_data: { articles: [article] } }))
        .body.review_id;
    const text = `The bell of ${word} rings at noon, and whoever hears it knows that the boat has come in.`;
    const review = await submit(text);
    await install.call('POST', `/api/kb/review-data/${review}/approve`, {});
    const { items } = await eventually(async () => {
      const { body } = await install.call<{ review_data: { items: { td_id: string | null }[] } }>(
        'GET',
        `/api/kb/review-data/${review}`,
      );
      return body.review_data.items[0]?.td_id ? body.review_data : null;
    });
    const id = items[0]?.td_id ?? '';
    await eventually(
      async () =>
        (await install.call<{ training_data: { status: string } }>('GET', `/api/kb/training-data/${id}`)).body
          .training_data.status === 'live',
      { timeoutMs: 120_000 },
    );
    expect((await install.call('DELETE', `/api/kb/training-data/${id}`)).status).toBe(200);
    await goneFromDisk(word);
  });

  test('a conversation: what was asked', async () => {
    const word = keyOf(104);
    const asked = () => say(`My grandmother was called ${word}. Who was she?`, persona, 'about a chat');
    const { chat_id } = (await asked()).body;
    expect(filesWith(word)).not.toEqual([]);
    expect((await install.call('DELETE', `/api/persona/chats/${chat_id}`)).status).toBe(200);
    expect(await readAll(word)).not.toContain(word);
    expect((await install.call('GET', `/api/persona/messages/${chat_id}`)).status).toBe(404);
    expect((await asked()).status).toBe(404);
    await goneFromDisk(word);
  });

  test('a voice: what was said of it, and its file', async () => {
    const word = keyOf(105);
    const id = await addVoice(word);
    expect(filesWith(word).some((file) => file.startsWith('blobs'))).toBe(true);
    expect((await install.call('DELETE', `/api/admin/voice/${id}`)).status).toBe(200);
    expect((await install.call('GET', `/api/admin/voice/${id}`)).status).toBe(404);
    await goneFromDisk(word);
  });

  test('a persona: everything of it, and nothing of another', async () => {
    const word = keyOf(106);
    const other = await createPersona(`Bo ${word}`, `Knows ${word}`);
    await store(
      { title: `About ${word}`, content: `The lamp of ${word} burns oil. It is in ${word}.` },
      other,
    );
    expect((await chat(`What does the lamp of ${word} burn?`, other)).response).toContain('oil');
    await addVoice(word, other);
    await install.call('POST', `/api/kb/review-data?instance_id=${other}`, {
      review_data: { articles: [`The keeper of ${word} is old.`], notes: [word] },
    });
    expect(filesWith(word).length).toBeGreaterThan(1);

    expect((await install.call('DELETE', `/api/instance?instance_id=${other}`)).status).toBe(200);
    expect((await install.call('GET', `/api/instance?instance_id=${other}`)).status).toBe(404);
    await goneFromDisk(word);
    expect((await chat('What does the lamp of the tower burn?')).response).toContain('paraffin');
  });
});
