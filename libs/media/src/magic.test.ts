import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { demuxersFor, sniff } from './magic.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the first bytes of a file', () => {
  test.each([
    ['MP4', '\0\0\0\x20ftypisom', ['mov']],
    ['old QuickTime', '\0\0\0\x08wide\0\0', ['mov']],
    ['WebM', '\x1a\x45\xdf\xa3\x01', ['matroska']],
    ['WAV', 'RIFF\0\0\0\0WAVEfmt ', ['wav']],
    ['Ogg', 'OggS\0', ['ogg']],
    ['FLAC', 'fLaC\0', ['flac']],
    ['tagged MP3', 'ID3\x03', ['mp3', 'aac', 'flac', 'ac3', 'eac3']],
    ['bare MP3', '\xff\xfb\x90\x00', ['mp3']],
    ['bare AAC', '\xff\xf1\x50\x80', ['aac']],
    ['AVI', 'RIFF\0\0\0\0AVI LIST', ['avi']],
    ['RF64', 'RF64\xff\xff\xff\xffWAVEds64', ['wav']],
    ['AIFF', 'FORM\0\0\0\0AIFC', ['aiff']],
    ['AMR', '#!AMR-WB\n', ['amr']],
    ['a transport stream', `G${'\0'.repeat(187)}`.repeat(3), ['mpegts']],
    ['that of a camcorder', `\0\0\0\0G${'\0'.repeat(187)}`.repeat(3), ['mpegts']],
    ['padded MP3', '\0'.repeat(700) + `\xff\xfb\x90\x00${'\0'.repeat(413)}`.repeat(3), ['mp3']],
  ])('%s is known by them', (_name, head, expected) => {
    expect(demuxersFor(bytes(head))).toEqual(expected);
  });

  test.each([
    ['a playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:5'],
    ['a concat script', 'ffconcat version 1.0\nfile /etc/passwd'],
    ['a PNG', '\x89PNG\r\n\x1a\n'],
    ['a JPEG', '\xff\xd8\xff\xe0'],
    ['an icon', 'RIFF\0\0\0\0ACONLIST'],
    ['plain text', 'Hello, this is my voice.'],
    [
      'what the documentation sends',
      bytes('').toString() + Buffer.from('base64_encoded_audio', 'base64url').toString('latin1'),
    ],
    ['an SDP', 'v=0\r\no=- 0 0 IN IP4 127.0.0.1'],
    ['UTF-16 text', '\xff\xfeH\0'],
    ['nothing', ''],
  ])('%s is no recording', (_name, head) => {
    expect(demuxersFor(bytes(head))).toEqual([]);
  });

  test('never throw, whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (head) => Array.isArray(demuxersFor(head))));
  });
});

describe('a file', () => {
  const save = async (name: string, content: Buffer): Promise<string> => {
    await writeFile(join(folder.path, name), content);
    return join(folder.path, name);
  };
  const wav = (dataBytes: number, present: number): Buffer => {
    const file = Buffer.alloc(44 + present);
    file.write('RIFF\0\0\0\0WAVEfmt \x10\0\0\0', 0, 'latin1');
    file.write('data', 36, 'latin1');
    file.writeUInt32LE(dataBytes, 40);
    return file;
  };

  test('over the limit is refused before it is looked at', async () => {
    const file = await save('big.txt', Buffer.alloc(1025, 'x'));
    await expect(sniff(file, 1024)).rejects.toMatchObject({ code: 'too_large' });
    await expect(sniff(file, 1025)).rejects.toMatchObject({ code: 'unsupported_media' });
  });

  test('that is a WAV shorter than its header says is truncated', async () => {
    await expect(sniff(await save('cut.wav', wav(100_000, 60_000)), 1e6)).rejects.toMatchObject({
      code: 'media_truncated',
    });
    await expect(sniff(await save('whole.wav', wav(100_000, 100_000)), 1e6)).resolves.toEqual({
      bytes: 100_044,
      demuxers: ['wav'],
      isShort: false,
    });
    await expect(sniff(await save('streamed.wav', wav(0xffff_ffff, 60_000)), 1e6)).resolves.toMatchObject({
      demuxers: ['wav'],
      isShort: false,
    });
  });
});
