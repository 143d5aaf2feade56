import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { audioCodecs, isOneOf, textCaptionCodecs, videoCodecs, type Demuxer } from './codecs.ts';
import { MediaError } from './media-error.ts';
import { probeRecipe } from './recipes.ts';
import { runFfprobe, type RunContext } from './run.ts';

const Text = Type.Optional(Type.String());
const Integer = Type.Optional(Type.Number());

/** The part of ffprobe's JSON that is read. */
const Printed = Type.Object({
  format: Type.Object({ format_name: Type.String(), duration: Text, start_time: Text }),
  streams: Type.Array(
    Type.Object({
      index: Type.Number(),
      codec_type: Text,
      codec_name: Text,
      width: Integer,
      height: Integer,
      sample_aspect_ratio: Text,
      pix_fmt: Text,
      field_order: Text,
      profile: Text,
      level: Integer,
      closed_captions: Integer,
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
  /** Whether its frames may be made of two fields, which are shown one after the other. */
  interlaced: boolean;
  /** Whether parts of it can be seen through. */
  alpha: boolean;
  /** Whether browsers play it as it is. */
  playable: boolean;
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
  /** ffmpeg's name of the form in which its words are written. */
  codec: string;
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
  /** The time at which the recording begins, in seconds of its own clock; ffmpeg begins at 0 with it. */
  start: number;
  video: VideoTrack | null;
  audio: AudioTrack | null;
  captions: CaptionTrack[];
  /** Captions that can't become text: tracks of pictures, of TTML, and CEA-608 in the picture. */
  lostCaptions: number;
  /** Sound tracks beside the one that is taken, and tracks of which nothing can be read. */
  lostTracks: number;
  chapters: Chapter[];
  /** The tracks whose decoder is on no list, with its name: ffprobe ends without them. */
  refused: ReadonlyMap<number, string>;
}

/** A recording of a person has no more tracks than these. */
const MAX_CAPTIONS = 16;
const MAX_CHAPTERS = 200;
const MAX_TITLE_CHARACTERS = 200;

/** A recording has few tracks that can't be read, and each costs a run of ffprobe. */
const MAX_REFUSED_TRACKS = 8;

/**
 * Runs ffprobe on the job's source. `allowed` are the demuxers that its first bytes allow: a file that turns
 * out to be of another kind is refused.
 *
 * ffprobe opens a decoder for every track, and ends without a word about the others when one is not on the
 * list. Such a track is then let pass by its own name: its decoder is opened and never given a byte to
 * decode.
 */
export async function probe(
  context: RunContext,
  allowed: readonly Demuxer[],
  file?: string,
): Promise<Probed> {
  const refused = new Map<number, string>();
  for (;;) {
    try {
      const printed = await runFfprobe(probeRecipe(context.limits, { file, refused }), context);
      return { ...readProbe(parse(printed), allowed), refused };
    } catch (error) {
      const track = error instanceof MediaError ? refusedTrack(error) : null;
      if (!track || refused.has(track.stream) || refused.size === MAX_REFUSED_TRACKS) throw error;
      refused.set(track.stream, track.decoder);
    }
  }
}

/** The track for which ffprobe gave up, by its own words. */
function refusedTrack({ cause }: MediaError): { stream: number; decoder: string } | null {
  const said = cause instanceof Error ? cause.message : '';
  const stream = /Could not open codec for input stream (\d{1,4})\b/.exec(said)?.[1];
  const decoder = [...said.matchAll(/Codec \(([a-z0-9_-]{1,40})\) not on whitelist/g)].at(-1)?.[1];
  return stream !== undefined && decoder !== undefined ? { stream: Number(stream), decoder } : null;
}

function parse(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch (cause) {
    throw new MediaError('media_corrupt', { cause });
  }
}

/** Parses ffprobe's JSON. Every value in it comes from the file and is accepted only within bounds. */
export function readProbe(json: unknown, allowed: readonly Demuxer[]): Omit<Probed, 'refused'> {
  if (!Value.Check(Printed, json))
    throw new MediaError('media_corrupt', { cause: 'ffprobe printed no streams' });
  const names = json.format.format_name.split(',');
  const demuxer = allowed.find((name) => names.includes(name));
  if (!demuxer) throw new MediaError('unsupported_media', { cause: `format ${json.format.format_name}` });

  const moving = json.streams.filter(
    (stream) => stream.codec_type === 'video' && !stream.disposition?.['attached_pic'],
  );
  const sound = json.streams.filter((stream) => stream.codec_type === 'audio');
  const subtitles = json.streams.filter((stream) => stream.codec_type === 'subtitle');
  const texts = subtitles.filter((stream) => isKnown(textCaptionCodecs, stream));
  const video = choose(moving, videoCodecs);
  const audio = choose(sound, audioCodecs);
  return {
    demuxer,
    seconds: positive(json.format.duration),
    start: Number(json.format.start_time) || 0,
    video: video ? videoTrack(video) : null,
    audio: audio ? audioTrack(audio) : null,
    captions: texts.slice(0, MAX_CAPTIONS).map((stream) => ({
      stream: stream.index,
      codec: stream.codec_name ?? '',
      language: language(stream.tags?.['language']),
      title: title(stream.tags?.['title'] ?? stream.tags?.['name']),
    })),
    lostCaptions: subtitles.length - texts.length + moving.filter((stream) => stream.closed_captions).length,
    lostTracks: Math.max(0, moving.length - 1) + Math.max(0, sound.length - 1),
    chapters: chapters(json.chapters ?? []),
  };
}

const isKnown = (codecs: readonly string[], { codec_name = '' }: Stream): boolean =>
  isOneOf(codecs, codec_name);

/** The default track of those that can be read: one that can't never hides another. */
function choose(streams: Stream[], codecs: readonly string[]): Stream | undefined {
  const readable = streams.filter((stream) => isKnown(codecs, stream));
  const [first] = (readable.length > 0 ? readable : streams).toSorted(
    (a, b) => (b.disposition?.['default'] ?? 0) - (a.disposition?.['default'] ?? 0),
  );
  return first;
}

/** Codecs of which ffprobe can't always say whether their frames are made of fields. */
const MAY_BE_INTERLACED = [
  'h264',
  'hevc',
  'mpeg2video',
  'mpeg4',
  'dvvideo',
  'vc1',
  'prores',
  'dnxhd',
  'mjpeg',
];

function videoTrack(stream: Stream): VideoTrack {
  const { width = 0, height = 0 } = stream;
  const [across = 1, down = 1] = (stream.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const pixelAspect = across > 0 && down > 0 && across / down < 10 && down / across < 10 ? across / down : 1;
  const shown = { width: Math.round(width * pixelAspect), height };
  const turn = Math.abs(rotation(stream)) % 360;
  const framesPerSecond = fraction(stream.avg_frame_rate);
  const hdr = stream.color_transfer === 'smpte2084' || stream.color_transfer === 'arib-std-b67';
  return {
    stream: stream.index,
    codec: stream.codec_name ?? 'unknown',
    ...(turn % 180 === 90 ? { width: shown.height, height: shown.width } : shown),
    pixels: width * height,
    framesPerSecond,
    hdr,
    playable:
      isPlayable(stream) && turn === 0 && pixelAspect === 1 && !hdr && (framesPerSecond ?? Infinity) <= 60,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? '')
      ? true
      : stream.field_order !== 'progressive' && isKnown(MAY_BE_INTERLACED, stream),
    // Every frame of a GIF has an alpha channel; hardly any is meant to be seen through.
    alpha:
      stream.codec_name !== 'gif' &&
      (/^(?:yuva|gbrap|rgba|bgra|argb|abgr|ya\d)/.test(stream.pix_fmt ?? '') ||
        stream.tags?.['alpha_mode'] === '1'),
    seconds: trackSeconds(stream),
  };
}

/** What every browser decodes, up to 1080p at 60 frames a second. */
const PLAYABLE = { profiles: ['Constrained Baseline', 'Main', 'High'], maxLevel: 42 };

const isPlayable = ({ codec_name, profile = '', level = 0, ...stream }: Stream): boolean =>
  codec_name === 'h264' &&
  PLAYABLE.profiles.includes(profile) &&
  level > 0 &&
  level <= PLAYABLE.maxLevel &&
  stream.pix_fmt === 'yuv420p' &&
  stream.field_order === 'progressive' &&
  !stream.closed_captions;

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

/** In seconds of the recording's own clock. */
function chapters(printed: NonNullable<Static<typeof Printed>['chapters']>): Chapter[] {
  return printed
    .map((chapter) => ({
      start: Number(chapter.start_time) || 0,
      end: Number(chapter.end_time) || 0,
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
