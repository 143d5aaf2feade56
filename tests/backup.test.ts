// A back-up of an install at work, tried and restored by the operator's commands, as a person would.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '@persona/contracts';
import { eventually, tempFolder, toneWav } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

const root = path.dirname(import.meta.dirname);
const places = tempFolder();
const BACKUPS = path.join(places.path, 'back-ups');
const BIRDS = ['plover', 'dunlin', 'curlew', 'redshank', 'turnstone', 'sanderling', 'godwit', 'lapwing'];

let install: Install;
let voice: string;
beforeAll(async () => {
  install = await startInstall();
  await install.call('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'She counts birds.', configuration: {} },
  });
  const pages = BIRDS.map((bird, n) => ({
    title: `The ${bird}`,
    content: `In May I counted ${31 + n} pairs of the ${bird} on the island.`,
  }));
  await install.call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=60' });
  const added = await install.call<{ voice_id: string }>(
    'POST',
    '/api/admin/add_voice',
    {
      voice_data: { sample_audio: toneWav().toString('base64'), language: 'en', tone: 'calm', pitch: 'low' },
    },
    { prefer: 'wait=60' },
  );
  voice = added.body.voice_id;
}, 120_000);
afterAll(async () => {
  await install.stop();
  places.remove();
}, 60_000);

async function persona(args: string[], env: NodeJS.ProcessEnv) {
  const { REDIS_URL: _redis, DOCUMENTS_URL: _documents, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts/persona.ts'), ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const ask = async (of: Install) => {
  const answers: unknown[] = [];
  for (const bird of BIRDS) {
    const { body } = await of.call<{ response: string; citations: { td_id: string; quote: string }[] }>(
      'POST',
      '/api/kb/v2/chat',
      { chat_data: { user_id: 'ann', message: `How many pairs of the ${bird} did you count?` } },
    );
    answers.push([body.response, body.citations.map(({ td_id, quote }) => [td_id, quote])]);
  }
  return answers;
};

const listen = async (of: Install) => {
  const { body } = await of.call<{ renditions: { url: string }[] }>('GET', `/api/admin/voice/${voice}`);
  const hashes: string[] = [];
  for (const { url } of body.renditions)
    hashes.push(sha256(new Uint8Array(await (await fetch(new URL(url, of.url))).arrayBuffer())));
  return hashes;
};

test('an install at work is backed up, and restored it gives the same answers and files', async () => {
  const before = [await ask(install), await listen(install)];
  expect(before[1]).not.toEqual([]);
  const stop = new AbortController();
  let stored = 0;
  const work = (async () => {
    while (!stop.signal.aborted) {
      const { status } = await install.call('POST', '/api/kb/store-pages', {
        pages: [{ title: `Log ${++stored}`, content: `On day ${stored} the wind was from the east.` }],
      });
      expect(status).toBe(200);
      await install.call('POST', '/api/kb/v2/chat', { chat_data: { user_id: 'bob', message: 'Hello' } });
      // Leaves the processor to what is tested.
      await sleep(20);
    }
  })();
  const made = await persona(['backup', BACKUPS], { PERSONA_DATA_DIR: install.folder });
  stop.abort();
  await work;
  expect(made.said).toMatch(/files .*every hash is the one in its document/);
  expect(made.code, made.said).toBe(0);
  expect(stored).toBeGreaterThan(0);
  expect(statSync(BACKUPS).mode & 0o077).toBe(0);

  const data = path.join(places.path, 'restored');
  const restored = await persona(['restore', BACKUPS], { PERSONA_DATA_DIR: data });
  expect(restored.said).toMatch(/admin key +admin\.key, as it was/);
  expect(restored.code, restored.said).toBe(0);
  // Where there is an install, nothing is restored.
  const again = await persona(['restore', BACKUPS], { PERSONA_DATA_DIR: data });
  expect([again.code, again.said.includes('restore never writes over documents')]).toEqual([1, true]);

  const itself = path.join(places.path, 'by-itself');
  const second = await startInstall({ PERSONA_DATA_DIR: data, BACKUP_DIR: itself });
  expect(second.key).toBe(install.key);
  await eventually(
    async () => {
      const { body } = await second.call<{ parts: Record<string, string> }>('GET', '/readyz');
      return body.parts['index'] === 'ok';
    },
    { timeoutMs: 120_000 },
  );
  expect([await ask(second), await listen(second)]).toEqual(before);
  // npm start makes back-ups by itself.
  await eventually(async () => (await readdir(path.join(itself, 'backups')).catch(() => [])).length > 0, {
    timeoutMs: 120_000,
  });
  await second.stop();
}, 240_000);

test('a restore is tried without touching the install', async () => {
  await persona(['backup', BACKUPS], { PERSONA_DATA_DIR: install.folder });
  const tried = await persona(['restore', '--check'], {
    PERSONA_DATA_DIR: install.folder,
    BACKUP_DIR: BACKUPS,
  });
  expect(tried.said).toMatch(/every hash is right/);
  expect(tried.said).toMatch(
    /drill +[1-9]\d* pages answer in a scratch install .*; (\d+) of \1 questions found their page/,
  );
  expect(tried.code, tried.said).toBe(0);
}, 240_000);
