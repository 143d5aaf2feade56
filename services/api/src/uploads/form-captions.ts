import type { Readable } from 'node:stream';
import { AppError } from '@persona/contracts';

/** Captions as a form has them, in the shape of the JSON body. */
export interface FormCaptions {
  /** The place that a field of this name has among the captions; null: it is none of theirs. */
  placeOf(name: string): CaptionPlace | null;
  /** Takes a field that is text. */
  takeText(place: CaptionPlace, text: string): void;
  /** Takes a part that is a file, to its end. */
  takeFile(place: CaptionPlace, bytes: Readable, fileName: string): Promise<void>;
  /** In the order of their numbers, then as they came. */
  list(): unknown[];
}

interface CaptionPlace {
  /** The number in `captions[0]`; null: a track of its own. */
  index: number | null;
  field: string;
}

/** `film.pt-BR.srt`: players look for the language of captions there. */
const LANGUAGE_IN_NAME = /\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.[A-Za-z0-9]{2,5}$/;
const MAX_INDEX = 99;

/**
 * Collects captions that come in parts of a form: files named `captions`, of which the file's own name tells
 * the language, or `captions[0][file]` (or `[text]`) with `captions[0][language]`; the wrapper's name may
 * stand before each. `maxBytes` is that of all files together.
 */
export function createFormCaptions(wrapper: string, maxBytes: number): FormCaptions {
  const numbered = new Map<number, Record<string, unknown>>();
  const others: Record<string, unknown>[] = [];
  let received = 0;

  const take = ({ index, field }: CaptionPlace, value: string, language?: string): void => {
    if (index === null) return void others.push({ [field]: value, ...(language && { language }) });
    const track = numbered.get(index) ?? {};
    numbered.set(index, { ...(language && { language }), ...track, [field]: value });
  };

  return {
    placeOf(name) {
      const steps = name.split(/[.[\]]+/).filter(Boolean);
      if (steps[0] === wrapper) steps.shift();
      const [list, index, field] = steps;
      if (list !== 'captions') return null;
      if (index === undefined) return { index: null, field: 'text' };
      if (!/^\d{1,2}$/.test(index) || Number(index) > MAX_INDEX || field === undefined) return null;
      return { index: Number(index), field };
    },
    takeText(place, text) {
      const list = place.index === null && text.trim().startsWith('[') ? parseTracks(text) : null;
      if (list) others.push(...list);
      else take(place, text);
    },
    async takeFile({ index, field }, bytes, fileName) {
      // In its place among those that come while it is read.
      const track: Record<string, unknown> = {};
      if (index === null) others.push(track);
      const chunks: Buffer[] = [];
      for await (const chunk of bytes) {
        received += (chunk as Buffer).length;
        if (received > maxBytes)
          throw new AppError('payload_too_large', `captions may have ${maxBytes} bytes at most together`, {
            param: 'captions',
          });
        chunks.push(chunk as Buffer);
      }
      const file = Buffer.concat(chunks).toString('base64');
      const language = LANGUAGE_IN_NAME.exec(fileName)?.[1];
      if (index === null) Object.assign(track, { file, ...(language && { language }) });
      else take({ index, field: field === 'text' ? 'file' : field }, file, language);
    },
    list() {
      return [...[...numbered].toSorted(([a], [b]) => a - b).map(([, track]) => track), ...others];
    },
  };
}

/** Tracks as JSON; null: the text is a track itself, as JSON with segments is. */
function parseTracks(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isTrack) ? value : null;
  } catch {
    return null;
  }
}

const isTrack = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !('start' in value) && !('start_ms' in value);
