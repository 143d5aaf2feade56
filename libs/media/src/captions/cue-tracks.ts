import type { MediaWarning } from '../inspect.ts';
import { MediaError } from '../media-error.ts';
import type { CaptionTrack } from '../probe.ts';
import { cuesRecipe } from '../recipes.ts';
import { runFfprobe, type RunContext } from '../run.ts';
import type { Demuxer } from '../codecs.ts';
import { cueForms } from './cue-text.ts';
import { isTelemetry, readCues, type RawCue } from './cues.ts';
import { decodeTexts } from './decode-text.ts';
import type { Cue } from './web-vtt.ts';

/** The words of one text track. */
export interface CueTrack {
  /** BCP 47, or null when the file does not say. */
  language: string | null;
  title: string | null;
  cues: Cue[];
}

export interface ReadTracks {
  tracks: CueTrack[];
  warnings: MediaWarning[];
}

interface Source {
  demuxer: Demuxer;
  captions: readonly CaptionTrack[];
  /** Seconds of the recording's own clock at which it begins, and how long it lasts. */
  start: number;
  seconds: number;
  refused: ReadonlyMap<number, string>;
}

/** A longer text is no caption track. */
const MAX_CAPTION_BYTES = 4 * 1024 * 1024;

/**
 * Reads the text tracks of the source: ffprobe gives the bytes of every cue and when it is shown, and what
 * they say is read here, because ffmpeg's own decoders drop what is not UTF-8 and mistake words for markup.
 */
export async function readCueTracks(context: RunContext, source: Source): Promise<ReadTracks> {
  if (source.captions.length === 0) return { tracks: [], warnings: [] };
  const packets = await readPackets(context, source);
  const warnings: MediaWarning[] = [];
  const tracks = source.captions.flatMap(({ stream, codec, language, title }): CueTrack[] => {
    const raw = packets.get(stream) ?? [];
    const parts = raw.map(({ bytes }) => (codec === 'mov_text' ? timedText(bytes) : bytes));
    const { texts, guessed } = decodeTexts(parts, language);
    const times = raw.map(({ start, end }, n): RawCue => ({ start, end, text: texts[n] ?? '' }));
    const cues = readCues(times, cueForms[codec] ?? 'plain', source.seconds);
    if (cues.length === 0) return [];
    if (isTelemetry(cues)) {
      warnings.push({
        code: 'telemetry_skipped',
        message: 'A text track holds readings of the camera and no words; it was left out.',
      });
      return [];
    }
    if (guessed) warnings.push(guessedEncoding(guessed));
    return [{ language, title, cues }];
  });
  return { tracks, warnings };
}

export const guessedEncoding = (encoding: string): MediaWarning => ({
  code: 'captions_encoding',
  message: `Captions are not in Unicode; they were read as ${encoding}. If letters are wrong, send them in UTF-8.`,
});

interface CuePacket {
  start: number;
  end: number | null;
  bytes: Uint8Array;
}

async function readPackets(
  context: RunContext,
  { demuxer, start: zero, refused }: Source,
): Promise<Map<number, CuePacket[]>> {
  const packets = new Map<number, CuePacket[]>();
  let fields: Record<string, string> = {};
  let hex = '';
  let total = 0;
  const close = (): void => {
    const [start, duration] = [Number(fields['pts_time']), Number(fields['duration_time'])];
    const bytes = Buffer.from(hex, 'hex');
    total += bytes.length;
    if (Number.isFinite(start) && total <= MAX_CAPTION_BYTES) {
      const end = duration > 0 ? start - zero + duration : null;
      const track = packets.get(Number(fields['stream_index'])) ?? [];
      packets.set(Number(fields['stream_index']), track);
      track.push({ start: start - zero, end, bytes });
    }
    [fields, hex] = [{}, ''];
  };
  const take = (line: string): void => {
    const dumped = /^[0-9a-f]{8}: ([0-9a-f ]{1,40})/.exec(line)?.[1];
    if (dumped !== undefined) hex += dumped.replaceAll(' ', '');
    else if (line === '[/PACKET]') close();
    else {
      const [, key = '', value = ''] = /^([a-z_]+)=(.*)$/.exec(line) ?? [];
      if (key) fields[key] = value;
    }
  };
  let rest = '';
  const onStdout = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(0, 1000);
    for (const line of lines) take(line);
  };
  try {
    await runFfprobe(cuesRecipe(context.limits, demuxer, refused), { ...context, onStdout }, 'whole');
  } catch (error) {
    // Damage after the last cue that could be read.
    if (!(error instanceof MediaError) || error.retryable || error.code === 'timeout') throw error;
  }
  return packets;
}

/** MP4 timed text: the length of the words, the words, and boxes of styles behind them. */
function timedText(bytes: Uint8Array): Uint8Array {
  const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return bytes.subarray(2, 2 + length);
}
