import type { Demuxer } from './codecs.ts';
import type { CopyCheck } from './copy-check.ts';
import { MediaError } from './media-error.ts';
import type { Probed } from './probe.ts';
import { packetsRecipe } from './recipes.ts';
import { runFfprobe, type RunContext } from './run.ts';

/** Where a track begins and ends, in seconds of the recording's own clock, by its packets. */
interface TrackTimes {
  start: number;
  end: number;
  /** How many packets are shown. */
  packets: number;
}

/** The tracks of a file by their number. A track without a packet is not there. */
export type Tracks = ReadonlyMap<number, TrackTimes>;

/** What can't be read ends a file; what was read until then is used. */
const DAMAGE: ReadonlySet<string> = new Set(['media_corrupt', 'media_truncated']);

/**
 * Reads every packet and decodes none. Headers say how long a file is, and are wrong where captions or
 * chapters outlast the picture, where a recording does not begin at 0, and in streams: its packets are not.
 */
export async function readTracks(
  context: RunContext,
  { demuxer, refused }: Pick<Probed, 'demuxer' | 'refused'>,
  /** Takes the packets of one track too. */
  check?: { stream: number; take: CopyCheck['take'] },
): Promise<Tracks> {
  const tracks = new Map<number, TrackTimes>();
  const take = (line: string): void => {
    const [, stream, pts, dts, duration, size, flags = ''] = line.split(',');
    if (check && Number(stream) === check.stream) {
      const isShown = !flags.includes('D');
      const [shown, decoded] = [isShown ? timeOf(pts) : Number.NaN, timeOf(dts)];
      check.take({ pts: shown, dts: decoded, bytes: Number(size), isKey: flags.startsWith('K') });
    }
    // Packets from before the cut of a trimmed clip are decoded and not shown.
    if (stream === undefined || flags.includes('D')) return;
    const start = [pts, dts].map(timeOf).find(Number.isFinite);
    const track = tracks.get(Number(stream));
    const seconds = Number(duration) || 0;
    const from = start ?? track?.end ?? 0;
    const end = from + Math.max(0, seconds);
    if (track) {
      track.start = Math.min(track.start, from);
      track.end = Math.max(track.end, end);
      track.packets += 1;
    } else {
      tracks.set(Number(stream), { start: from, end, packets: 1 });
    }
  };
  let rest = '';
  const onStdout = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(0, 1000);
    for (const line of lines) take(line);
  };
  try {
    await runFfprobe(packetsRecipe(context.limits, demuxer, refused), { ...context, onStdout }, 'whole');
  } catch (error) {
    if (!(error instanceof MediaError && DAMAGE.has(error.code)) || tracks.size === 0) throw error;
  }
  return tracks;
}

const timeOf = (printed: string | undefined): number =>
  printed === undefined || printed === '' ? Number.NaN : Number(printed);

/** Frames a second: headers of files that count in milliseconds say 1000, so many are counted. */
export function frameRate(promised: number | null, times: TrackTimes | undefined): number | null {
  if (promised === null || promised <= MAX_USUAL_RATE || !times) return promised;
  const seconds = times.end - times.start;
  return seconds > 0 ? Math.min(promised, Math.round((times.packets / seconds) * 1000) / 1000) : promised;
}
const MAX_USUAL_RATE = 60;

/** Headers of these give the length of each track as it was recorded. */
const PROMISING: ReadonlySet<Demuxer> = new Set(['mov', 'avi', 'aiff', 'w64', 'flac']);

/**
 * Whether the file ends before its tracks do, as after an interrupted upload: it `isShort` by its outermost
 * parts, and its tracks end early. A wrong header alone, in one or the other, loses nothing.
 */
export function isCut({ demuxer, video, audio, seconds }: Probed, tracks: Tracks, isShort: boolean): boolean {
  if (!isShort && demuxer !== 'flac') return false;
  // What a parser reads no packet of is of a form that it does not know.
  if (tracks.size === 0) return false;
  const furthest = Math.max(0, ...[...tracks.values()].map(({ end }) => end));
  if (demuxer === 'matroska') return endsBefore(furthest, seconds);
  if (!PROMISING.has(demuxer)) return false;
  return [video, audio].some((track) => {
    const times = track && tracks.get(track.stream);
    return track !== null && endsBefore(times ? times.end - Math.min(times.start, 0) : 0, track.seconds);
  });
}

/** A small difference is rounding. */
const endsBefore = (seconds: number, promised: number | null): boolean =>
  promised !== null && seconds < promised * 0.95 - 0.5;
