import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Media } from '@persona/contracts';
import type { CaptionText } from '@persona/domain';
import { webVtt, type Captions, type MediaWarning } from '@persona/media';
import type { Resources } from './resources.ts';

/**
 * The result of a transcriber for a recording: a caption track, or the reason why there is none. Without a
 * transcriber, neither.
 */
export interface Transcribed {
  captions: Captions[];
  /** The same, to become pages. */
  texts: CaptionText[];
  warnings: MediaWarning[];
}

interface Recording {
  /** Null when there is nothing to hear. */
  path: string | null;
  seconds: number;
  /** Path of the caption track that is written. */
  folder: string;
}

/**
 * Transcribes a recording into WebVTT. A provider that fails does not hold back a finished recording, which
 * then has a warning instead of captions. Throws the signal's reason.
 */
export async function transcribe(
  { transcriber, logger }: Pick<Resources, 'transcriber' | 'logger'>,
  media: Media,
  { path, seconds, folder }: Recording,
  signal: AbortSignal,
): Promise<Transcribed> {
  if (!transcriber || path === null) return NOTHING;
  const declared = languageCode(media.declared['language']);
  try {
    const { segments, language } = await transcriber.transcribe(path, {
      signal,
      ...(declared && { language: declared }),
    });
    const cues = segments.map(({ start, end, text }) => ({ start, end: end ?? seconds, text }));
    if (cues.length === 0) return NOTHING;
    const name = 'transcript.vtt';
    const vtt = webVtt(cues);
    await writeFile(join(folder, name), vtt);
    const measured = { title: null, cues: cues.length, model: transcriber.name };
    const track = { name, path: join(folder, name), contentType: 'text/vtt; charset=utf-8', measured };
    const spoken = languageCode(language) ?? declared;
    return {
      captions: [{ ...track, language: spoken }],
      texts: [{ name, language: spoken, vtt }],
      warnings: [],
    };
  } catch (err) {
    signal.throwIfAborted();
    logger.warn({ event: 'media.not_transcribed', media_id: media.id, err }, 'the transcriber failed');
    return {
      ...NOTHING,
      warnings: [
        {
          code: 'no_transcript',
          message: 'The transcription server failed; this recording has no transcript.',
        },
      ],
    };
  }
}

const NOTHING: Transcribed = { captions: [], texts: [], warnings: [] };

let names: Map<string, string> | undefined;

/** The BCP 47 tag of a code or of an English name (`english`), which some servers return. */
function languageCode(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text)) return text.toLowerCase().split('-')[0] ?? null;
  names ??= englishNames();
  return names.get(text.toLowerCase()) ?? null;
}

function englishNames(): Map<string, string> {
  const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return new Map(codes.map((code) => [english.of(code)?.toLowerCase() ?? '', code]));
}
