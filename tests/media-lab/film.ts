import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { startInstall, type Install } from '../install.ts';
import { expectedPeriods, listen, writeSound } from './film-sound.ts';
import { captionsOf, chaptersOf, planFilm, type Cue, type Question } from './film-words.ts';

export interface FilmOptions {
  minutes: number;
  questions: number;
  spoken: number;
  say: (line: string) => void;
}

export interface FilmReport {
  questions: number;
  /** Answered with a citation at the cue that says it. */
  cited: number;
  /** From the end of the upload to the first answer with its citation. */
  firstAnswerMs: number;
  /** Whether the film was still being made then, and by how much it was done. */
  state: string;
  /** From the end of the upload until the film was ready. */
  readySeconds: number;
  spoken: number;
  faults: string[];
}

const TOLERANCE_MS = 1500;
const FIRST_ANSWER_MS = 5000;
const READY_TIMEOUT_MS = 60 * 60_000;
const SPEECH_TIMEOUT_MS = 120_000;

interface Answer {
  message_id: string;
  response: string;
  citations: { quote: string; locator: { media_id?: string; start_ms?: number; end_ms?: number } }[];
}

/**
 * Makes a film with captions in three languages and chapters, sends it to an install of its own, asks for
 * what single cues say, and listens to answers: each cue sounds like no other, and what lies between them
 * sounds like none.
 */
export async function runFilm({ minutes, questions, spoken, say }: FilmOptions): Promise<FilmReport> {
  using folder = tempFolder();
  const film = planFilm(minutes, questions);
  const path = await makeFilm(folder.path, film.cues, minutes);
  say(`made: ${minutes} minutes, ${film.cues.length} cues in each of three languages`);
  const install = await startInstall();
  try {
    const instance_id = await newPersona(install);
    const id = await send(install, instance_id, path, minutes);
    const sentAt = performance.now();
    const faults: string[] = [];
    const ask = async ({ text }: Question): Promise<Answer> => {
      const chat_data = { instance_id, user_id: 'film', message: text };
      return (await install.call<Answer>('POST', '/api/kb/v2/chat', { chat_data })).body;
    };
    const isAt = ({ citations }: Answer, { cue }: Question): boolean => {
      const { media_id, start_ms = Infinity } = citations[0]?.locator ?? {};
      return media_id === id && Math.abs(start_ms - cue.startMs) <= TOLERANCE_MS;
    };

    const [first] = film.questions;
    if (!first) throw new TypeError('a film without a question');
    let state = '';
    let firstAnswerMs = Infinity;
    while (state !== 'ready' && state !== 'failed') {
      const answer = await ask(first);
      state = (await stateOf(install, id)).state;
      firstAnswerMs = performance.now() - sentAt;
      if (isAt(answer, first)) break;
      await sleep(100);
    }
    if (firstAnswerMs > FIRST_ANSWER_MS) faults.push(`the first answer took ${Math.round(firstAnswerMs)} ms`);
    if (state !== 'processing') faults.push(`the film was ${state} at the first answer`);
    say(`first answer after ${Math.round(firstAnswerMs)} ms, while the film is ${state}`);

    let cited = 0;
    for (const question of film.questions) {
      const answer = await ask(question);
      if (isAt(answer, question)) cited += 1;
      else
        say(
          `missed (${question.cue.startMs} ms): ${question.text} → ${JSON.stringify(answer.citations[0] ?? answer.response)}`,
        );
    }
    if (cited < film.questions.length * 0.95) faults.push(`${cited} of ${film.questions.length} cited`);
    say(`${cited} of ${film.questions.length} cited`);

    const readySeconds = await untilReady(install, id, sentAt);
    say(`ready after ${readySeconds.toFixed(0)} s`);
    let heard = 0;
    for (const question of film.pairs.slice(0, spoken)) {
      const answer = await ask(question);
      const found = await faultsOfSpeech(install, folder.path, answer, film.cues);
      heard += 1;
      faults.push(...found.map((fault) => `“${question.text}”: ${fault}`));
    }
    return {
      questions: film.questions.length,
      cited,
      firstAnswerMs,
      state,
      readySeconds,
      spoken: heard,
      faults,
    };
  } finally {
    await install.stop();
  }
}

async function newPersona(install: Install): Promise<string> {
  const instance_data = { name: 'Ada Lind', description: 'A keeper of lists', configuration: {} };
  return (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
    .instance_id;
}

/** As a browser sends it: the file as a part of a form. */
async function send(install: Install, instance_id: string, path: string, minutes: number): Promise<string> {
  const form = new FormData();
  const fields = { instance_id, title: 'The lists', duration: String(minutes * 60), resolution: '426x240' };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', await openAsBlob(path), 'film.mkv');
  const reply = await fetch(`${install.url}/api/admin/video`, {
    method: 'POST',
    headers: { authorization: `Bearer ${install.key}` },
    body: form,
  });
  const body = (await reply.json()) as { video_id?: string };
  if (!body.video_id) throw new Error(`the film was not taken: ${JSON.stringify(body)}`);
  return body.video_id;
}

const stateOf = async (install: Install, id: string): Promise<{ state: string; error?: unknown }> =>
  (await install.call<{ state: string; error?: unknown }>('GET', `/api/admin/video/${id}`)).body;

async function untilReady(install: Install, id: string, since: number): Promise<number> {
  for (;;) {
    const { state, error } = await stateOf(install, id);
    const passed = performance.now() - since;
    if (state === 'ready') return passed / 1000;
    if (state === 'failed' || passed > READY_TIMEOUT_MS)
      throw new Error(`${state}: ${JSON.stringify(error)}`);
    await sleep(500);
  }
}

/** What is wrong with how an answer sounds. */
async function faultsOfSpeech(
  install: Install,
  folder: string,
  { message_id, citations }: Answer,
  cues: readonly Cue[],
): Promise<string[]> {
  const headers = { authorization: `Bearer ${install.key}` };
  const get = async (): Promise<Response> =>
    fetch(`${install.url}/api/persona/messages/${message_id}/audio`, { headers });
  const until = performance.now() + SPEECH_TIMEOUT_MS;
  let reply = await get();
  while (reply.status === 503 && performance.now() < until) {
    await sleep(500);
    reply = await get();
  }
  if (reply.status !== 200) return [`${reply.status} ${await reply.text()}`];
  const source = reply.headers.get('speech-source');
  if (source !== 'recording') return [`spoken by ${source}`];
  const file = join(folder, 'answer.m4a');
  await writeFile(file, new Uint8Array(await reply.arrayBuffer()));
  // Each cue is heard once, in the order in which the answer says them; a quote may hold several.
  const cited = citations.flatMap(({ locator: { start_ms = Infinity, end_ms = -Infinity } }) =>
    cues.filter((cue) => cue.startMs > start_ms - TOLERANCE_MS && cue.endMs < end_ms + TOLERANCE_MS),
  );
  const said = [...new Set(cited)];
  return listen(file, expectedPeriods(said));
}

/** Small pictures that change, so that encoding them takes longer than an answer. */
async function makeFilm(folder: string, cues: readonly Cue[], minutes: number): Promise<string> {
  const at = (name: string): string => join(folder, name);
  await writeSound(at('sound.wav'), cues, minutes * 60);
  await writeFile(at('chapters.txt'), chaptersOf(minutes));
  const inputs = ['-f', 'lavfi', '-i', `testsrc2=s=426x240:r=24:d=${minutes * 60}`, '-i', at('sound.wav')];
  const maps = ['-map', '0:v', '-map', '1:a'];
  for (const [n, language] of (['ara', 'zho', 'eng'] as const).entries()) {
    await writeFile(at(`${language}.srt`), captionsOf(cues, language));
    inputs.push('-i', at(`${language}.srt`));
    maps.push('-map', String(n + 2), `-metadata:s:s:${n}`, `language=${language}`);
  }
  const coded =
    '-map_chapters 5 -c:v libx264 -preset ultrafast -crf 30 -g 240 -pix_fmt yuv420p -c:a aac -c:s subrip';
  const command = [
    '-nostdin',
    '-v',
    'error',
    ...inputs,
    '-i',
    at('chapters.txt'),
    ...maps,
    ...coded.split(' '),
  ];
  await promisify(execFile)('ffmpeg', [...command, at('film.mkv')]);
  return at('film.mkv');
}
