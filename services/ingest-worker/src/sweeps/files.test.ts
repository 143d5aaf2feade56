import { blobKey } from '@persona/blobs';
import { newId, type BlobKey, type Media, type Message, type Scope } from '@persona/contracts';
import { mediaRow, startRedis, type RedisServer } from '@persona/testing';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPersona, openTestResources } from '../testing/worker.ts';
import { createFilesSweep } from './files.ts';

let redis: RedisServer;
let real: Awaited<ReturnType<typeof openTestResources>>;
let scope: Scope;

beforeAll(async () => {
  redis = await startRedis();
  real = await openTestResources(redis.url, redis.prefix);
});
afterAll(async () => {
  await real.close();
  await redis.stop();
});
beforeEach(async () => {
  scope = await createPersona(real.documents);
});

const newMedia = (more: Partial<Media> = {}): Media =>
  mediaRow(scope, { enqueued_at: '2026-01-01T00:00:00.000Z', ...more });

test('a file whose upload died before its row was written, or that came after a purge, is removed, in time; no other is', async () => {
  const { blobs } = real;
  const put = async (owner: Scope, id: string, name = 'original.bin') => {
    const key = blobKey(owner, id, name);
    await blobs.put(key, Readable.from(['bytes']));
    return key;
  };
  const known = newMedia();
  await real.documents.media.insert(scope, [known]);
  const kept = await put(scope, known.id);
  const rendition = await put(scope, known.id, 'voice.m4a');
  // The file of a voice that was given to another persona stays where it was.
  const elsewhere = await createPersona(real.documents);
  const given = await put(elsewhere, known.id);
  const orphan = await put(scope, newId('voi'));
  // A worker that was processing a deleted voice stored its result after the purge, and died.
  const now = new Date().toISOString();
  const [dying, purged] = [newMedia({ deleted_at: now }), newMedia({ deleted_at: now, purged_at: now })];
  await real.documents.media.insert(scope, [dying, purged]);
  const early = await put(scope, dying.id, 'voice.m4a');
  const late = await put(scope, purged.id, 'voice.m4a');
  await createFilesSweep(real).run();
  expect(await blobs.stat(orphan)).not.toBeNull();
  expect(await createFilesSweep(real, { minAgeMs: -1000 }).run()).toBe(2);
  for (const key of [orphan, late]) expect(await blobs.stat(key)).toBeNull();
  // The purge of a tombstone that is not purged yet removes its files.
  for (const key of [kept, rendition, given, early]) expect(await blobs.stat(key)).not.toBeNull();
});

async function putFile(mediaId: string, name: string) {
  const key = blobKey(scope, mediaId, name);
  return { blob_key: key, ...(await real.blobs.put(key, Readable.from(['bytes']))) };
}

/** A voice with its files: what was sent, and one that was made of it. */
async function madeVoice(more: Partial<Media>): Promise<Media> {
  const row = newMedia(more);
  const original = await putFile(row.id, 'original.bin');
  const voice = await putFile(row.id, 'voice.webm');
  const rendition = { ...voice, name: 'voice.webm', content_type: 'audio/webm', measured: {} };
  const media = { ...row, original, renditions: [rendition] };
  await real.documents.media.insert(scope, [media]);
  return media;
}

test('what a worker left beside a finished recording, as it died, is removed; what the next attempt needs stays', async () => {
  const made = async (state: Media['state']) => {
    const { id, original, renditions } = await madeVoice({ state });
    const left = [await putFile(id, 'heard-0123456789abcdef.json'), await putFile(id, 'voice-0a1b.m4a')];
    return { named: [original, ...renditions], left };
  };
  const [ready, failed, processing] = [await made('ready'), await made('failed'), await made('processing')];
  await createFilesSweep(real).run();
  for (const { blob_key } of ready.left) expect(await real.blobs.stat(blob_key)).not.toBeNull();
  await createFilesSweep(real, { minAgeMs: -1000 }).run();
  for (const { blob_key } of [...ready.left, ...failed.left])
    expect(await real.blobs.stat(blob_key)).toBeNull();
  for (const { blob_key } of [...ready.named, ...failed.named, ...processing.named, ...processing.left])
    expect(await real.blobs.stat(blob_key)).not.toBeNull();
});

describe('what was made of a ready recording', () => {
  const stateOf = async ({ id }: Media) => (await real.documents.media.get(scope, id))?.state;
  const made = (more: Partial<Media> = {}) => madeVoice({ state: 'ready', ...more });

  test('is made again when it is missing or cut, once, and only from what was sent whole', async () => {
    const [missing, cut, whole, lost, changing] = await Promise.all([
      made(),
      made(),
      made(),
      made(),
      made({ updated_at: new Date(Date.now() + 3_600_000).toISOString() }),
    ]);
    const voiceOf = ({ id }: Media) => blobKey(scope, id, 'voice.webm');
    for (const media of [missing, lost, changing]) await real.blobs.remove(voiceOf(media));
    await real.blobs.put(voiceOf(cut), Readable.from(['byte']));
    await real.blobs.remove(lost.original.blob_key);
    const sweep = createFilesSweep(real, { clockSkewMs: -1000 });
    await sweep.run();
    for (const media of [missing, cut]) expect(await stateOf(media)).toBe('processing');
    for (const media of [whole, lost, changing]) expect(await stateOf(media)).toBe('ready');
    const again = await real.documents.media.get(scope, missing.id);
    const [place] = await real.producer.view.places('media', [again?.batch_id ?? '']);
    expect(place?.state).toBe('waiting');
    // As if its file were damaged as soon as it is made.
    await real.documents.media.update(scope, missing.id, { set: { state: 'ready' } });
    await sweep.run();
    expect(await stateOf(missing)).toBe('ready');
  });
});

test('what is heard of an answer stays, and what is left of one that is not spoken any more goes', async () => {
  const times = { version: 1, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
  const said = { n: 1, role: 'assistant' as const, text: 'Yes.', citations: [], usage: null, model: null };
  const ids = { client_id_sha256: null, reply_to: null, answer_type: null };
  const speech: Message['speech'] = {
    state: 'making',
    source: null,
    audio: null,
    captions: null,
    media_ids: [],
    starts: 1,
    error: null,
    asked_at: times.created_at,
    finished_at: null,
  };
  const heard = async (more: Partial<Message> | null): Promise<BlobKey> => {
    const [id, chat_id] = [newId('msg'), newId('cht')];
    if (more)
      await real.documents.messages.insert(scope, [
        { id, instance_id: scope, ...times, chat_id, ...said, ...ids, ...more },
      ]);
    const key = blobKey(scope, chat_id, id, 'reply.m4a');
    await real.blobs.put(key, Readable.from([Buffer.from('sound')]));
    return key;
  };
  const [kept, forgotten, gone] = [await heard({ speech }), await heard({}), await heard(null)];
  await createFilesSweep(real, { minAgeMs: -1000 }).run();
  expect(await real.blobs.stat(kept)).not.toBeNull();
  for (const key of [forgotten, gone]) expect(await real.blobs.stat(key)).toBeNull();
});
