import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { sha256, grantScope, type BlobKey, type Rendition } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseRange } from '../byte-range.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { addVoice as sendVoice, storedMedia } from '../testing/media.ts';

interface File {
  url: string;
  name: string;
}

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
const stored = (id: string) => storedMedia(gateway, id);
describe('serving files', () => {
  const content = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));

  /** Stores a voice as the worker does. */
  async function ready() {
    const { body } = await addVoice(randomBytes(30).toString('base64'));
    const id = body.voice_id;
    const key = blobKey(grantScope(persona), id, 'voice.webm');
    await gateway.blobs.put(key, Readable.from([content]));
    const rendition: Rendition = {
      name: 'voice',
      blob_key: key,
      content_type: 'audio/webm',
      bytes: content.length,
      sha256: sha256(content),
      measured: {},
    };
    await gateway.documents.media.update(grantScope(persona), id, {
      set: { state: 'ready', renditions: [rendition] },
    });
    const read = await gateway.call<{ renditions: File[] }>('GET', `/api/admin/voice/${id}`);
    return { id, key, url: read.body.renditions[0]!.url };
  }
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    gateway.app.inject({ method, url, headers });

  test('a signed address serves the file without a key, whole and in ranges, as HTTP says', async () => {
    const { url } = await ready();
    const whole = await get(url);
    expect(whole.statusCode).toBe(200);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/webm',
      'content-length': '5000',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
    expect(whole.rawPayload).toEqual(content);
    const etag = whole.headers.etag as string;

    const part = await get(url, { range: 'bytes=100-199', 'if-range': etag });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, 'bytes 100-199/5000']);
    expect(part.rawPayload).toEqual(content.subarray(100, 200));
    expect((await get(url, { range: 'bytes=-10' })).rawPayload).toEqual(content.subarray(-10));
    expect((await get(url, { range: 'bytes=100-199', 'if-range': '"other"' })).statusCode).toBe(200);
    const beyond = await get(url, { range: 'bytes=5000-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */5000']);
    const head = await get(url, {}, 'HEAD');
    expect([head.statusCode, head.headers['content-length'], head.rawPayload.length]).toEqual([
      200,
      '5000',
      0,
    ]);
    expect((await get(url, { 'if-none-match': etag })).statusCode).toBe(304);
  });

  test('a key serves it too, if it reaches the persona; a changed address, the original and what was deleted are not served', async () => {
    const { id, key, url } = await ready();
    const bare = `/files/${key}`;
    const authorization = `Bearer ${gateway.admin}`;
    expect((await get(bare)).statusCode).toBe(401);
    expect((await get(bare, { authorization })).rawPayload).toEqual(content);
    const other = await gateway.newPersona('Other');
    const { token } = await gateway.newKey({ scopes: ['media'], instance_ids: [other] });
    expect((await get(bare, { authorization: `Bearer ${token}` })).statusCode).toBe(404);
    const chatting = await gateway.newKey({ scopes: ['chat'] });
    expect((await get(bare, { authorization: `Bearer ${chatting.token}` })).statusCode).toBe(403);
    expect((await get(url.replace('voice.webm', 'other.webm'))).statusCode).toBe(401);
    const original = (await stored(id)).original.blob_key;
    expect((await get(`/files/${original}`, { authorization })).statusCode).toBe(404);
    const signedOriginal = await gateway.blobs.signedUrl(original, { ttlSeconds: 60 });
    expect((await get(signedOriginal)).statusCode).toBe(404);
    await gateway.call('DELETE', `/api/admin/voice/${id}`);
    expect((await get(url)).statusCode).toBe(404);
    expect((await get(bare, { authorization })).statusCode).toBe(404);
  });

  test('ranges: whatever is asked for lies in the file', () => {
    const number = fc.oneof(fc.nat(120).map(String), fc.constant(''));
    fc.assert(
      fc.property(number, number, fc.nat(100), (first, last, size) => {
        const range = parseRange(`bytes=${first}-${last}`, size);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
    expect(
      ['bytes=0-1,3-4', 'items=0-1', 'bytes=5-3', 'bytes=-', undefined].map((one) => parseRange(one, 10)),
    ).toEqual(Array.from({ length: 5 }, () => null));
    expect(parseRange('bytes=-0', 10)).toBe('unsatisfiable');
  });

  describe('that name each other', () => {
    const track = (name: string, keys: BlobKey[], width: number | null) => ({
      name,
      width,
      height: width === null ? null : 240,
      codecs: width === null ? 'mp4a.40.2' : 'avc1.64000d',
      header_bytes: 100,
      parts: keys.map((blob_key, n) => ({
        blob_key,
        bytes: content.length,
        sha256: sha256(content),
        ticks: [180_000],
        sizes: [content.length - (n === 0 ? 100 : 0)],
      })),
    });

    /** A video in the middle of its processing, as the worker keeps it. */
    async function streaming() {
      const row = mediaRow(grantScope(persona), { kind: 'video' });
      const key = (name: string) => blobKey(grantScope(persona), row.id, 'hls', name);
      const keys = ['240p-0-aa.mp4', '240p-1-bb.mp4', 'sound-0-cc.mp4'].map(key);
      for (const one of keys) await gateway.blobs.put(one, Readable.from([content]));
      const vtt = { name: 'storyboard.vtt', blob_key: key('storyboard.vtt'), content_type: 'text/vtt' };
      await gateway.blobs.put(vtt.blob_key, Readable.from([content]));
      const image = { ...vtt, bytes: content.length, sha256: sha256(content), measured: {} };
      const hls = {
        recipe: '',
        complete: false,
        sound: null,
        tracks: [track('sound', keys.slice(2), null), track('240p', keys.slice(0, 2), 320)],
      };
      await gateway.documents.media.insert(grantScope(persona), [
        { ...row, hls, storyboard: { image, vtt: image } },
      ]);
      const { body } = await gateway.call<{
        renditions: (File & { kind: string; measured: { complete: boolean } })[];
        storyboard: { vtt: File };
      }>('GET', `/api/admin/video/${row.id}`);
      return { id: row.id, body, url: body.renditions[0]!.url, key: keys[0]! };
    }
    const at = (url: string, base: string) => {
      const { pathname, search } = new URL(url, new URL(base, 'http://localhost'));
      return pathname + search;
    };

    test('play from one address, while the video is made', async () => {
      const { body, url } = await streaming();
      expect(body.renditions).toMatchObject([
        { name: 'master.m3u8', kind: 'hls', measured: { complete: false } },
      ]);
      const master = await get(url);
      expect(master.headers).toMatchObject({
        'content-type': 'application/vnd.apple.mpegurl',
        'cache-control': 'no-cache',
      });
      const [sound, size] = [/URI="([^"]+)"/, /^(\d\S+)$/m].map(
        (named) => named.exec(master.body)?.[1] ?? '',
      );
      for (const [name = '', type] of [
        [sound, 'audio/mp4'],
        [size, 'video/mp4'],
      ]) {
        const list = await get(at(name, url));
        expect(list.statusCode).toBe(200);
        const [, header, , map] = /#EXT-X-MAP:(URI="([^"]+)",BYTERANGE="(\d+@0)")/.exec(list.body) ?? [];
        expect([header === undefined, map]).toEqual([false, '100@0']);
        for (const [, length, start, part = ''] of list.body.matchAll(/BYTERANGE:(\d+)@(\d+)\n(\S+)/g)) {
          const range = `bytes=${start}-${Number(start) + Number(length) - 1}`;
          const segment = await get(at(part, at(name, url)), { range });
          expect([segment.statusCode, segment.headers['content-type']]).toEqual([206, type]);
          expect(segment.rawPayload).toEqual(content.subarray(Number(start), Number(start) + Number(length)));
        }
      }
      const part = await get(master.headers.etag ? url : '', {
        'if-none-match': String(master.headers.etag),
      });
      expect(part.statusCode).toBe(304);
      expect((await get(url, { range: 'bytes=0-6' })).body).toBe('#EXTM3U');
      expect((await get(body.storyboard.vtt.url)).statusCode).toBe(200);
    });

    test('are reached by no other address, and gone with the video', async () => {
      const { id, url, key } = await streaming();
      const other = await streaming();
      for (const wrong of [
        url.replace(id, other.id),
        url.replace(/~\d+~/, '~99999999999~'),
        at('../original.bin', url),
        at('1080p.m3u8', url),
        at('240p-0-bb.mp4', url),
      ])
        expect([401, 404]).toContain((await get(wrong)).statusCode);
      expect((await get(`/files/${key}`)).statusCode).toBe(401);
      const ofKey = { authorization: `Bearer ${gateway.admin}` };
      expect((await get(`/files/${key}`, ofKey)).statusCode).toBe(200);
      expect((await gateway.call('DELETE', `/api/admin/video/${id}`)).status).toBe(200);
      for (const gone of [url, at('240p.m3u8', url), at('240p-0-aa.mp4', url)])
        expect((await get(gone)).statusCode).toBe(404);
    });
  });
});
