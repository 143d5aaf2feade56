import type { ChatModel } from '@persona/models';
import type { Evidence } from '../evidence.ts';
import { injections, personalData, type Suspicion } from './content-warnings.ts';
import { contradictions, type Check } from './contradictions.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { partsOf, readProposed, type Pause } from './read-proposed.ts';

const MAX_FINDINGS_OF_A_KIND = 5;

export interface TextToCheck {
  text: string;
  /** The names of the persona that would say it. */
  names: readonly string[];
  /** Live passages for a query, best first. */
  retrieve: (query: string) => Promise<readonly Evidence[]>;
  model?: ChatModel | undefined;
  /** Long texts are looked at in steps of some milliseconds; awaited between them. */
  pause: Pause;
}

/**
 * What a reviewer should see beside a proposed text: live pages that say nearly the same or otherwise,
 * personal data, phrases that address a model.
 */
export async function checkText({ text, names, retrieve, model, pause }: TextToCheck): Promise<Check[]> {
  const proposed = await readProposed(text, names, pause);
  const near = await nearDuplicates(proposed, retrieve, MAX_FINDINGS_OF_A_KIND, pause);
  const search = { proposed, names, retrieve, near: near.passages, model, pause };
  const personal = await collect(proposed.parts, personalData, pause);
  const addressed = await collect(partsOf(text), injections, pause);
  return [
    ...near.checks,
    ...(await contradictions(search)),
    ...personal.map(({ what, quote }): Check => ({
      kind: 'personal_data',
      message: `This looks like ${what}.`,
      quote,
    })),
    ...addressed.map(({ what, quote }): Check => ({ kind: 'injection', message: `This ${what}.`, quote })),
  ];
}

/** What a reviewer should look at in the parts of a text, each once, as many as are shown of a kind. */
async function collect(
  parts: Iterable<string>,
  find: (part: string) => Suspicion[],
  pause: Pause,
): Promise<Suspicion[]> {
  const found = new Map<string, Suspicion>();
  for (const part of parts) {
    if (found.size >= MAX_FINDINGS_OF_A_KIND) break;
    await pause();
    for (const one of find(part)) if (!found.has(one.quote)) found.set(one.quote, one);
  }
  return [...found.values()].slice(0, MAX_FINDINGS_OF_A_KIND);
}
