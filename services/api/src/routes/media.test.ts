import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import path from 'node:path';
import { blobFolder, blobKey } from '@persona/blobs';
import { isId, sha256, grantScope, type BlobKey } from '@persona/contracts';
import { eventually } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { addVoice as sendVoice, storedMedia, type Added, voiceData } from '../testing/media.ts';

let gateway: TestGateway;
let persona: string;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { MAX_UPLOAD_MB: '1' } });
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(() => gateway.close());

const addVoice = (sample: string, more: object = {}) => sendVoice(gateway, persona, sample, more);
const spooled = () => readdirSync(path.join(gateway.folder, 'uploads'));
const stored = (id: string) => storedMedia(gateway, id);
const bytesOf = async (key: BlobKey): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of (await gateway.blobs.get(key))!.stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

describe('taking files in', () => {
  test('the file is stored whole, its document names it, and its job can be followed', async () => {
    const bytes = randomBytes(300_000);
    const { status, body } = await addVoice(`data:audio/wav;base64,${bytes.toString('base64')}`);
    expect([status, body]).toMatchObject([
      200,
      {
        status: 'success',
        message: 'Voice profile added successfully',
        state: 'processing',
        instance_id: persona,
      },
    ]);
    expect(isId('voi', body.voice_id)).toBe(true);
    expect(body.warnings).toContainEqual(expect.stringMatching(/^The queue \(Redis\) does not answer/));
    const media = await stored(body.voice_id);
    expect(media).toMatchObject({
      kind: 'voice',
      declared: { language: 'en', tone: 'friendly', pitch: 'medium' },
      original: { bytes: bytes.length, sha256: sha256(bytes) },
    });
    expect(await bytesOf(media.original.blob_key)).toEqual(bytes);
    const job = await gateway.call('GET', `/api/jobs/${body.job_id}`);
    expect(job.body).toMatchObject({ kind: 'voice.process', subject_id: body.voice_id, reason: 'no_worker' });
    await eventually(() => spooled().length === 0);
  });

  test('the placeholder of the documentation is taken like any other file', async () => {
    const { status, body } = await addVoice('base64_encoded_audio');
    expect([status, body.state]).toEqual([200, 'processing']);
  });

  test('the same bytes twice for one persona are one file, also when they come at once; for another, another', async () => {
    const sample = randomBytes(900).toString('base64');
    const both = await Promise.all([addVoice(sample), addVoice(sample)]);
    const [id, other] = both.map(({ body }) => body.voice_id);
    expect(other).toBe(id);
    expect((await addVoice(sample)).body).toMatchObject({ voice_id: id, unchanged: true });
    expect((await gateway.blobs.list(blobFolder(grantScope(persona)))).blobs).toHaveLength(1);
    persona = await gateway.newPersona('Other');
    expect((await addVoice(sample)).body.voice_id).not.toBe(id);
  });

  test('a form is taken like JSON', async () => {
    const bytes = randomBytes(200_000);
    const form = new FormData();
    form.append('instance_id', persona);
    form.append('title', 'Hello');
    form.append('video_data[duration]', '120');
    form.append('resolution', '1080p');
    form.append('file', new Blob([bytes]), 'hello.mp4');
    const encoded = new Response(form);
    const { status, body } = await gateway.call<Added>(
      'POST',
      '/api/admin/video',
      Buffer.from(await encoded.arrayBuffer()),
      { headers: { 'content-type': encoded.headers.get('content-type')! } },
    );
    expect([status, body.message]).toEqual([200, 'Video added successfully']);
    const media = await stored(body.video_id);
    expect(media).toMatchObject({
      instance_id: persona,
      declared: { title: 'Hello', duration: 120, resolution: '1080p' },
    });
    expect(await bytesOf(media.original.blob_key)).toEqual(bytes);
  });

  const bad: [string, object | string, number, string, string | null][] = [
    ['no base64', voiceData('not base64!'), 400, 'invalid_base64', 'voice_data.sample_audio'],
    ['an empty file', voiceData(''), 400, 'validation_error', 'voice_data.sample_audio'],
    [
      'no file',
      { voice_data: { language: 'en', tone: 'x', pitch: 'y' } },
      400,
      'validation_error',
      'voice_data.sample_audio',
    ],
    [
      'a file that is a number',
      { voice_data: { ...voiceData('').voice_data, sample_audio: 1 } },
      400,
      'validation_error',
      'voice_data.sample_audio',
    ],
    [
      'a missing field',
      { voice_data: { tone: 'x', pitch: 'y', sample_audio: 'QUJD' } },
      400,
      'validation_error',
      'voice_data.language',
    ],
    [
      'too large a file',
      voiceData(randomBytes(1_100_000).toString('base64')),
      413,
      'payload_too_large',
      'voice_data.sample_audio',
    ],
    [
      'far too large a file',
      voiceData('A'.repeat(5_000_000)),
      413,
      'payload_too_large',
      'voice_data.sample_audio',
    ],
    ['half a body', '{"voice_data":{"sample_audio":"QUJD', 400, 'malformed_json', 'voice_data.sample_audio'],
    [
      'a persona that is not there',
      { ...voiceData('QUJD'), instance_id: 'ins_none' },
      404,
      'not_found',
      'instance_id',
    ],
  ];
  test.each(bad)('%s is refused, and nothing of it stays', async (_what, body, status, code, param) => {
    const answer = await gateway.call('POST', '/api/admin/add_voice', body, {
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.body.error?.code, answer.body.error?.param]).toEqual([status, code, param]);
    if (status === 413) expect(answer.body.message).toMatch(/1 MiB.*MAX_UPLOAD_MB/);
    await eventually(() => spooled().length === 0);
    expect(await gateway.documents.media.count(grantScope(persona), {})).toBe(0);
    expect((await gateway.blobs.list(blobFolder(grantScope(persona)))).blobs).toEqual([]);
  });

  test('another type of body is 415 and names those that are read', async () => {
    const answer = await gateway.call('POST', '/api/admin/video', 'x', {
      headers: { 'content-type': 'video/mp4' },
    });
    expect([answer.status, answer.body.error?.code]).toEqual([415, 'unsupported_media_type']);
    expect(answer.body.message).toContain('multipart/form-data');
  });

  test('an Idempotency-Key gives the first reply again, and knows another file', async () => {
    const headers = { 'idempotency-key': 'once', 'content-type': 'application/json' };
    const post = (sample: string) =>
      gateway.call<Added>(
        'POST',
        '/api/admin/add_voice',
        { instance_id: persona, ...voiceData(sample) },
        { headers },
      );
    const first = await post('QUJD');
    expect((await post('QUJD')).text).toBe(first.text);
    expect((await post('QUJE')).status).toBe(422);
  });

  test('a sender that disconnects in the middle leaves nothing', async () => {
    const address = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const sending = httpRequest(`${address}/api/admin/add_voice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.admin}`, 'content-type': 'application/json' },
    });
    sending.on('error', () => undefined);
    sending.write('{"voice_data":{"sample_audio":"QUJD');
    await eventually(() => spooled().length === 1);
    sending.destroy();
    await eventually(() => spooled().length === 0);
  });

  test('a sender that disconnects while its file is stored leaves nothing on the local disk', async () => {
    const storing = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const put = vi.spyOn(gateway.blobs, 'put').mockImplementation(async () => {
      storing.resolve();
      await go.promise;
      return { bytes: 3, sha256: '' };
    });
    onTestFinished(() => put.mockRestore());
    const address = await gateway.app
      .listen({ port: 0, host: '127.0.0.1' })
      .catch(() => gateway.app.listeningOrigin);
    const sending = httpRequest(`${address}/api/admin/add_voice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.admin}`, 'content-type': 'application/json' },
    });
    sending.on('error', () => undefined);
    sending.end(JSON.stringify({ instance_id: persona, ...voiceData('QUJD') }));
    await storing.promise;
    expect(spooled()).toHaveLength(1);
    sending.destroy();
    await eventually(
      async () =>
        (await new Promise<number>((resolve) => gateway.app.server.getConnections((_, n) => resolve(n)))) ===
        0,
    );
    go.resolve();
    await eventually(() => spooled().length === 0);
  });

  /** By how many MiB the peak memory of a gateway of its own grows while it takes four files at once. */
  const grownByFour = async (): Promise<number> => {
    const child = fork(new URL('../testing/upload-memory.ts', import.meta.url));
    try {
      const [{ address, key }] = (await once(child, 'message')) as [{ address: string; key: string }];
      const upload = async (n: number, groups: number) => {
        const piece = Buffer.alloc(300_000, n).toString('base64');
        function* body() {
          yield '{"voice_data":{"language":"en","tone":"x","pitch":"y","sample_audio":"';
          for (let i = 0; i < groups; i++) yield piece;
          yield '"}}';
        }
        const response = await fetch(`${address}/api/admin/add_voice`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: Readable.toWeb(Readable.from(body(), { objectMode: false })) as ReadableStream,
          duplex: 'half',
        });
        expect(response.status).toBe(200);
        await response.arrayBuffer();
      };
      const peak = async (): Promise<number> => {
        child.send('memory');
        const [bytes] = (await once(child, 'message')) as [number];
        return bytes;
      };
      await upload(9, 10);
      const before = await peak();
      await Promise.all([1, 2, 3, 4].map((n) => upload(n, 167)));
      return ((await peak()) - before) / 1024 / 1024;
    } finally {
      child.kill('SIGTERM');
    }
  };

  test('four files of 50 MB at once cost less than 150 MB of memory', { timeout: 300_000 }, async () => {
    // A busy machine collects garbage late, by chance: what the gateway needs is the least of a few tries.
    let least = await grownByFour();
    for (let tries = 1; tries < 3 && least >= 150; tries++) least = Math.min(least, await grownByFour());
    expect(least).toBeLessThan(150);
  });
});

describe('whose they are', () => {
  test('sent before any persona, a voice is its key’s, until a persona names it or it is attached', async () => {
    await using fresh = Object.assign(await openTestGateway(), {
      [Symbol.asyncDispose]: () => fresh.close(),
    });
    const add = (sample: string) => fresh.call<Added>('POST', '/api/admin/add_voice', voiceData(sample));
    const first = await add('QUJD');
    const second = await add('QUJE');
    expect(first.body.instance_id).toBeNull();
    const foreign = (await fresh.newKey({ scopes: ['media', 'instances'] })).token;
    const url = `/api/admin/voice/${first.body.voice_id}`;
    expect((await fresh.call('GET', url, undefined, { key: foreign })).status).toBe(404);
    expect((await fresh.call('GET', '/api/admin/voices')).body['voices']).toHaveLength(2);

    const instance_data = { name: 'Ada', description: 'x', configuration: { voice_id: first.body.voice_id } };
    const created = await fresh.call('POST', '/api/instance', { instance_data });
    const ada = created.body['instance_id'] as string;
    expect((await fresh.call('GET', url)).body).toMatchObject({
      instance_id: ada,
      declared: { tone: 'friendly' },
    });
    expect((await fresh.call('GET', `/api/jobs/${first.body.job_id}`)).body).toMatchObject({
      instance_id: ada,
    });

    const secondUrl = `/api/admin/voice/${second.body.voice_id}`;
    expect((await fresh.call('PATCH', secondUrl, { instance_id: 'ins_none' })).status).toBe(404);
    const attached = await fresh.call('PATCH', secondUrl, { instance_id: ada });
    expect(attached.body).toMatchObject({ voice_id: second.body.voice_id, instance_id: ada });
    expect((await fresh.call('GET', `/api/admin/voices?instance_id=${ada}`)).body['voices']).toHaveLength(2);

    // A voice that was given to the only persona there was can be given to the next one.
    const next = { name: 'Bea', description: 'x', configuration: { voice_id: first.body.voice_id } };
    const bea = await fresh.call('POST', '/api/instance', { instance_data: next });
    expect((await fresh.call('GET', url)).body).toMatchObject({ instance_id: bea.body['instance_id'] });
    // Warnings of the request and those of the file are listed together, in one shape.
    const taken = await fresh.call('PATCH', secondUrl, { instance_id: bea.body['instance_id'], foo: 1 });
    expect(taken.status).toBe(200);
    expect(taken.body['warnings']).toMatchObject([
      { code: 'request', message: expect.stringContaining('foo') },
      { code: 'request', message: expect.stringContaining(`belonged to ${ada}`) },
    ]);
  });

  test('a key limited to another persona finds nothing', async () => {
    const { body } = await addVoice(randomBytes(30).toString('base64'));
    const other = await gateway.newPersona('Other');
    const { token } = await gateway.newKey({ scopes: ['media'], instance_ids: [other] });
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await gateway.call(method, `/api/admin/voice/${body.voice_id}`, undefined, {
        key: token,
      });
      expect(answer.status).toBe(404);
    }
    // A voice is not found as a video.
    expect((await gateway.call('GET', `/api/admin/video/${body.voice_id}`)).status).toBe(404);
  });

  test('deleted, it is gone from lists before the reply, twice is the same, and its bytes may be sent anew', async () => {
    const sample = randomBytes(30).toString('base64');
    const { body } = await addVoice(sample);
    const url = `/api/admin/voice/${body.voice_id}`;
    expect((await gateway.call('DELETE', url)).body).toMatchObject({ status: 'success', id: body.voice_id });
    expect((await gateway.call('GET', url)).status).toBe(404);
    expect((await gateway.call('GET', `/api/admin/voices?instance_id=${persona}`)).body['voices']).toEqual(
      [],
    );
    expect(
      (await gateway.call('DELETE', '/api/admin/voice', { voice_id: body.voice_id })).body,
    ).toMatchObject({
      already_deleted: true,
    });
    expect((await gateway.call('DELETE', '/api/admin/voice')).body.error?.code).toBe('id_required');
    expect((await addVoice(sample)).body.voice_id).not.toBe(body.voice_id);
  });

  test('consent is kept with the hash of the sample, and a voice is heard once it is ready', async () => {
    const { body } = await addVoice(randomBytes(500).toString('base64'));
    const at = `/api/admin/voice/${body.voice_id}`;
    expect((await gateway.call('GET', at)).body).toMatchObject({ consent: null });
    expect((await gateway.call('POST', `${at}/consent`, { actor: 'Ada' })).status).toBe(400);
    const given = { statement: 'My voice may speak for me.', actor: 'Ada Lind' };
    const { sha256 } = (await stored(body.voice_id)).original;
    for (let times = 0; times < 2; times += 1)
      expect((await gateway.call('POST', `${at}/consent`, given)).body).toMatchObject({
        consent: { ...given, sample_sha256: sha256, agreed_at: expect.any(String) },
      });
    expect((await gateway.call('GET', `${at}/preview`)).body.error?.code).toBe('not_ready');
    const scope = grantScope(persona);
    const blob_key = blobKey(scope, body.voice_id, 'voice.webm');
    const rendition = {
      name: 'voice.webm',
      blob_key,
      content_type: 'audio/webm',
      bytes: 1,
      sha256: '',
      measured: {},
    };
    await gateway.documents.media.update(scope, body.voice_id, {
      set: { state: 'ready', renditions: [rendition] },
    });
    const preview = await gateway.call('GET', `${at}/preview`);
    expect(preview.status).toBe(302);
    expect(preview.headers['location']).toContain(`${body.voice_id}/voice.webm`);
    await gateway.call('DELETE', at);
    expect((await gateway.call('POST', `${at}/consent`, given)).status).toBe(404);
    expect((await gateway.documents.media.get(scope, body.voice_id))?.consent).toBeNull();
  });
});
