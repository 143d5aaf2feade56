// Answers that are heard, through the whole install: by the persona's own recordings, or spoken.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, startModelServer, tempFolder, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

const folder = tempFolder();
const file = (name: string): string => path.join(folder.path, name);
const ffmpeg = async (...options: string[]): Promise<void> => {
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options]);
};

const { PATH = '' } = process.env;
/** What speaks where nothing else can: tests run on machines with it and without. */
const MACHINE = PATH.split(path.delimiter).some((one) => existsSync(path.join(one, 'espeak-ng')))
  ? [200, 'synthesiser']
  : [501, null];
const kindOf = ({ status, headers }: Response) => [status, headers.get('speech-source')];

let model: ModelServer;
let install: Install;
beforeAll(async () => {
  model = await startModelServer();
  const speech = { SPEECH_MODEL: 'voice', SPEECH_BASE_URL: model.url, SPEECH_API_KEY: 'any' };
  install = await startInstall(speech);
}, 120_000);
afterAll(async () => {
  await install.stop();
  await model.close();
  folder.remove();
}, 60_000);

interface Answer {
  chat_id: string;
  message_id: string;
  response: string;
  citations: { locator: { start_ms: number; end_ms: number } }[];
}

const newPersona = async (configuration: object = {}): Promise<string> => {
  const instance_data = { name: 'Ada Lind', description: 'A keeper', configuration };
  return (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
    .instance_id;
};
const addPage = async (instance_id: string, title: string, content: string): Promise<string> => {
  const { body } = await install.call<{ pages: { id: string }[] }>(
    'POST',
    '/api/kb/store-pages',
    { instance_id, pages: [{ title, content }] },
    { prefer: 'wait=30' },
  );
  return body.pages[0]?.id ?? '';
};
const ask = async (instance_id: string, message: string, user_id = 'ann'): Promise<Answer> =>
  (
    await install.call<Answer>('POST', '/api/kb/v2/chat', {
      chat_data: { instance_id, user_id, message },
    })
  ).body;
const answered = async (instance_id: string, message: string, user_id?: string): Promise<Answer> =>
  eventually(
    async () => {
      const answer = await ask(instance_id, message, user_id);
      return answer.citations.length > 0 ? answer : null;
    },
    { timeoutMs: 60_000 },
  );
const headersOf = (key = install.key) => ({ authorization: `Bearer ${key}` });
const at = (id: string, ending = ''): string => `${install.url}/api/persona/messages/${id}/audio${ending}`;
/** Asks until it is there: a slow machine may take longer than a request waits. */
const heard = async (id: string, ending = '', headers: Record<string, string> = {}): Promise<Response> =>
  eventually(
    async () => {
      const reply = await fetch(at(id, ending), { headers: { ...headersOf(), ...headers } });
      return reply.status === 503 ? null : reply;
    },
    { timeoutMs: 120_000 },
  );
/** The length of a sound, as another program has it. */
const secondsOf = async (reply: Response): Promise<number> => {
  await writeFile(file('heard.m4a'), new Uint8Array(await reply.arrayBuffer()));
  const options = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file('heard.m4a')];
  return Number((await promisify(execFile)('ffprobe', options)).stdout);
};
/** The files of answers that were spoken. */
const spokenFiles = async (instance_id: string): Promise<string[]> => {
  const names = await readdir(path.join(install.folder, 'blobs'), { recursive: true });
  return names.filter((name) => name.includes(`${instance_id}${path.sep}cht_`) && /\.\w+$/.test(name));
};

test('what an answer cites of a recording is heard, with who says what when, and goes with it', async () => {
  const instance_id = await newPersona();
  const words = [
    ['00:02.000 --> 00:03.500', '<v Ada Lind>The keeper has seventeen bees.'],
    ['00:10.000 --> 00:12.000', '<v Tom Weir>The boathouse is painted green.'],
  ];
  const vtt = `WEBVTT\n\n${words.map((cue) => cue.join('\n')).join('\n\n')}\n`;
  await ffmpeg(
    ...'-f lavfi -i testsrc=s=64x64:r=10:d=20 -f lavfi -i sine=d=20 -c:v libx264 -c:a aac'.split(' '),
    file('film.mp4'),
  );
  const { body } = await install.call<{ video_id: string }>('POST', '/api/admin/video', {
    video_data: {
      instance_id,
      title: 'The island',
      duration: 20,
      resolution: '64x64',
      file: (await readFile(file('film.mp4'))).toString('base64'),
      captions: [{ language: 'en', text: vtt }],
    },
  });
  const answer = await answered(instance_id, 'How many bees does the keeper have?');
  await eventually(
    async () =>
      (await install.call<{ state: string }>('GET', `/api/admin/video/${body.video_id}`)).body.state ===
        'ready' || null,
    { timeoutMs: 60_000 },
  );

  const audio = await heard(answer.message_id);
  expect([audio.status, audio.headers.get('content-type'), audio.headers.get('speech-source')]).toEqual([
    200,
    'audio/mp4',
    'recording',
  ]);
  expect(Math.abs((await secondsOf(audio)) - 1.5)).toBeLessThan(0.1);
  const captions = await heard(answer.message_id, '.vtt');
  expect(captions.headers.get('content-type')).toContain('text/vtt');
  expect(await captions.text()).toMatch(
    /^WEBVTT\n\nNOTE Source: recording\..*\n\n00:00:00\.000 --> 00:00:01\.4\d\d\n<v Ada Lind>The keeper has seventeen bees\.\n$/,
  );
  const part = await heard(answer.message_id, '', { range: 'bytes=4-7' });
  expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
  const known = await heard(answer.message_id, '', { 'if-none-match': audio.headers.get('etag') ?? '' });
  expect(known.status).toBe(304);

  // Another one's words are named as theirs.
  const others = await answered(instance_id, 'What does Tom Weir say about the boathouse?');
  expect(await (await heard(others.message_id, '.vtt')).text()).toContain('<v Tom Weir>The boathouse');

  await install.call('DELETE', `/api/admin/video/${body.video_id}`);
  const gone = await heard(answer.message_id);
  // Nothing of it is left to say.
  expect([gone.status, gone.headers.get('speech-source')]).toEqual([404, null]);
  await eventually(async () => (await spokenFiles(instance_id)).length === 0 || null, { timeoutMs: 60_000 });
}, 240_000);

test('without recordings the machine speaks in the language of the answer, where it can, until its user is erased', async () => {
  const instance_id = await newPersona();
  await addPage(instance_id, 'Der Turm', 'Der Leuchtturm wurde 1873 aus rotem Granit gebaut.');
  const answer = await answered(instance_id, 'Wann wurde der Leuchtturm gebaut?', 'bob');
  const audio = await heard(answer.message_id);
  expect(kindOf(audio)).toEqual(MACHINE);
  if (audio.status === 200) {
    expect(await secondsOf(audio)).toBeGreaterThan(2);
    expect(await (await heard(answer.message_id, '.vtt')).text()).toContain('<v Ada Lind>Der Leuchtturm');
    expect(await spokenFiles(instance_id)).toHaveLength(2);
  } else {
    const { error } = (await audio.json()) as { error: { code: string; message: string } };
    expect([error.code, error.message]).toEqual(['speech_unavailable', expect.stringContaining('espeak-ng')]);
  }

  await install.call('DELETE', `/api/users/bob?instance_id=${instance_id}`);
  expect(await spokenFiles(instance_id)).toEqual([]);
  expect((await fetch(at(answer.message_id), { headers: headersOf() })).status).toBe(404);
}, 240_000);

test('the speech model speaks only in a voice whose use somebody agreed to, and each text once', async () => {
  const instance_id = await newPersona();
  await ffmpeg(...'-f lavfi -i sine=d=4'.split(' '), file('voice.wav'));
  await ffmpeg(...'-f lavfi -i sine=f=700:d=2 -c:a libmp3lame'.split(' '), file('said.mp3'));
  model.speech.otherwise({ bytes: await readFile(file('said.mp3')), contentType: 'audio/mpeg' });
  const asked = () => model.requests.filter(({ endpoint }) => endpoint === '/audio/speech');
  const { body } = await install.call<{ voice_id: string }>('POST', '/api/admin/add_voice', {
    instance_id,
    voice_data: {
      language: 'en',
      tone: 'calm',
      pitch: 'low',
      sample_audio: (await readFile(file('voice.wav'))).toString('base64'),
    },
  });
  const page = await addPage(instance_id, 'The lamp', 'The lamp burns whale oil from Hull.');
  const answer = await answered(instance_id, 'What does the lamp burn?');
  const before = asked().length;
  expect(kindOf(await heard(answer.message_id))).toEqual(MACHINE);
  expect(asked().length).toBe(before);

  const consent = { statement: 'My voice may speak for me.', actor: 'Ada Lind' };
  await install.call('POST', `/api/admin/voice/${body.voice_id}/consent`, consent);
  const spoken = await heard(answer.message_id);
  expect(spoken.headers.get('speech-source')).toBe('model');
  expect(Math.abs((await secondsOf(spoken)) - 2)).toBeLessThan(0.15);
  expect(asked().at(-1)?.body).toMatchObject({
    model: 'voice',
    input: 'The lamp burns whale oil from Hull.',
    voice: body.voice_id,
    response_format: 'mp3',
  });
  const same = await answered(instance_id, 'What does the lamp burn?', 'bob');
  expect((await heard(same.message_id)).headers.get('speech-source')).toBe('model');
  expect(asked().length).toBe(before + 1);

  // What failed is said, and is no answer for long.
  await addPage(instance_id, 'The cat', 'The cat is called Pepper.');
  const third = await answered(instance_id, 'What is the cat called?');
  model.speech.next({ status: 500 });
  const failed = await heard(third.message_id);
  expect([failed.status, ((await failed.json()) as { error: { code: string } }).error.code]).toEqual([
    502,
    'provider_error',
  ]);
  await eventually(async () => (await heard(third.message_id)).status === 200 || null, {
    timeoutMs: 60_000,
  });

  // Words of a page that was deleted are not heard any more, and their sound is not kept.
  await install.call('DELETE', `/api/kb/training-data/${page}`);
  expect((await heard(answer.message_id)).status).toBe(404);
  const kept = async () => (await spokenFiles(instance_id)).length;
  await eventually(async () => (await kept()) === 2 || null, { timeoutMs: 60_000 });
  await install.call('DELETE', `/api/admin/voice/${body.voice_id}`);
  await eventually(async () => (await kept()) === 0 || null, { timeoutMs: 60_000 });
  expect(kindOf(await heard(third.message_id))).toEqual(MACHINE);
}, 240_000);
