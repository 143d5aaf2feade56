import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { folderOf, keysUnder, siblingKey, type BlobStore } from '@persona/blobs';
import { sha256, type BlobKey, type Media } from '@persona/contracts';
import type { CaptionText } from '@persona/domain';
import {
  cuesOfTranscript,
  webVtt,
  type Captions,
  type Cue,
  type Heard,
  type MediaWarning,
  type Piece,
  type SpeechPieces,
} from '@persona/media';
import type { Transcriber } from '@persona/models';
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

export const NOT_TRANSCRIBED: Transcribed = { captions: [], texts: [], warnings: [] };

type HeardPiece = Heard & { language: string | null };
type Deps = Pick<Resources, 'blobs' | 'logger'> & { transcriber: Transcriber };

/**
 * Transcribes a recording into WebVTT, piece by piece. Each piece that a server has heard is kept beside the
 * recording until that is done, so that another attempt goes on behind it. A provider that fails does not
 * hold back a finished recording, which then has a warning instead of the rest of its captions. Writes the
 * track into `folder`. Throws the signal's reason.
 */
export async function transcribe(
  { transcriber, blobs, logger }: Deps,
  media: Media,
  speech: SpeechPieces,
  folder: string,
  signal: AbortSignal,
): Promise<Transcribed> {
  const declared = languageCode(media.declared['language']);
  const hear = async (piece: Piece): Promise<HeardPiece> => {
    const key = pieceKey(media, [transcriber.name, declared, piece.start, piece.end]);
    const kept = await blobs.get(key);
    if (kept) return (await json(kept.stream)) as HeardPiece;
    const path = await speech.write(piece);
    const heard = await transcriber.transcribe(path, { signal, ...(declared && { language: declared }) });
    await blobs.put(key, Readable.from([Buffer.from(JSON.stringify(heard))]), { signal });
    return heard;
  };

  const cues: Cue[] = [];
  const warnings: MediaWarning[] = [];
  let spoken = declared;
  for (const piece of speech.pieces) {
    try {
      const heard = await hear(piece);
      cues.push(...cuesOfTranscript(heard, piece.start, piece.end));
      spoken = spoken ?? languageCode(heard.language);
    } catch (err) {
      signal.throwIfAborted();
      if (!isProvidersFault(err)) throw err;
      logger.warn({ event: 'media.not_transcribed', media_id: media.id, err }, 'the transcriber failed');
      warnings.push(cues.length === 0 ? NO_TRANSCRIPT : incomplete(piece.start));
      break;
    }
  }
  if (cues.length === 0) return { ...NOT_TRANSCRIBED, warnings };
  const name = 'transcript.vtt';
  const path = join(folder, name);
  await writeFile(path, webVtt(cues));
  const words = cues.reduce((sum, cue) => sum + (cue.words?.length ?? 0), 0);
  const measured = { title: null, cues: cues.length, words, model: transcriber.name };
  const vtt = webVtt(cues.map(({ start, end, text }) => ({ start, end, text })));
  return {
    captions: [{ name, path, contentType: 'text/vtt; charset=utf-8', measured, language: spoken }],
    texts: [{ name, language: spoken, vtt }],
    warnings,
  };
}

/** A store that fails is not the provider: the recording comes back to it later. */
const isProvidersFault = (error: unknown): boolean =>
  ['provider_error', 'provider_timeout'].includes(String((error as { code?: unknown }).code));

const NO_TRANSCRIPT: MediaWarning = {
  code: 'no_transcript',
  message: 'The transcription server failed; this recording has no transcript.',
};
const incomplete = (seconds: number): MediaWarning => ({
  code: 'transcript_incomplete',
  message: `The transcription server failed at ${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}; what is said after that has no transcript.`,
});

/** Names what was heard by all that it depends on. */
const pieceKey = (media: Media, of: readonly unknown[]): BlobKey =>
  siblingKey(media.original.blob_key, `heard-${sha256(JSON.stringify(of)).slice(0, 16)}.json`);

const HEARD = /\/heard-[0-9a-f]{16}\.json$/;

/** Removes the pieces that are kept of a recording that is done. */
export async function forgetHeard(blobs: BlobStore, { original }: Media): Promise<void> {
  const keys: BlobKey[] = [];
  for await (const key of keysUnder(blobs, folderOf(original.blob_key))) if (HEARD.test(key)) keys.push(key);
  for (const key of keys) await blobs.remove(key);
}

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
