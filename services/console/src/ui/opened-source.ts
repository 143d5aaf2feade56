import type { Citation } from '@persona/contracts';
import { change } from '../state/route.ts';

// The source that is read stands in the address: `message`, and `source`, the number of its citation.

/** Opens a source of an answer; the way back closes it. */
export const openSource = (message: string, index: number): void =>
  change({ message, source: String(index) }, { replace: false });

export const closeSource = (): void => change({ source: '' });

/** The citation of an answer that the address names; undefined when it names none. */
export const citationOf = (
  answer: { citations: readonly Citation[] } | undefined,
  source: string | undefined,
): Citation | undefined => answer?.citations.find(({ index }) => String(index) === source);
