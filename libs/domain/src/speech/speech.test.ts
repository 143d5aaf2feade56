import { Readable } from 'node:stream';
import { blobFolder } from '@persona/blobs';
import {
  bodyId,
  installScope,
  INSTALL,
  newId,
  type Citation,
  type Instance,
  type Media,
  type Message,
  type Scope,
} from '@persona/contracts';
import { describeWithServer, mediaRow } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import type { MadeSpeech } from '../domain.ts';
import { openDomain } from '../testing/open-domain.ts';
import { speechKey } from './forget-speech.ts';
import { clipsOf, planSpeech } from './plan-speech.ts';
import { findSpeech } from './speech.ts';

const VTT = `WEBVTT

00:01.000 --> 00:02.000
<v Ada>The lamp burns oil.

00:02.050 --> 00:03.000
It is whale &amp; seal oil.

00:05.000 --> 00:06.000
<v Tom>I prefer candles.
`;

await describeWithServer('redis', 'answers that are heard', (redis) => {
  const { documents, blobs, domain, newScope } = openDomain(redis);
  let scope: Scope;
  const now = new Date().toISOString();
  const times = { version: 1, created_at: now, updated_at: now };
  const model = { model: 'voice' };

  beforeEach(async () => {
    scope = newScope();
    const persona = { name: 'Ada', description: '', configuration: {}, owner_key_id: 'key_1' };
    const alive = { deleted_at: null, purged_at: null, purge_job_id: null };
    const row: Instance = { id: scope, instance_id: INSTALL, ...times, ...persona, ...alive };
    await documents.instances.insert(installScope, [row]);
  });

  /** A recording that can be heard. */
  const recording = async (of = scope, more: Partial<Media> = {}): Promise<Media> => {
    const key = `${of}/x/voice.webm` as Media['original']['blob_key'];
    const file = { blob_key: key, bytes: 1, sha256: '', content_type: 'audio/webm', measured: {} };
    const row = mediaRow(of, { state: 'ready', renditions: [{ name: 'voice.webm', ...file }], ...more });
    await documents.media.insert(of, [row]);
    return row;
  };
  const cite = (media_id: string, from: string, more: Partial<Citation> = {}): Citation => {
    const start = VTT.indexOf(from);
    return {
      index: 1,
      td_id: 'td_1',
      version: 1,
      title: 'Lamp',
      quote: from,
      score: 1,
      spans: [{ start: 0, end: 4 }],
      locator: { start, end: start + from.length, headings: [], media_id, start_ms: 1000, end_ms: 2000 },
      metadata: {},
      ...more,
    };
  };
  const answerOf = async (citations: Citation[], text = 'The lamp burns oil.'): Promise<Message> => {
    const chat_id = newId('cht');
    const chat = { id: chat_id, instance_id: scope, ...times, user_id: 'u', title: '', message_count: 2 };
    await documents.chats.insert(scope, [{ ...chat, busy_with: null, busy_until: null, deleted_at: null }]);
    const row: Message = {
      id: newId('msg'),
      instance_id: scope,
      ...times,
      chat_id,
      n: 1,
      role: 'assistant',
      text,
      client_id_sha256: null,
      reply_to: null,
      answer_type: 'grounded',
      citations,
      usage: null,
      model: null,
    };
    await documents.messages.insert(scope, [row]);
    return row;
  };
  const read = async ({ id }: Message): Promise<Message> =>
    (await documents.messages.get(scope, id)) as Message;
  const made = async (answer: Message, media_ids: string[] = []): Promise<MadeSpeech> => {
    const file = async (name: string) => {
      const blob_key = speechKey(scope, answer, name);
      return {
        name,
        blob_key,
        content_type: '',
        ...(await blobs.put(blob_key, Readable.from([Buffer.from(name)]))),
        measured: {},
      };
    };
    const [audio, captions] = [await file(`${newId('req')}.m4a`), await file(`${newId('req')}.vtt`)];
    return { state: 'ready', source: 'recording', audio, captions, media_ids, error: null };
  };
  const filesOf = async ({ chat_id }: Message): Promise<number> =>
    (await blobs.list(blobFolder(scope, chat_id))).blobs.length;

  test('the cues behind an answer are heard in its order, each once, with all who speak', async () => {
    const { id } = await recording();
    const body = { page_id: 'td_1', title: '', content: VTT, metadata: {} };
    await documents.pageBodies.insert(scope, [
      { id: bodyId('td_1', 1), instance_id: scope, ...times, ...body },
    ]);
    const later = { index: 2, spans: [{ start: 30, end: 40 }] };
    const both = 'The lamp burns oil.\n\n00:02.050 --> 00:03.000\nIt is whale';
    const answer = await answerOf([
      cite(id, both, later),
      cite(id, 'I prefer'),
      cite(id, 'candles', { index: 3 }),
    ]);
    const { quotes } = await planSpeech(documents, scope, answer, model);
    expect(await clipsOf(documents, scope, quotes ?? [])).toEqual([
      { media_id: id, start_ms: 5000, end_ms: 6000, lines: [{ speaker: 'Tom', text: 'I prefer candles.' }] },
      {
        media_id: id,
        start_ms: 1000,
        end_ms: 2000,
        lines: [{ speaker: 'Ada', text: 'The lamp burns oil.' }],
      },
      {
        media_id: id,
        start_ms: 2050,
        end_ms: 3000,
        lines: [{ speaker: 'Ada', text: 'It is whale & seal oil.' }],
      },
    ]);
    // Of a version whose text is not kept, the quote stands for its cues.
    const old = await planSpeech(
      documents,
      scope,
      await answerOf([cite(id, 'I prefer', { version: 9 })]),
      model,
    );
    expect(await clipsOf(documents, scope, old.quotes ?? [])).toMatchObject([
      { start_ms: 1000, end_ms: 2000, lines: [{ speaker: null, text: 'I prefer' }] },
    ]);
  });

  test('nothing is heard of recordings that are deleted, of others, silent, or beside other sources', async () => {
    const own = await recording();
    const foreign = await recording(newScope(), {});
    scope = own.instance_id as Scope;
    const gone = await recording(scope, { deleted_at: now });
    const silent = await recording(scope, { kind: 'video', measured: { audio_codec: null } });
    const quotesOf = async (...citations: Citation[]) =>
      (await planSpeech(documents, scope, await answerOf(citations), model)).quotes;
    expect(await quotesOf(cite(own.id, 'The lamp'))).toHaveLength(1);
    for (const { id } of [foreign, gone, silent]) expect(await quotesOf(cite(id, 'The lamp'))).toBeNull();
    const { locator: _, ...text } = cite(own.id, 'The lamp');
    expect(await quotesOf(cite(own.id, 'The lamp'), text)).toBeNull();
    expect(await quotesOf(cite(own.id, 'The lamp'), { ...text, deleted: true })).toHaveLength(1);
  });

  test('a voice speaks only with consent; another consent, text or model is another speech', async () => {
    const voice = await recording();
    const answer = await answerOf([]);
    const plan = async (message = answer, options = model) => planSpeech(documents, scope, message, options);
    const before = await plan();
    expect(before.voice).toBeNull();
    const consent = { statement: 'Yes.', actor: 'Ada', recordedBy: 'key_1' };
    await domain.recordConsent(scope, voice.id, consent);
    const after = await plan();
    expect(after.voice).toEqual({ id: voice.id, name: voice.id });
    const set = { configuration: { voice_id: voice.id, speech_voice: 'ada-clone' } };
    await documents.instances.update(installScope, scope, { set });
    expect((await plan()).voice).toEqual({ id: voice.id, name: 'ada-clone' });
    const other = await recording();
    const named = { configuration: { voice_id: other.id } };
    await documents.instances.update(installScope, scope, { set: named });
    // The one that is named has no consent, so none is used.
    expect((await plan()).voice).toBeNull();
    const all = [
      before,
      after,
      await plan({ ...answer, text: 'Other words.' }),
      await plan(answer, { model: 'x' }),
    ];
    expect(new Set(all.map(({ of }) => of)).size).toBe(4);
  });

  test('an answer is made once, found while it is the same, and made anew when it is another', async () => {
    const answer = await answerOf([]);
    expect(await findSpeech(documents, scope, answer, model)).toBeNull();
    await domain.askForSpeech(scope, answer, model);
    const started = await domain.startSpeech(scope, answer);
    expect(started?.speech).toMatchObject({ state: 'making', starts: 1 });
    expect(await domain.finishSpeech(scope, await read(answer), await made(answer))).toBe(true);
    expect(await findSpeech(documents, scope, await read(answer), model)).toMatchObject({ state: 'ready' });
    expect(await domain.startSpeech(scope, answer)).toBeNull();
    const other = { ...(await read(answer)), text: 'Other words.' };
    expect(await findSpeech(documents, scope, other, model)).toBeNull();
    // A worker that was taken for dead comes late: what the one after it made stays.
    await domain.askForSpeech(scope, await read(answer), { ...model, again: true });
    const dead = await domain.startSpeech(scope, answer);
    const alive = await domain.startSpeech(scope, answer);
    const [lost, kept] = [await made(answer), await made(answer)];
    expect(await domain.finishSpeech(scope, alive ?? answer, kept)).toBe(true);
    expect(await domain.finishSpeech(scope, dead ?? answer, lost)).toBe(false);
    expect((await read(answer)).speech?.audio).toEqual(kept.audio);
    expect(await filesOf(answer)).toBe(2);
    // One that has made something else loses its files; those of before stay until the new ones are made.
    const late = await read(answer);
    await domain.askForSpeech(scope, other, model);
    expect(await domain.finishSpeech(scope, late, await made(answer))).toBe(false);
    expect([(await read(answer)).speech?.state, await filesOf(answer)]).toEqual(['making', 2]);
    expect(await domain.finishSpeech(scope, await read(answer), await made(answer))).toBe(true);
    expect(await filesOf(answer)).toBe(2);
  });

  test('what failed is said for some seconds, and asked for again after that', async () => {
    const answer = await answerOf([]);
    await domain.askForSpeech(scope, answer, model);
    const error = { code: 'provider_error', message: 'It failed.', retryable: true };
    const nothing = { source: null, audio: null, captions: null, media_ids: [] };
    await domain.finishSpeech(scope, await read(answer), { state: 'failed', ...nothing, error });
    expect((await domain.askForSpeech(scope, await read(answer), model))?.speech?.error).toEqual(error);
    const { speech } = await read(answer);
    const long_ago = { ...speech!, finished_at: '2020-01-01T00:00:00.000Z' };
    await documents.messages.update(scope, answer.id, { set: { speech: long_ago } });
    expect((await domain.askForSpeech(scope, await read(answer), model))?.speech?.state).toBe('making');
  });

  test('nothing is left of an answer whose chat, user or recording went while it was spoken', async () => {
    const { id } = await recording();
    const remove = {
      chat: (answer: Message) => domain.deleteChat(scope, answer.chat_id),
      user: () => domain.eraseUser(scope, 'u'),
      recording: async () => documents.media.update(scope, id, { set: { deleted_at: now } }),
    };
    for (const [what, run] of Object.entries(remove)) {
      const answer = await answerOf([]);
      await domain.askForSpeech(scope, answer, model);
      const speaking = await domain.startSpeech(scope, answer);
      const spoken = await made(answer, [id]);
      await run(answer);
      expect(await domain.finishSpeech(scope, speaking ?? answer, spoken), what).toBe(false);
      expect(await filesOf(answer), what).toBe(0);
      // A worker that died is followed by one that finds nothing to do, and leaves nothing either.
      await made(answer);
      expect(await domain.startSpeech(scope, answer), what).toBeNull();
      expect(await filesOf(answer), what).toBe(0);
    }
  });

  test('a chat that is deleted takes what is heard of it along', async () => {
    const [first, second] = [await answerOf([]), await answerOf([])];
    for (const answer of [first, second]) {
      await domain.askForSpeech(scope, answer, model);
      await domain.finishSpeech(scope, await read(answer), await made(answer));
    }
    await domain.deleteChat(scope, first.chat_id);
    expect([await filesOf(first), await filesOf(second)]).toEqual([0, 2]);
  });
});
