// What an operator does beside a whole install: inspect it, rebuild its index, pause it, move it to other
// stores.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256, grantScope, installScope } from '@persona/contracts';
import { openDocumentStore } from '@persona/documents';
import { openSearchIndex } from '@persona/search';
import { describeWithServerShape, eventually, freePort, tempFolder, toneWav } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

const root = path.dirname(import.meta.dirname);

/** Runs `npm run persona -- …` as on the machine of this install. */
async function persona(dataDir: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const {
    REDIS_URL: _redis,
    DOCUMENTS_URL: _documents,
    SEARCH_URL: _search,
    BLOBS_URL: _blobs,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts/persona.ts'), ...args], {
    env: {
      ...inherited,
      PERSONA_DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const QUESTION = 'What does the lamp of the Skerry lighthouse burn?';
interface Answer {
  answer_type: string;
  citations: { td_id: string; quote: string }[];
}
const ask = async (install: Install) => {
  const { body } = await install.call<Answer>('POST', '/api/kb/v2/chat', {
    chat_data: { user_id: 'ann', message: QUESTION },
  });
  // Addresses are signed anew for each reply.
  const citations = body.citations.map((one) => ({ ...one, url: undefined }));
  return { answer_type: body.answer_type, citations };
};

async function startWithPages(
  env: NodeJS.ProcessEnv = {},
  logs = 60,
): Promise<{ install: Install; ada: string }> {
  const install = await startInstall(env);
  const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
  });
  const pages = [
    { title: 'The lamp', content: 'The lamp of the Skerry lighthouse burns whale oil.' },
    ...Array.from({ length: logs }, (_, n) => ({
      title: `Log ${n}`,
      content: `On day ${n} the sea was calm.`,
    })),
  ];
  const stored = await install.call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=60' });
  expect(stored.status).toBe(200);
  return { install, ada: body.instance_id };
}

describe('npm run persona', () => {
  let install: Install;
  let ada: string;
  beforeAll(async () => {
    ({ install, ada } = await startWithPages());
  }, 120_000);
  afterAll(() => install.stop(), 60_000);

  test('doctor finds nothing wrong with a healthy install', async () => {
    const { code, said } = await persona(install.folder, ['doctor']);
    expect(said).toContain('Nothing is wrong.');
    expect(said).toMatch(/documents .*1 personas, 61 pages/);
    expect(said).toMatch(/audit +ok +(\d+) entries up to \1, whole; the last has the hash [0-9a-f]{64}/);
    expect(said).toMatch(/ingest +ok +a canary went through/);
    expect(said).toMatch(/gateway .*is ready/);
    expect(code, said).toBe(0);
  });

  test('doctor names an index that lacks pages, rebuild fills it, and the answers are the same', async () => {
    const before = await ask(install);
    expect(before.answer_type).toBe('grounded');
    // The workers would fill it by themselves before anybody has looked.
    await persona(install.folder, ['pause', 'ingest']);
    const search = await openSearchIndex(`sqlite:${path.join(install.folder, 'search')}`);
    await search.removeInstance(grantScope(ada));
    await search.close();

    const doctor = await persona(install.folder, ['doctor']);
    expect(doctor.said).toMatch(/index .* 0 % of what there is: 61 of 61 pages are not in it yet/);
    expect(doctor.code, doctor.said).toBe(1);
    const unknown = await install.call<Answer & { response: string; warnings: string[] }>(
      'POST',
      '/api/kb/v2/chat',
      { chat_data: { user_id: 'ann', message: QUESTION } },
    );
    expect(unknown.body).toMatchObject({
      answer_type: 'no_answer',
      response: expect.stringContaining('still reading some of my pages'),
      warnings: [expect.stringContaining('61 of 61 pages are not searched yet (0 % are)')],
    });
    await eventually(async () => {
      const { body, status } = await install.call<{ parts: Record<string, string> }>('GET', '/readyz');
      return status === 200 && body.parts['index'] === 'filling 0 %';
    });

    await persona(install.folder, ['resume', 'ingest']);
    const rebuilt = await persona(install.folder, ['rebuild']);
    expect(rebuilt.said).toMatch(/pages indexed|nothing was missing/);
    expect(rebuilt.code, rebuilt.said).toBe(0);
    expect(await ask(install)).toEqual(before);
    expect((await persona(install.folder, ['rebuild'])).said).toContain('nothing was missing');
    expect((await persona(install.folder, ['rebuild', '--all'])).said).toMatch(/61 pages indexed/);
    expect(await ask(install)).toEqual(before);
  });

  test('doctor names the entry of the audit that somebody has changed', async () => {
    const documents = await openDocumentStore(`sqlite:${path.join(install.folder, 'documents.db')}`);
    const [first] = await documents.auditBlocks.find(installScope, { limit: 1 });
    if (!first) throw new Error('There is no audit.');
    const forge = async (entries: typeof first.entries) => {
      await documents.auditBlocks.update(installScope, first.id, { set: { entries } });
      return persona(install.folder, ['doctor']);
    };
    const forged = await forge(first.entries.map((entry) => ({ ...entry, actor: 'key_other' })));
    expect(forged.said).toMatch(/audit +WRONG +entry 1: it was changed/);
    expect(forged.code, forged.said).toBe(1);
    expect((await forge(first.entries)).said).toMatch(/audit +ok/);
    await documents.close();
  });

  test('compact gives room back while the install answers', async () => {
    const before = await ask(install);
    const { code, said } = await persona(install.folder, ['compact']);
    expect(said).toMatch(/documents +[\d.]+ MiB before, [\d.]+ MiB now, 0\.0 MiB of them hold nothing/);
    expect(code, said).toBe(0);
    expect(await ask(install)).toEqual(before);
    expect((await persona(install.folder, ['doctor'])).said).toMatch(/room +ok +documents take [\d.]+ MiB/);
  });

  test('what is paused says so, and what waits says why', async () => {
    expect((await persona(install.folder, ['pause', 'ingest'])).code).toBe(0);
    await install.call('POST', '/api/kb/store-pages', { pages: [{ title: 'Late', content: 'Late news.' }] });
    const { code, said } = await persona(install.folder, ['doctor']);
    expect(said).toMatch(/ingest +WRONG +paused: 0 at work, 1 waiting/);
    expect(said).toContain('npm run persona -- resume ingest');
    expect(said).toMatch(/waits .*page\.index job_\w+, 0 of 1, .*the queue is paused/);
    expect(code, said).toBe(1);
    expect((await persona(install.folder, ['resume', 'ingest'])).code).toBe(0);
  });

  test('rebuild restores the version that answers in the place of one that was cancelled', async () => {
    // Scores change with each page that comes, also with the one that waited until now.
    const waiting = (status: string) =>
      install.call<{ training_data: unknown[] }>('GET', `/api/kb/training-data?status=${status}`);
    await eventually(
      async () =>
        (await Promise.all([waiting('queued'), waiting('indexing')])).every(
          ({ body }) => body.training_data.length === 0,
        ),
      { timeoutMs: 120_000 },
    );
    const before = await ask(install);
    await persona(install.folder, ['pause', 'ingest']);
    const changed = await install.call<{ job_id: string }>(
      'PUT',
      `/api/kb/training-data/${before.citations[0]?.td_id}`,
      { training_data: { content: 'The lamp of the Skerry lighthouse burns paraffin.' } },
    );
    const cancelled = await install.call('POST', `/api/jobs/${changed.body.job_id}/cancel`);
    expect([changed.status, cancelled.status]).toEqual([200, 200]);
    await persona(install.folder, ['resume', 'ingest']);
    const search = await openSearchIndex(`sqlite:${path.join(install.folder, 'search')}`);
    await search.removeInstance(grantScope(ada));
    await search.close();
    const rebuilt = await persona(install.folder, ['rebuild']);
    expect(rebuilt.code, rebuilt.said).toBe(0);
    expect(await ask(install)).toEqual(before);
  });

  test('a wrong call says what is right', async () => {
    const calls = [['copy'], ['rebuild', '--everything'], ['pause', 'all'], ['heal']];
    for (const { code, said } of await Promise.all(calls.map((args) => persona(install.folder, args)))) {
      expect(code, said).toBe(1);
      expect(said).not.toMatch(/^\s+at /m);
    }
  });
});

test('doctor and rebuild without an install say how to get one', async () => {
  using folder = tempFolder();
  const doctor = await persona(folder.path, ['doctor']);
  expect([doctor.code, doctor.said.includes('npm start')]).toEqual([0, true]);
  const unreachable = await persona(folder.path, ['rebuild'], {
    REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
  });
  expect([unreachable.code, unreachable.said.includes('There is no install')]).toEqual([1, true]);
  // Nor did one come into being.
  expect(readdirSync(folder.path)).toEqual([]);
});

await describeWithServerShape('moving an install', (servers) => {
  test('from one machine to servers: the same key, files and citations, also while the index is filled again', async () => {
    using home = tempFolder();
    using folder = tempFolder();
    const { install: old } = await startWithPages({ PERSONA_DATA_DIR: home.path }, 12);
    const added = await old.call<{ voice_id: string }>(
      'POST',
      '/api/admin/add_voice',
      {
        voice_data: {
          sample_audio: toneWav().toString('base64'),
          language: 'en',
          tone: 'calm',
          pitch: 'low',
        },
      },
      { prefer: 'wait=60' },
    );
    const [answer, voice] = [await ask(old), await listen(old, added.body.voice_id)];
    expect(answer.answer_type).toBe('grounded');
    await old.stop();

    const documents = ['--from', `sqlite:${home.path}/documents.db`, '--to', servers.env.DOCUMENTS_URL];
    const files = ['--from-blobs', `file:${home.path}/blobs`, '--to-blobs', servers.env.BLOBS_URL];
    const copied = await persona(folder.path, ['copy', ...documents, ...files], servers.env);
    expect(copied.said).toMatch(/documents .*counts and hashes equal/);
    expect(copied.said).toMatch(/files +[1-9]\d* \(.*every hash/);
    expect(copied.code, copied.said).toBe(0);

    await writeFile(path.join(folder.path, 'admin.key'), old.key, { mode: 0o600 });
    const moved = await startInstall({ ...servers.env, PERSONA_DATA_DIR: folder.path });
    const rebuilt = await persona(folder.path, ['rebuild'], servers.env);
    expect(rebuilt.code, rebuilt.said).toBe(0);
    expect(await ask(moved)).toEqual(answer);
    expect(await listen(moved, added.body.voice_id)).toEqual(voice);

    const filling = new AbortController();
    const again = persona(folder.path, ['rebuild', '--all'], servers.env).finally(() => filling.abort());
    while (!filling.signal.aborted) expect(await ask(moved)).toEqual(answer);
    expect((await again).said).toMatch(/13 pages indexed/);
    await moved.stop();
  }, 240_000);
});

/** The files of a voice, by name and hash. */
async function listen(install: Install, id: string): Promise<Record<string, string>> {
  const { body } = await install.call<{ renditions: { name: string; url: string }[] }>(
    'GET',
    `/api/admin/voice/${id}`,
  );
  const files: Record<string, string> = {};
  for (const { name, url } of body.renditions) {
    const reply = await fetch(new URL(url, install.url));
    expect(reply.status).toBe(200);
    files[name] = sha256(new Uint8Array(await reply.arrayBuffer()));
  }
  expect(Object.keys(files)).not.toEqual([]);
  return files;
}
