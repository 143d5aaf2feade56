import { createHash } from 'node:crypto';
import { textOfUnits } from '@persona/text';
import type { Passage, VectorSpace } from '../search-index.ts';

/** The parts of a passage on which its vector depends. */
export type Says = Pick<Passage, 'title' | 'headings' | 'text' | 'units'>;

/**
 * The text that an embedding model gets of a passage: its title and headings, and its text without markup.
 */
export function encodingText({ title, headings, units }: Says): string {
  const place = [title, ...headings].filter((words) => words.trim() !== '').join(' › ');
  return `${place}${place ? '\n\n' : ''}${textOfUnits(units)}`;
}

/** The hash of `encodingText`'s parts: passages with the same hash have the same vector in a space. */
export function encodingHash({ title, headings, text }: Pick<Says, 'title' | 'headings' | 'text'>): string {
  return createHash('sha256')
    .update(JSON.stringify([title, headings, text]))
    .digest('base64url')
    .slice(0, 24);
}

/** The name of a space as adapters store it, and the space of a name. */
export const spaceName = ({ model, dimension }: VectorSpace): string => `${dimension} ${model}`;

export function spaceOf(name: string): VectorSpace {
  const at = name.indexOf(' ');
  return { model: name.slice(at + 1), dimension: Number(name.slice(0, at)) };
}

/** Throws when a vector does not have the space's dimension. */
export function checkVectors(space: VectorSpace, values: readonly Float32Array[], count: number): void {
  if (values.length !== count) throw new Error(`${values.length} vectors for ${count} passages`);
  for (const value of values)
    if (value.length !== space.dimension || !value.every(Number.isFinite))
      throw new Error(`a vector that is not finite or not of ${space.dimension} dimensions`);
}
