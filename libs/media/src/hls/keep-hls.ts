import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Loudness } from '../loudness.ts';
import { codecsOf, createFragmentReader, TICKS } from './read-fragments.ts';
import { segmentAt, segmentsOfPart, type Segment, type TakenSegment } from './segments.ts';

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
  /** What comes before this was kept by an earlier attempt, and stands in the file nevertheless. */
  skipTicks?: number;
}

interface Part {
  part: NewPart;
  taken: readonly TakenSegment[];
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
  /** Whether all sizes have as many key frames, once the run has ended. */
  isAligned(): boolean;
  /** Keeps what is left, whose end is known now. */
  finish(endTicks: number): Promise<void>;
} {
  const followed = growing.map(({ track, path, skipTicks = 0 }) => {
    const parts = keeper.kept?.tracks.find(({ name }) => name === track.name)?.parts.length ?? 0;
    const reader = createFragmentReader(path, TICKS);
    return { track, path, skipTicks, reader, skipped: 0, next: 0, offset: 0, parts };
  });
  type Followed = (typeof followed)[number];

  const skip = (one: Followed): void => {
    const { reader, skipTicks } = one;
    // A tick may be rounded either way.
    for (let fragment; (fragment = reader.fragments[one.next]) && fragment.startTicks < skipTicks - 45;) {
      one.offset = (one.offset || reader.header.length) + fragment.bytes;
      one.next += 1;
      one.skipped += 1;
    }
  };

  /** The segments of a part; those of the other sizes end at the same key frames as those of the `lead`. */
  const segmentsFor = (
    { reader, next, parts }: Followed,
    endTicks: number | null,
    lead: readonly TakenSegment[] | undefined,
  ): TakenSegment[] => {
    const taken: TakenSegment[] = [];
    let fragments = 0;
    while (taken.length < (lead?.length ?? segmentsOfPart(parts))) {
      const isFirst = parts === 0 && taken.length === 0;
      const count = lead?.[taken.length]?.fragments;
      const segment = segmentAt(reader.fragments, next + fragments, { isFirst, endTicks, count });
      if (!segment) break;
      taken.push(segment);
      fragments += segment.fragments;
    }
    return taken;
  };

  const takePart = (one: Followed, endTicks: number | null, lead: Part | null | undefined): Part | null => {
    const { track, path, reader, offset, parts } = one;
    const taken = segmentsFor(one, endTicks, lead?.taken);
    if (taken.length === 0 || (endTicks === null && taken.length < segmentsOfPart(parts))) return null;
    const segments = taken.map(({ ticks, bytes }) => ({ ticks, bytes }));
    // The header stands before the first segment; when another attempt goes on, the first one's is used.
    const skipped = offset === 0 ? reader.header.length : offset;
    const start = parts === 0 ? 0 : skipped;
    const end = skipped + segments.reduce((sum, { bytes }) => sum + bytes, 0);
    const { header } = reader;
    const about = { ...track, codecs: codecsOf(header), headerBytes: header.length };
    return { part: { track: about, path, start, end, segments }, taken };
  };

  const keepParts = async (endTicks: number | null): Promise<void> => {
    for (const one of followed) {
      await one.reader.read();
      skip(one);
    }
    for (;;) {
      let lead: Part | null | undefined;
      const taken = followed.map((one) => {
        const part = lead === null ? null : takePart(one, endTicks, lead);
        lead ??= part;
        return part;
      });
      const parts = taken.flatMap((one) => (one ? [one.part] : []));
      if (parts.length < followed.length) return;
      await keeper.keepPictures(parts);
      for (const [n, one] of followed.entries()) {
        one.next += (taken[n]?.taken ?? []).reduce((sum, { fragments }) => sum + fragments, 0);
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
    isAligned: () =>
      new Set(followed.map(({ reader, skipped }) => reader.fragments.length - skipped)).size === 1,
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
