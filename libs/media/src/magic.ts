import { open, type FileHandle } from 'node:fs/promises';
import type { Demuxer } from './codecs.ts';
import { MediaError } from './media-error.ts';

const text = (head: Uint8Array, start: number, end: number): string =>
  Buffer.from(head.subarray(start, end)).toString('latin1');

/** Boxes with which a QuickTime or MP4 file can begin. */
const MOV_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** What stands at the beginning of a file, and the demuxers that may read it then. */
const BEGINNINGS: readonly [bytes: string, demuxers: readonly Demuxer[]][] = [
  ['\x1a\x45\xdf\xa3', ['matroska']],
  ['OggS', ['ogg']],
  ['fLaC', ['flac']],
  // The pieces of streams (HLS) have their time in such a tag, before sound of any of these.
  ['ID3', ['mp3', 'aac', 'flac', 'ac3', 'eac3']],
  ['caff', ['caf']],
  ['#!AMR', ['amr']],
  ['riff\x2e\x91\xcf\x11', ['w64']],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', ['asf']],
  ['FLV\x01', ['flv']],
  ['GIF87a', ['gif']],
  ['GIF89a', ['gif']],
  ['\x00\x00\x01\xba', ['mpeg']],
  ['\x1f\x07\x00', ['dv']],
  ['\x0b\x77', ['ac3', 'eac3']],
];

/** Forms of the chunked files of the 1980s: what stands first, and eight bytes later. */
const CHUNKED: Readonly<Record<string, Demuxer>> = {
  RIFFWAVE: 'wav',
  RF64WAVE: 'wav',
  'RIFFAVI ': 'avi',
  FORMAIFF: 'aiff',
  FORMAIFC: 'aiff',
};

/**
 * Packets of an MPEG transport stream begin with this; those of camcorders have a time of 4 bytes before it.
 */
const TS_SYNC = 0x47;
const isTransport = (head: Uint8Array): boolean =>
  [
    [0, 188],
    [4, 192],
  ].some(([first = 0, step = 0]) => [0, 1, 2].every((n) => head[first + n * step] === TS_SYNC));

/** Returns the demuxers that the first bytes of a file allow; an empty list when it is no recording. */
export function demuxersFor(head: Uint8Array): readonly Demuxer[] {
  if (MOV_BOXES.has(text(head, 4, 8))) return ['mov'];
  const chunked = CHUNKED[text(head, 0, 4) + text(head, 8, 12)];
  if (chunked) return [chunked];
  const known = BEGINNINGS.find(([bytes]) => text(head, 0, bytes.length) === bytes);
  if (known) return known[1];
  if (isTransport(head)) return ['mpegts'];
  const [first = 0, second = 0] = head;
  if (first === 0xff && (second & 0xf6) === 0xf0) return ['aac'];
  if (first === 0xff && isMpegAudio(second)) return ['mp3'];
  return findMpegAudio(head) ? ['mp3'] : [];
}

/** The second byte of a frame of MPEG audio, layer II or III. */
const isMpegAudio = (second: number): boolean =>
  (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && [0x02, 0x04].includes(second & 0x06);

/**
 * Whether three frames of MPEG audio follow one another behind padding or junk, as writers of batches and
 * recorded streams leave it at the beginning.
 */
function findMpegAudio(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= head.length; at += 1) {
    if (head[at] !== 0xff) continue;
    let next = at;
    for (let frames = 0; ; frames += 1) {
      if (frames === 3) return true;
      const length = frameBytes(head, next);
      if (length === 0) break;
      next += length;
    }
  }
  return false;
}

const KBITS: Readonly<Record<'v1l2' | 'v1l3' | 'v2', readonly number[]>> = {
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** The length of the frame of MPEG audio that begins here (ISO 11172-3, 13818-3); 0 when none does. */
function frameBytes(head: Uint8Array, at: number): number {
  const [first = 0, second = 0, third = 0] = head.subarray(at, at + 3);
  if (first !== 0xff || !isMpegAudio(second)) return 0;
  const version1 = (second & 0x18) === 0x18;
  const layer3 = (second & 0x06) === 0x02;
  const kbits = KBITS[version1 ? (layer3 ? 'v1l3' : 'v1l2') : 'v2'][third >> 4] ?? 0;
  const rate = [44_100, 48_000, 32_000][(third >> 2) & 3] ?? 0;
  if (kbits === 0 || rate === 0) return 0;
  const divided = rate / (version1 ? 1 : (second & 0x18) === 0x10 ? 2 : 4);
  return Math.floor(((layer3 && !version1 ? 72 : 144) * kbits * 1000) / divided) + ((third >> 1) & 1);
}

/** Junk before the first frame of MPEG audio is looked through as far as this. */
const HEAD_BYTES = 64 * 1024;

export interface Sniffed {
  bytes: number;
  demuxers: readonly Demuxer[];
  /** Whether the file is shorter than its outermost parts say. */
  isShort: boolean;
}

/**
 * Checks the first bytes of a file. Throws MediaError `too_large` before anything else is read,
 * `unsupported_media` when they belong to no recording, `media_truncated` when a WAV file is shorter than its
 * header says.
 */
export async function sniff(path: string, maxBytes: number): Promise<Sniffed> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > maxBytes)
      throw new MediaError('too_large', {
        message: `The file is over the limit of ${Math.floor(maxBytes / 1024 / 1024)} MiB. Send a shorter or more compressed one.`,
      });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const allowed = demuxersFor(head);
    if (allowed.length === 0) throw new MediaError('unsupported_media');
    // Writers that are off by a few bytes are common and harmless.
    const isShort = (await declaredBytes(file, head, allowed[0], size)) > size * 1.01 + 1024;
    if (allowed[0] === 'wav' && isShort) throw new MediaError('media_truncated');
    return { bytes: size, demuxers: allowed, isShort };
  } finally {
    await file.close();
  }
}

/**
 * The size that a WAV file needs for its `data` chunk; 0 when the header does not say, as from a recorder
 * that streams.
 */
function declaredWavBytes(head: Buffer): number {
  for (let at = 12; at + 8 <= head.length;) {
    const size = head.readUInt32LE(at + 4);
    if (text(head, at, at + 4) === 'data') return size >= 0x7fff_ff00 ? 0 : at + 8 + size;
    at += 8 + size + (size % 2);
  }
  return 0;
}

/**
 * The size that a file has by its outermost parts; 0 when they do not say, as from a recorder that streams.
 */
async function declaredBytes(
  file: FileHandle,
  head: Buffer,
  demuxer: Demuxer | undefined,
  size: number,
): Promise<number> {
  if (demuxer === 'wav') return declaredWavBytes(head);
  if (demuxer === 'matroska') return declaredMatroskaBytes(head);
  if (demuxer === 'mov') return declaredMovBytes(file, size);
  if (head.length < 24) return 0;
  if (demuxer === 'avi') return 8 + head.readUInt32LE(4);
  if (demuxer === 'aiff') return 8 + head.readUInt32BE(4);
  return demuxer === 'w64' ? Number(head.readBigUInt64LE(16)) : 0;
}

const MAX_BOXES = 1000;

/** The boxes of a QuickTime or MP4 file follow one another; the last may say that it goes on to the end. */
async function declaredMovBytes(file: FileHandle, size: number): Promise<number> {
  let at = 0;
  for (let boxes = 0; boxes < MAX_BOXES && at + 8 <= size; boxes += 1) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, at);
    // Behind the boxes there may be anything.
    if (bytesRead < 8 || !/^[a-zA-Z0-9 ©-]{4}$/.test(text(buffer, 4, 8))) return at;
    const short = buffer.readUInt32BE(0);
    const length = short === 1 ? Number(buffer.readBigUInt64BE(8)) : short;
    if (length === 0) return size;
    if (length < 8) return at;
    at += length;
  }
  return at;
}

/**
 * The size that a Matroska file needs for its segment; 0 when the header does not say, as from a recorder
 * that streams.
 */
function declaredMatroskaBytes(head: Buffer): number {
  const headerSize = vint(head, 4);
  if (!headerSize) return 0;
  const at = 4 + headerSize.bytes + headerSize.value;
  if (text(head, at, at + 4) !== '\x18\x53\x80\x67') return 0;
  const size = vint(head, at + 4);
  return size && size.value < 2 ** (7 * size.bytes) - 1 ? at + 4 + size.bytes + size.value : 0;
}

/** A number of EBML: its length stands in the leading zeros of its first byte. */
function vint(head: Buffer, at: number): { value: number; bytes: number } | null {
  const first = head[at] ?? 0;
  const bytes = Math.clz32(first) - 23;
  if (bytes > 8 || at + bytes > head.length) return null;
  let value = first & (0xff >> bytes);
  for (let n = 1; n < bytes; n += 1) value = value * 256 + (head[at + n] ?? 0);
  return { value, bytes };
}
