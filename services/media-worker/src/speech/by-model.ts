import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, MiB } from '@persona/contracts';
import { joinSpeech } from '@persona/media';
import type { SpeakContext, Spoken } from '../speak.ts';
import { pieces } from './pronounceable.ts';

/** Servers take some 4,000; of less, the captions are finer, and the first sound comes sooner. */
const MAX_PART_CHARACTERS = 1000;
/** Of one piece: ten times what a minute of uncompressed sound has. */
const MAX_PART_BYTES = 64 * MiB;

/**
 * The speech model, in the voice of the persona whose use somebody agreed to. Null without the one or the
 * other. Throws `provider_error` or `provider_timeout`.
 */
export async function speakByModel(context: SpeakContext): Promise<Spoken | null> {
  const { resources, plan, text, folder, signal } = context;
  const { speech, tools, limits } = resources;
  const { voice, persona } = plan;
  if (!speech || !voice) return null;
  const parts = [];
  for (const [n, piece] of pieces(text, MAX_PART_CHARACTERS).entries()) {
    const path = join(folder, `piece-${n}`);
    const bytes = speech.speak(piece, { voice: voice.name, format: 'mp3', signal });
    await pipeline(limited(bytes), createWriteStream(path));
    parts.push({ path, lines: [{ speaker: persona || null, text: piece }] });
  }
  const note = 'Source: model. Spoken by a speech model in the voice of the persona.';
  const joined = await joinSpeech({ folder, tools, limits, signal, parts, note });
  return { ...joined, source: 'model', media_ids: [voice.id] };
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of bytes) {
    received += chunk.length;
    if (received > MAX_PART_BYTES)
      throw new AppError('provider_error', 'The speech model sent more sound than a reply has.');
    yield chunk;
  }
}
