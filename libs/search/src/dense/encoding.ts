import { createHash } from 'node:crypto';
import { cleanText } from '@persona/text';
import type { Passage, VectorSpace } from '../search-index.ts';

/** What of a passage its vector depends on. */
export type Says = Pick<Passage, 'title' | 'headings' | 'text'>;

/** What an embedding model reads of a passage: where it stands, and its text without markup. */
export function encodingText({ title, headings, text }: Says): string {
  const place = [title, ...headings].filter((words) => words.trim() !== '').join(' › ');
  return `${place}${place ? '\n\n' : ''}${cleanText(text).text}`;
}

/** Names what `encodingText` is made of: passages of one hash have one vector in a space. */
export function encodingHash({ title, headings, text }: Says): string {
  return createHash('sha256')
    .update(JSON.stringify([title, headings, text]))
    .digest('base64url')
    .slice(0, 24);
}

/** A space as adapters write it down, and the way back. */
export const spaceName = ({ model, dimension }: VectorSpace): string => `${dimension} ${model}`;

export function spaceOf(name: string): VectorSpace {
  const at = name.indexOf(' ');
  return { model: name.slice(at + 1), dimension: Number(name.slice(0, at)) };
}

/** Throws when a vector is none of the space: adapters take no other. */
export function checkVectors(space: VectorSpace, values: readonly Float32Array[], count: number): void {
  if (values.length !== count) throw new Error(`${values.length} vectors for ${count} passages`);
  for (const value of values)
    if (value.length !== space.dimension || !value.every(Number.isFinite))
      throw new Error(`a vector that is not finite or not of ${space.dimension} dimensions`);
}
