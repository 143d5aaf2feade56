import { joinSpeech, synthesise, synthesiserVoice } from '@persona/media';
import type { SpeakContext, Spoken } from '../speak.ts';
import { pieces } from './pronounceable.ts';

/** A sentence or a few: the captions follow them. */
const MAX_PART_CHARACTERS = 250;
/** What a reply is read in when nobody knows its language. */
const OTHERWISE = 'en';

/**
 * The synthesiser of this machine, in the language of the reply and in a voice that is nobody's. Null when it
 * is not installed or does not speak that language.
 */
export async function speakBySynthesiser(context: SpeakContext): Promise<Spoken | null> {
  const { resources, plan, text, folder, signal } = context;
  const { tools, limits } = resources;
  const language = plan.language === 'und' ? OTHERWISE : plan.language;
  if (synthesiserVoice(tools, language) === null) return null;
  const parts = [];
  for (const [n, piece] of pieces(text, MAX_PART_CHARACTERS).entries()) {
    const path = await synthesise({
      folder,
      tools,
      limits,
      signal,
      text: piece,
      language,
      name: `piece-${n}`,
    });
    parts.push({ path, lines: [{ speaker: plan.persona || null, text: piece }] });
  }
  const note = 'Source: synthesiser. Spoken by a synthesiser; the voice is nobody’s.';
  const joined = await joinSpeech({ folder, tools, limits, signal, parts, note });
  return { ...joined, source: 'synthesiser', media_ids: [] };
}
