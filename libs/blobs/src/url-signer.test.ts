import { grantScope, type BlobKey } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { blobKey } from './blob-key.ts';
import { createUrlSigner } from './url-signer.ts';

const signer = createUrlSigner('a secret of sixteen');
const key = blobKey(grantScope('ins_A'), 'voi_B', 'voice.webm');

describe('a signed address', () => {
  test('grants its one blob until it expires', () => {
    const url = signer.sign(key, { ttlSeconds: 60, contentType: 'audio/webm; codecs=opus' });
    expect(url).toMatch(/^\/files\/ins_A\/voi_B\/voice\.webm\?/);
    expect(signer.verify(url)).toMatchObject({ key, contentType: 'audio/webm; codecs=opus' });
    expect(signer.verify(`https://persona.example${url}`)).toMatchObject({ key });
    expect(signer.verify(url, Date.now() + 62_000)).toBeNull();
  });

  const url = signer.sign(key, { ttlSeconds: 60, contentType: 'audio/webm' });
  test.each([
    ['another key', url.replace('voi_B', 'voi_C')],
    ['a later end', url.replace(/expires=(\d+)/, (_, seconds: string) => `expires=${Number(seconds) + 1}`)],
    ['another type', url.replace('audio%2Fwebm', 'text%2Fhtml')],
    ['no signature', url.replace(/&signature=.*/, '')],
    ['half a signature', url.slice(0, -10)],
    ['another secret', createUrlSigner('another secret of mine').sign(key, { ttlSeconds: 60 })],
    ['another base', createUrlSigner('a secret of sixteen', '/elsewhere').sign(key, { ttlSeconds: 60 })],
    ['a path that climbs', signer.sign('ins_A/../ins_B/voice.webm' as BlobKey, { ttlSeconds: 60 })],
    ['no address', 'http://'],
  ])('grants nothing with %s', (_case, changed) => {
    expect(changed).not.toBe(url);
    expect(signer.verify(changed)).toBeNull();
  });

  test('needs a secret that is one', () => {
    expect(() => createUrlSigner('short')).toThrow(/16/);
  });
});
