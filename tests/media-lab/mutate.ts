import { deflateRawSync } from 'node:zlib';
import type { Random } from '../chaos/random.ts';

/** What is done to a file. The same random numbers give the same bytes. */
export type Mutation = (random: Random, file: Buffer, other: Buffer) => Buffer;

const below = ({ whole }: Random, count: number): number => whole(0, count - 1);
const anywhere = (random: Random, file: Buffer): number => below(random, Math.max(1, file.length));
/** Mostly where headers are: at the beginning, or at the end. */
const inHeaders = (random: Random, file: Buffer): number =>
  Math.min(
    file.length - 1,
    random.chance(0.7) ? below(random, 1024) : Math.max(0, file.length - 1 - below(random, 2048)),
  );

const flipped: Mutation = (random, file) => {
  const bytes = Buffer.from(file);
  for (let n = below(random, 40) + 1; n > 0; n -= 1) bytes[anywhere(random, bytes)] = below(random, 256);
  return bytes;
};
const headerFlipped: Mutation = (random, file) => {
  const bytes = Buffer.from(file);
  for (let n = below(random, 8) + 1; n > 0; n -= 1)
    bytes[inHeaders(random, bytes)] = random.pick([0, 1, 0x7f, 0x80, 0xff, below(random, 256)]);
  return bytes;
};
/** Four bytes of a size, a count or a time become the worst there are. */
const lied: Mutation = (random, file) => {
  const bytes = Buffer.from(file);
  if (bytes.length < 16) return bytes;
  for (let n = below(random, 4) + 1; n > 0; n -= 1) {
    const value = random.pick([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, 0x00010000]);
    bytes.writeUInt32BE(value, Math.min(bytes.length - 4, inHeaders(random, bytes)));
  }
  return bytes;
};
/** Fields of MP4 that say how long, how large and how many. */
const boxLied: Mutation = (random, file) => {
  const boxes = [
    'mvhd',
    'tkhd',
    'mdhd',
    'stsd',
    'stts',
    'stsc',
    'stsz',
    'stco',
    'ctts',
    'elst',
    'avcC',
    'trun',
    'tfhd',
  ];
  const there = boxes.filter((name) => file.includes(name));
  if (there.length === 0) return lied(random, file, file);
  const bytes = Buffer.from(file);
  for (let n = below(random, 3) + 1; n > 0; n -= 1) {
    const at = bytes.indexOf(random.pick(there)) + 4 + 4 * below(random, 10);
    if (at + 4 <= bytes.length)
      bytes.writeUInt32BE(random.pick([0, 1, 0x7fffffff, 0xffffffff, below(random, 1000)]), at);
  }
  return bytes;
};
const truncated: Mutation = (random, file) => file.subarray(0, anywhere(random, file));
const beheaded: Mutation = (random, file) => file.subarray(Math.min(file.length - 1, below(random, 4096)));
const spliced: Mutation = (random, file, other) =>
  Buffer.concat([file.subarray(0, anywhere(random, file)), other.subarray(anywhere(random, other))]);
const repeated: Mutation = (random, file) => {
  const [a, b] = [anywhere(random, file), anywhere(random, file)].toSorted((x, y) => x - y);
  return Buffer.concat([
    file.subarray(0, b),
    ...Array.from({ length: below(random, 6) + 1 }, () => file.subarray(a, b)),
    file.subarray(b),
  ]);
};
const zeroed: Mutation = (random, file) => {
  const [a, b] = [anywhere(random, file), anywhere(random, file)].toSorted((x, y) => x - y);
  return Buffer.from(file).fill(random.pick([0, 0xff]), a, b);
};

export const mutations: Readonly<Record<string, Mutation>> = {
  flipped,
  'header flipped': headerFlipped,
  lied,
  'box lied': boxLied,
  truncated,
  beheaded,
  spliced,
  repeated,
  zeroed,
};

const FOREIGN = '/etc/passwd';
/** A server that nobody may call: what names it is followed by nobody. */
const ADDRESS = 'http://127.0.0.1:9/';

/** What is no recording and names other files, or programs. */
export const disguises: readonly Buffer[] = [
  `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${FOREIGN}\n#EXT-X-ENDLIST\n`,
  `#EXTM3U\n#EXTINF:1,\nconcat:${ADDRESS}a|file:${FOREIGN}\n#EXT-X-ENDLIST\n`,
  `ffconcat version 1.0\nfile ${FOREIGN}\n`,
  `ffconcat version 1.0\nfile ${ADDRESS}a.mp4\n`,
  `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>${ADDRESS}</BaseURL></Period></MPD>`,
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://${FOREIGN}"/></svg>`,
  `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n`,
  `[playlist]\nFile1=${ADDRESS}a.mp3\n`,
  `<asx version="3.0"><entry><ref href="${ADDRESS}a"/></entry></asx>`,
  `#!/bin/sh\ncat ${FOREIGN}\n`,
  '<html><script>fetch("/")</script></html>',
  '\x7fELF\x02\x01\x01',
  'PK\x03\x04',
  '%PDF-1.7\n',
  '',
  '\0'.repeat(4096),
].map((text) => Buffer.from(text, 'latin1'));

/** What files of the containers begin with, to stand before something else. */
export const beginnings: readonly Buffer[] = [
  '\0\0\0\x18ftypisom\0\0\x02\0isomiso2',
  '\x1a\x45\xdf\xa3\x9fB\x86\x81\x01',
  'RIFF\xff\xff\xff\xffWAVEfmt ',
  'RIFF\xff\xff\xff\xffAVI LIST',
  'OggS\0\x02',
  'fLaC\0\0\0\x22',
  'ID3\x04\0\0\x7f\x7f\x7f\x7f',
  'FLV\x01\x05\0\0\0\x09',
  'GIF89a',
  '\x30\x26\xb2\x75\x8e\x66\xcf\x11',
  'G'.padEnd(188, '\0').repeat(4),
  '\0\0\x01\xba',
  '#!AMR\n',
  'caff\0\x01\0\0',
].map((text) => Buffer.from(text, 'latin1'));

/** A file that two programs read in two ways. */
export const polyglot = (random: Random, file: Buffer): Buffer => {
  const page = Buffer.from('<html><script>fetch("/")</script></html>');
  const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), deflateRawSync(Buffer.alloc(100_000))]);
  const other = random.pick([page, zip, ...disguises.slice(0, 4)]);
  return random.pick([
    () => Buffer.concat([file, other]),
    () => Buffer.concat([other, file]),
    () => Buffer.concat([random.pick(beginnings), other, file]),
    // In a box that every reader skips.
    () => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(other.length + 8);
      head.write('free', 4);
      return Buffer.concat([head, other, file]);
    },
  ])();
};
