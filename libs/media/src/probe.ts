import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Demuxer } from './magic.ts';
import { MediaError } from './media-error.ts';
import { audioCodecs, isOneOf, probeRecipe, textCaptionCodecs } from './recipes.ts';
import { runFfprobe, type RunContext } from './run.ts';

const Text = Type.Optional(Type.String());
const Integer = Type.Optional(Type.Number());

/** The part of ffprobe's JSON that is read. */
const Printed = Type.Object({
  format: Type.Object({ format_name: Type.String(), duration: Text }),
  streams: Type.Array(
    Type.Object({
      index: Type.Number(),
      codec_type: Text,
      codec_name: Text,
      width: Integer,
      height: Integer,
      sample_aspect_ratio: Text,
      pix_fmt: Text,
      color_transfer: Text,
      avg_frame_rate: Text,
      sample_rate: Text,
      channels: Integer,
      duration: Text,
      disposition: Type.Optional(Type.Record(Type.String(), Type.Number())),
      tags: Type.Optional(Type.Record(Type.String(), Type.String())),
      side_data_list: Type.Optional(Type.Array(Type.Object({ rotation: Integer }))),
    }),
  ),
  chapters: Type.Optional(
    Type.Array(
      Type.Object({
        start_time: Text,
        end_time: Text,
        tags: Type.Optional(Type.Record(Type.String(), Type.String())),
      }),
    ),
  ),
});
type Stream = Static<typeof Printed>['streams'][number];

interface VideoTrack {
  stream: number;
  codec: string;
  /** The size as it is shown: with square pixels, upright. */
  width: number;
  height: number;
  /** The size of one coded frame. */
  pixels: number;
  framesPerSecond: number | null;
  hdr: boolean;
  /** The length in the header of this track; null when there is none. */
  seconds: number | null;
}

export interface AudioTrack {
  stream: number;
  codec: string;
  sampleRate: number;
  channels: number;
  seconds: number | null;
}

export interface CaptionTrack {
  stream: number;
  /** BCP 47, or null when the file does not say. */
  language: string | null;
  title: string | null;
}

export interface Chapter {
  /** Seconds. */
  start: number;
  end: number;
  title: string;
}

export interface Probed {
  demuxer: Demuxer;
  /** The length in the header; null when there is none, as from a recorder that streams. */
  seconds: number | null;
  video: VideoTrack | null;
  audio: AudioTrack | null;
  captions: CaptionTrack[];
  /** Caption tracks that are pictures and can't become text. */
  pictureCaptions: number;
  chapters: Chapter[];
}

/** A recording of a person has no more tracks than these. */
const MAX_CAPTIONS = 16;
const MAX_CHAPTERS = 200;
const MAX_TITLE_CHARACTERS = 200;

/**
 * Runs ffprobe on the job's source. `allowed` are the demuxers that its first bytes allow: a file that turns
 * out to be of another kind is refused.
 */
export async function probe(
  context: RunContext,
  allowed: readonly Demuxer[],
  file?: string,
): Promise<Probed> {
  const printed = await runFfprobe(probeRecipe(context.limits, file), context);
  let json: unknown;
  try {
    json = JSON.parse(printed);
  } catch (cause) {
    throw new MediaError('corrupt_media', { cause });
  }
  return readProbe(json, allowed);
}

/** Parses ffprobe's JSON. Every value in it comes from the file and is accepted only within bounds. */
export function readProbe(json: unknown, allowed: readonly Demuxer[]): Probed {
  if (!Value.Check(Printed, json))
    throw new MediaError('corrupt_media', { cause: 'ffprobe printed no streams' });
  const names = json.format.format_name.split(',');
  const demuxer = allowed.find((name) => names.includes(name));
  if (!demuxer) throw new MediaError('unsupported_media', { cause: `format ${json.format.format_name}` });

  const moving = json.streams.filter(
    (stream) => stream.codec_type === 'video' && !stream.disposition?.['attached_pic'],
  );
  const sound = json.streams.filter((stream) => stream.codec_type === 'audio');
  const subtitles = json.streams.filter((stream) => stream.codec_type === 'subtitle');
  const texts = subtitles.filter((stream) => isKnown(textCaptionCodecs, stream));
  const [video] = preferDefault(moving);
  // A telephone may add a track in a rare codec beside the one that every program can decode.
  const readable = sound.filter((stream) => isKnown(audioCodecs, stream));
  const [audio] = preferDefault(readable.length > 0 ? readable : sound);
  const seconds = positive(json.format.duration);
  return {
    demuxer,
    seconds,
    video: video ? videoTrack(video) : null,
    audio: audio ? audioTrack(audio) : null,
    captions: texts.slice(0, MAX_CAPTIONS).map((stream) => ({
      stream: stream.index,
      language: language(stream.tags?.['language']),
      title: title(stream.tags?.['title'] ?? stream.tags?.['name']),
    })),
    pictureCaptions: subtitles.length - texts.length,
    chapters: chapters(json.chapters ?? [], seconds),
  };
}

const isKnown = (codecs: readonly string[], { codec_name = '' }: Stream): boolean =>
  isOneOf(codecs, codec_name);

const preferDefault = (streams: Stream[]): Stream[] =>
  streams.toSorted((a, b) => (b.disposition?.['default'] ?? 0) - (a.disposition?.['default'] ?? 0));

function videoTrack(stream: Stream): VideoTrack {
  const { width = 0, height = 0 } = stream;
  const [across = 1, down = 1] = (stream.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const pixelAspect = across > 0 && down > 0 && across / down < 10 && down / across < 10 ? across / down : 1;
  const shown = { width: Math.round(width * pixelAspect), height };
  const turned = Math.abs(rotation(stream)) % 180 === 90;
  return {
    stream: stream.index,
    codec: stream.codec_name ?? 'unknown',
    ...(turned ? { width: shown.height, height: shown.width } : shown),
    pixels: width * height,
    framesPerSecond: fraction(stream.avg_frame_rate),
    hdr: stream.color_transfer === 'smpte2084' || stream.color_transfer === 'arib-std-b67',
    seconds: trackSeconds(stream),
  };
}

/** Degrees. Newer builds report them beside the stream, older ones in a tag. */
const rotation = (stream: Stream): number =>
  Math.round(
    (stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ??
      Number(stream.tags?.['rotate'])) ||
      0,
  );

const audioTrack = (stream: Stream): AudioTrack => ({
  stream: stream.index,
  codec: stream.codec_name ?? 'unknown',
  sampleRate: Number(stream.sample_rate) || 0,
  channels: stream.channels ?? 0,
  seconds: trackSeconds(stream),
});

/** MP4 stores it with the track itself, Matroska in a tag `00:00:08.266000000`. */
function trackSeconds(stream: Stream): number | null {
  const [hours, minutes, seconds] = (stream.tags?.['DURATION'] ?? '').split(':').map(Number);
  return (
    positive(stream.duration) ??
    positive(String((hours ?? NaN) * 3600 + (minutes ?? NaN) * 60 + (seconds ?? NaN)))
  );
}

function chapters(
  printed: NonNullable<Static<typeof Printed>['chapters']>,
  seconds: number | null,
): Chapter[] {
  return printed
    .map((chapter) => ({
      start: Math.max(0, Number(chapter.start_time) || 0),
      end: Math.min(Number(chapter.end_time) || 0, seconds ?? Infinity),
      title: title(chapter.tags?.['title']) ?? '',
    }))
    .filter(({ start, end }) => end > start)
    .slice(0, MAX_CHAPTERS);
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function fraction(text: string | undefined): number | null {
  const [over = 0, under = 0] = (text ?? '').split('/').map(Number);
  const value = over / under;
  return Number.isFinite(value) && value > 0 ? Math.round(value * 1000) / 1000 : null;
}

/** A BCP 47 tag, from ISO 639-2 as containers store it (`eng`) or from a tag (`en`). */
function language(tag: string | undefined): string | null {
  if (!tag || !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/.test(tag) || tag.toLowerCase() === 'und')
    return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * One line of text, whatever the file contained: no control characters, and nothing that changes the
 * direction of the text after it.
 */
const title = (text: string | undefined): string | null =>
  text
    ?.toWellFormed()
    .replaceAll(/[\s\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE_CHARACTERS)
    .toWellFormed() || null;
