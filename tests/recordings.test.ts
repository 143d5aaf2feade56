// Recordings through the whole install: what is said in them answers, with where it is heard.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyInstall, type Install } from './install.ts';

interface Locator {
  media_id?: string;
  start_ms?: number;
  end_ms?: number;
  language?: string | null;
  track?: string;
  speaker?: string | null;
  headings: string[];
}
interface Answer {
  response: string;
  answer_type: string;
  citations: { td_id: string; quote: string; url: string; locator: Locator }[];
}

const folder = tempFolder();
let install: Install;
let film: Buffer;
beforeAll(async () => {
  install = await anyInstall();
  film = await make('film.mp4', 'testsrc=s=64x64:r=10:d=20');
}, 120_000);
afterAll(async () => {
  await install.stop();
  folder.remove();
}, 60_000);

/** A film with captions and chapters in it. */
async function make(name: string, picture: string): Promise<Buffer> {
  const file = (of: string): string => path.join(folder.path, of);
  await writeFile(
    file('captions.srt'),
    '1\n00:00:02,000 --> 00:00:04,000\nThe keeper has seventeen bees.\n\n2\n00:00:12,500 --> 00:00:14,000\nThe boathouse is painted green.\n',
  );
  await writeFile(
    file('chapters.txt'),
    ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=10\ntitle=Animals\n[CHAPTER]\nTIMEBASE=1/1\nSTART=10\nEND=20\ntitle=Houses\n',
  );
  const from = ['-f', 'lavfi', '-i', picture, '-i', file('captions.srt'), '-i', file('chapters.txt')];
  const made = '-map 0 -map 1 -map_chapters 2 -c:v libx264 -c:s mov_text -metadata:s:s:0 language=eng';
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', ...from, ...made.split(' '), file(name)]);
  return readFile(file(name));
}

const newPersona = async (configuration: object = {}): Promise<string> => {
  const instance_data = { name: 'Ada Lind', description: 'A keeper', configuration };
  return (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
    .instance_id;
};
const addVideo = async (instance_id: string, more: object = {}): Promise<string> => {
  const video_data = { instance_id, title: 'The island', duration: 20, resolution: '64x64', ...more };
  const { body } = await install.call<{ video_id: string }>('POST', '/api/admin/video', {
    video_data: { ...video_data, file: film.toString('base64') },
  });
  return body.video_id;
};
const ask = async (instance_id: string, message: string): Promise<Answer> =>
  (
    await install.call<Answer>('POST', '/api/kb/v2/chat', {
      chat_data: { instance_id, user_id: 'u', message },
    })
  ).body;
const answered = async (instance_id: string, message: string): Promise<Answer> =>
  eventually(
    async () => {
      const answer = await ask(instance_id, message);
      return answer.citations.length > 0 ? answer : null;
    },
    { timeoutMs: 60_000 },
  );

test('the captions of a video answer with their time, and go with it', async () => {
  const persona = await newPersona();
  const video = await addVideo(persona);
  const [cited] = (await answered(persona, 'What colour is the boathouse painted?')).citations;
  expect(cited?.locator).toMatchObject({
    media_id: video,
    start_ms: 12_500,
    end_ms: 14_000,
    language: 'en',
    track: 'captions-0',
    speaker: null,
    headings: ['Houses'],
  });
  expect(cited?.url).toMatch(/^http.*#t=12\.5,14$/);

  const state = async (): Promise<string> =>
    (await install.call<{ state: string }>('GET', `/api/admin/video/${video}`)).body.state;
  await eventually(async () => ((await state()) === 'processing' ? null : true), { timeoutMs: 60_000 });
  const played = await fetch(cited?.url ?? '');
  expect([played.status, played.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  await played.body?.cancel();

  const at = `/api/kb/training-data/${cited?.td_id}`;
  const { content } = (await install.call<{ training_data: { content: string } }>('GET', at)).body
    .training_data;
  const training_data = { id: cited?.td_id, content: content.replace('green', 'turquoise') };
  await install.call('PUT', '/api/kb/training-data', { training_data }, { prefer: 'wait=30' });
  const corrected = await answered(persona, 'What colour is the boathouse painted?');
  expect(corrected.response).toContain('turquoise');
  expect(corrected.citations[0]?.locator).toMatchObject({ start_ms: 12_500, end_ms: 14_000 });

  await install.call('DELETE', `/api/admin/video/${video}`);
  expect((await ask(persona, 'What colour is the boathouse painted?')).citations).toEqual([]);
  expect((await install.call('GET', at)).status).toBe(404);
  expect((await fetch(cited?.url ?? '')).status).toBe(404);
}, 180_000);

test('captions beside a file answer too; what another says is never the persona’s own word', async () => {
  const persona = await newPersona();
  const vtt =
    'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada Lind>I sail a yellow dinghy.\n\n00:00:05.000 --> 00:00:07.000\n<v Tom>I breed huge rabbits.\n';
  const json = JSON.stringify({ segments: [{ start: 8, end: 9.5, text: 'Das Ruder ist aus Eiche.' }] });
  const video = await addVideo(persona, {
    captions: [
      { language: 'en', text: vtt },
      { language: 'de', file: Buffer.from(json, 'utf16le').toString('base64') },
    ],
  });
  const own = await answered(persona, 'What do you sail?');
  expect(own.response).toContain('yellow dinghy');
  expect(own.citations[0]?.locator).toMatchObject({ media_id: video, start_ms: 1000, speaker: 'Ada Lind' });
  const german = await answered(persona, 'Woraus ist das Ruder?');
  expect(german.citations[0]?.locator).toMatchObject({ start_ms: 8000, end_ms: 9500, language: 'de' });
  expect((await ask(persona, 'Do you breed rabbits?')).response).not.toMatch(/^I breed/);

  const wrong = await install.call<{ error: { param: string } }>('POST', '/api/admin/video', {
    video_data: { title: 'x', duration: 1, resolution: 'x', file: 'AAAA', captions: [{ language: 'en' }] },
  });
  expect([wrong.status, wrong.body.error.param]).toEqual([400, 'video_data.captions[0]']);
}, 180_000);

test('a recording that gets its persona later brings what is said in it', async () => {
  const first = await newPersona();
  const video = await addVideo(first);
  await answered(first, 'How many bees does the keeper have?');
  await eventually(
    async () => {
      const { state } = (await install.call<{ state: string }>('GET', `/api/admin/video/${video}`)).body;
      return state === 'ready' ? true : null;
    },
    { timeoutMs: 60_000 },
  );
  const second = await newPersona();
  await install.call('PATCH', `/api/admin/video/${video}`, { instance_id: second });
  expect((await answered(second, 'How many bees does the keeper have?')).citations[0]?.locator).toMatchObject(
    {
      start_ms: 2000,
    },
  );
  expect((await ask(first, 'How many bees does the keeper have?')).citations).toEqual([]);
}, 180_000);
