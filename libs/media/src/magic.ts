import { open } from 'node:fs/promises';
import { MediaError } from './media-error.ts';

/**
 * The demuxers of ffmpeg that may read a file. A file of any other kind is refused before ffmpeg reads a byte
 * of it.
 */
const demuxers = ['mov', 'matroska', 'wav', 'mp3', 'ogg', 'flac', 'aac'] as const;
export type Demuxer = (typeof demuxers)[number];

const text = (head: Uint8Array, start: number, end: number): string =>
  Buffer.from(head.subarray(start, end)).toString('latin1');

/** Boxes with which a QuickTime or MP4 file can begin. */
const MOV_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** Returns the demuxers that the first bytes of a file allow; an empty list when it is no recording. */
export function demuxersFor(head: Uint8Array): readonly Demuxer[] {
  if (MOV_BOXES.has(text(head, 4, 8))) return ['mov'];
  if (text(head, 0, 4) === '\x1a\x45\xdf\xa3') return ['matroska'];
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WAVE') return ['wav'];
  if (text(head, 0, 4) === 'OggS') return ['ogg'];
  if (text(head, 0, 4) === 'fLaC') return ['flac'];
  if (text(head, 0, 3) === 'ID3') return ['mp3', 'aac', 'flac'];
  const [first = 0, second = 0] = head;
  if (first !== 0xff) return [];
  if ((second & 0xf6) === 0xf0) return ['aac'];
  // MPEG audio of layer III: a frame's sync word and a valid version.
  const isMp3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  return isMp3 ? ['mp3'] : [];
}

/**
 * Checks the first bytes of a file. Throws MediaError `too_large` before anything else is read,
 * `unsupported_media` when they belong to no recording, `media_truncated` when a WAV file is shorter than its
 * header says.
 */
export async function sniff(
  path: string,
  maxBytes: number,
): Promise<{ bytes: number; demuxers: readonly Demuxer[] }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > maxBytes)
      throw new MediaError('too_large', {
        message: `The file is over the limit of ${Math.floor(maxBytes / 1024 / 1024)} MiB. Send a shorter or more compressed one.`,
      });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    const allowed = demuxersFor(head);
    if (allowed.length === 0) throw new MediaError('unsupported_media');
    // Writers that are off by a few bytes are common and harmless.
    if (allowed[0] === 'wav' && declaredWavBytes(head) > size * 1.01 + 1024)
      throw new MediaError('media_truncated');
    return { bytes: size, demuxers: allowed };
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
