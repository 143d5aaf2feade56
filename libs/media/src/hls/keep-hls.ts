import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Loudness } from '../loudness.ts';
import { codecsOf, createFragmentReader, TICKS } from './read-fragments.ts';
import { segmentAt, segmentsOfPart, type Segment } from './segments.ts';

/** One size of a video, or its sound, as it is streamed. */
interface HlsTrack {
  /** `720p` or `sound`. */
  name: string;
  /** Null for sound. */
  width: number | null;
  height: number | null;
}

/** A track as it was kept: joined, its parts are one fragmented MP4. */
export interface KeptTrack extends HlsTrack {
  /** What is in it, as playlists name it. */
  codecs: string;
  /** The bytes before the first segment. */
  headerBytes: number;
  parts: readonly (readonly Segment[])[];
}

/** What an earlier attempt has kept. */
export interface KeptHls {
  /** What the tracks were made by; those of another recipe are not gone on with. */
  recipe: string;
  sound: KeptSound | null;
  tracks: readonly KeptTrack[];
}

/** The sound that was made, and the loudness of what it was made from. */
export interface KeptSound {
  source: Loudness;
  made: Loudness;
}

/** More of a track: these bytes of a file. */
export interface NewPart {
  track: HlsTrack & { codecs: string; headerBytes: number };
  path: string;
  start: number;
  /** Offset after the last byte. */
  end: number;
  segments: readonly Segment[];
}

/** Where what can be played is kept as soon as it is made. */
export interface HlsKeeper {
  kept: KeptHls | null;
  /** Begins anew: what was kept is of no use. */
  begin(recipe: string): Promise<void>;
  keepSound(sound: KeptSound, part: NewPart): Promise<void>;
  /** Keeps one part of each size at once. */
  keepPictures(parts: readonly NewPart[]): Promise<void>;
  /** Writes the parts of a track into a file, one after another. */
  fetch(track: string, path: string): Promise<void>;
}

const READ_INTERVAL_MS = 200;

/** One size that ffmpeg is writing into a file. */
export interface GrowingTrack {
  track: HlsTrack;
  path: string;
}

/**
 * Keeps what a run of ffmpeg makes, in parts, while it makes it. All sizes have their key frames at the same
 * times, so parts of all of them end together.
 */
export function followTracks(
  growing: readonly GrowingTrack[],
  keeper: HlsKeeper,
): {
  /** Follows until `run` has ended. Throws what the keeper throws, else what the run throws. */
  until(run: Promise<unknown>): Promise<void>;
  /** Keeps what is left, whose end is known now. */
  finish(endTicks: number): Promise<void>;
} {
  const followed = growing.map(({ track, path }) => {
    const parts = keeper.kept?.tracks.find(({ name }) => name === track.name)?.parts.length ?? 0;
    return { track, path, reader: createFragmentReader(path, TICKS), next: 0, offset: 0, parts };
  });

  const takePart = (
    one: (typeof followed)[number],
    endTicks: number | null,
  ): { part: NewPart; fragments: number } | null => {
    const { track, path, reader, next, offset, parts } = one;
    const segments: Segment[] = [];
    let fragments = 0;
    while (segments.length < segmentsOfPart(parts)) {
      const isFirst = parts === 0 && segments.length === 0;
      const segment = segmentAt(reader.fragments, next + fragments, { isFirst, endTicks });
      if (!segment) break;
      segments.push({ ticks: segment.ticks, bytes: segment.bytes });
      fragments += segment.fragments;
    }
    if (segments.length === 0 || (endTicks === null && segments.length < segmentsOfPart(parts))) return null;
    // The header stands before the first segment; when another attempt goes on, the first one's is used.
    const skipped = offset === 0 ? reader.header.length : offset;
    const start = parts === 0 ? 0 : skipped;
    const end = skipped + segments.reduce((sum, { bytes }) => sum + bytes, 0);
    const { header } = reader;
    const about = { ...track, codecs: codecsOf(header), headerBytes: header.length };
    return { part: { track: about, path, start, end, segments }, fragments };
  };

  const keepParts = async (endTicks: number | null): Promise<void> => {
    for (const { reader } of followed) await reader.read();
    for (;;) {
      const taken = followed.map((one) => takePart(one, endTicks));
      const parts = taken.flatMap((one) => (one ? [one.part] : []));
      if (parts.length < followed.length) return;
      await keeper.keepPictures(parts);
      for (const [n, one] of followed.entries()) {
        one.next += taken[n]?.fragments ?? 0;
        one.offset = taken[n]?.part.end ?? 0;
        one.parts += 1;
      }
    }
  };

  return {
    async until(run) {
      const ended = run.then(
        () => true,
        () => true,
      );
      for (let isOver = false; !isOver;) {
        isOver = await Promise.race([ended, sleep(READ_INTERVAL_MS, false)]);
        await keepParts(null);
      }
      await run;
    },
    finish: keepParts,
  };
}

/** The whole of a sound that was made, as one part. */
export async function soundPart(path: string, sampleRate: number, endTicks: number): Promise<NewPart> {
  const reader = createFragmentReader(path, sampleRate);
  await reader.read();
  const { header, fragments } = reader;
  const segments: Segment[] = [];
  for (let next = 0; next < fragments.length;) {
    const segment = segmentAt(fragments, next, { isFirst: next === 0, endTicks });
    if (!segment) break;
    segments.push({ ticks: segment.ticks, bytes: segment.bytes });
    next += segment.fragments;
  }
  const track = {
    name: 'sound',
    width: null,
    height: null,
    codecs: codecsOf(header),
    headerBytes: header.length,
  };
  const end = header.length + segments.reduce((sum, { bytes }) => sum + bytes, 0);
  return { track, path, start: 0, end, segments };
}

/** Appends the fragments of one file, without its header, to another. */
export async function appendFragments(from: string, to: string): Promise<void> {
  const reader = createFragmentReader(from, TICKS);
  await reader.read();
  const start = reader.header.length;
  const bytes = reader.fragments.reduce((sum, fragment) => sum + fragment.bytes, 0);
  if (bytes === 0) return;
  await pipeline(
    createReadStream(from, { start, end: start + bytes - 1 }),
    createWriteStream(to, { flags: 'a' }),
  );
}
