import { open } from 'node:fs/promises';

/** Ticks a second of all times here. */
export const TICKS = 90_000;

/** One `moof` with its `mdat`: what can be decoded on its own, after the header. */
export interface Fragment {
  /** When it begins. */
  startTicks: number;
  bytes: number;
}

/** What has been written of a fragmented MP4 that ffmpeg may be writing still. */
export interface FragmentReader {
  /** Everything before the first fragment; empty until there is one. */
  header: Buffer;
  readonly fragments: Fragment[];
  /** Reads on from where it was. */
  read(): Promise<void>;
}

/** An `mdat` may use the long form; anything else of this size is not ours. */
const MAX_BOX_BYTES = 64 * 1024 * 1024;

/**
 * Follows a fragmented MP4 that was made here. Its times are in ticks whatever the clock of its track is,
 * `ticksPerSecond`. Throws when it is not what ffmpeg writes.
 */
export function createFragmentReader(path: string, ticksPerSecond: number): FragmentReader {
  let at = 0;
  let moof: { startTicks: number; bytes: number } | null = null;
  const reader: FragmentReader = {
    header: Buffer.alloc(0),
    fragments: [],
    async read() {
      const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
        // ffmpeg has not begun it yet.
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (!file) return;
      try {
        const { size } = await file.stat();
        const bytesAt = async (offset: number, length: number): Promise<Buffer> =>
          (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
        while (at + 8 <= size) {
          const head = await bytesAt(at, 8);
          const [bytes, type] = [head.readUInt32BE(0), head.toString('latin1', 4)];
          if (bytes < 8 || bytes > MAX_BOX_BYTES) throw new Error(`a box ${type} of ${bytes} bytes`);
          if (at + bytes > size) return;
          if (type === 'moof') {
            if (reader.header.length === 0) reader.header = await bytesAt(0, at);
            const decodeTime = decodeTimeOf(await bytesAt(at, bytes));
            moof = { startTicks: Math.round((decodeTime * TICKS) / ticksPerSecond), bytes };
          } else if (type === 'mdat' && moof) {
            reader.fragments.push({ startTicks: moof.startTicks, bytes: moof.bytes + bytes });
            moof = null;
          }
          at += bytes;
        }
      } finally {
        await file.close();
      }
    },
  };
  return reader;
}

/** When a fragment begins on its track's clock (`moof/traf/tfdt`). */
function decodeTimeOf(moof: Buffer): number {
  const time = boxIn(boxIn(moof, 'traf'), 'tfdt');
  return time[8] === 1 ? Number(time.readBigUInt64BE(12)) : time.readUInt32BE(12);
}

function boxIn(parent: Buffer, type: string): Buffer {
  for (let at = 8; at + 8 <= parent.length;) {
    const bytes = parent.readUInt32BE(at);
    if (parent.toString('latin1', at + 4, at + 8) === type) return parent.subarray(at, at + bytes);
    if (bytes < 8) break;
    at += bytes;
  }
  throw new Error(`a fragment without ${type}`);
}

/** What is in a track, as playlists name it (RFC 6381). */
export function codecsOf(header: Buffer): string {
  const at = header.indexOf('avcC');
  return at < 0 ? 'mp4a.40.2' : `avc1.${header.toString('hex', at + 5, at + 8)}`;
}
