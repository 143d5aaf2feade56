import { grantScope, type BlobKey } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { blobFolder, blobKey } from './blob-key.ts';
import { createUrlSigner } from './url-signer.ts';

const signer = createUrlSigner('a secret of sixteen');
const key = blobKey(grantScope('ins_A'), 'voi_B', 'voice.webm');

/** The grant of a folder, put as that of a file. */
const query = (folder: string): string => {
  const [, expires = '', signature = ''] = /~(\d+)~([\w-]+)/.exec(folder) ?? [];
  return new URLSearchParams({ expires, signature }).toString();
};
/** The grant of a file, put as that of the folder it is in. */
const asFolder = (url: string): string => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const grant = `~${searchParams.get('expires')}~${searchParams.get('signature')}`;
  return pathname.replace('/files/', `/files/${grant}/`);
};

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

  const folder = signer.signFolder(blobFolder(grantScope('ins_A'), 'vid_B', 'hls'), { ttlSeconds: 60 });

  test('of a folder grants each file in it, by names that refer to one another', () => {
    const names = ['master.m3u8', '240p-0-abc.mp4'];
    for (const name of names) {
      const url = new URL(name, new URL(folder, 'https://persona.example')).href;
      expect(signer.verify(url)).toMatchObject({ key: `ins_A/vid_B/hls/${name}`, contentType: null });
      expect(signer.verify(url, Date.now() + 62_000)).toBeNull();
    }
    expect(signer.verify(`${folder}master.m3u8?type=text%2Fhtml`)).toMatchObject({ contentType: null });
  });

  test.each([
    ['the folder above', folder.replace('/hls/', '/original.bin')],
    ['a folder within', `${folder}more/file.mp4`],
    ['another folder', `${folder.replace('vid_B', 'vid_C')}master.m3u8`],
    ['a path that climbs', `${folder}../original.bin`],
    ['a path that climbs in disguise', `${folder}%2e%2e/original.bin`],
    ['the folder itself', folder],
    ['a later end', `${folder.replace(/~(\d+)~/, (_, end: string) => `~${Number(end) + 1}~`)}master.m3u8`],
    ['no signature', `${folder.replace(/~[\w-]+\//, '~/')}master.m3u8`],
    ['the signature in a query', `/files/ins_A/vid_B/hls/master.m3u8?${query(folder)}`],
    ['the signature of a file as that of its folder', asFolder(url)],
  ])('of a folder grants nothing for %s', (_case, changed) => {
    expect(signer.verify(changed)).toBeNull();
  });

  test('needs a secret that is one', () => {
    expect(() => createUrlSigner('short')).toThrow(/16/);
  });
});
