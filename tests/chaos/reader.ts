import { setTimeout as sleep } from 'node:timers/promises';
import type { Board } from './board.ts';
import type { Client, Ending } from './client.ts';
import { editionsIn } from './pages.ts';
import type { Random } from './random.ts';

/** Violations that readers saw. */
export interface Sightings {
  answers: number;
  /** Two editions in one answer. */
  mixed: number;
  /** An edition older than one that had answered before the question was asked. */
  stale: number;
  /** An edition whose delete had been acknowledged before the question was asked. */
  undead: number;
  /** No answer for a page that had answered before and was not being deleted. */
  holes: number;
  examples: string[];
}

export interface Reader {
  /** Searches for one page and checks the answer. */
  search(key: string): Promise<void>;
  /** Asks about random pages until the signal. */
  run(random: Random, signal: AbortSignal): Promise<void>;
  readonly sightings: Sightings;
}

interface SearchReply {
  results: { text: string }[];
}
interface ChatReply {
  response: string;
  citations: { quote: string }[];
}

const MAX_EXAMPLES = 10;
const CHAT_SHARE = 0.15;

export function createReader(client: Client, board: Board): Reader {
  const sightings: Sightings = { answers: 0, mixed: 0, stale: 0, undead: 0, holes: 0, examples: [] };

  const note = (kind: 'mixed' | 'stale' | 'undead' | 'holes', example: string) => {
    sightings[kind]++;
    if (sightings.examples.length < MAX_EXAMPLES) sightings.examples.push(`${kind}: ${example}`);
  };

  async function ask<T>(
    key: string,
    question: () => Promise<Ending<T>>,
    textsOf: (reply: T) => readonly string[],
    mustAnswer: boolean,
  ): Promise<void> {
    const page = board.page(key);
    const before = { ...page };
    const ending = await question();
    if (ending.kind !== 'done') return;
    sightings.answers++;
    const editions = new Set(textsOf(ending.body).flatMap((text) => editionsIn(text, key)));
    const told = `${key} edition ${[...editions].join(' and ')}`;
    if (editions.size > 1) note('mixed', told);
    for (const edition of editions) {
      if (edition <= before.deletedUpTo) note('undead', `${told}, deleted up to ${before.deletedUpTo}`);
      else if (edition < before.floor) note('stale', `${told} after ${before.floor}`);
      page.floor = Math.max(page.floor, edition);
      if (!page.leaving && edition > page.deletedUpTo) page.seen = true;
    }
    const stood = before.seen && !before.leaving && !page.leaving && page.deletedUpTo === before.deletedUpTo;
    if (mustAnswer && stood && editions.size === 0) note('holes', `${key}, edition ${before.floor} before`);
  }

  const search = (key: string) =>
    ask<SearchReply>(
      key,
      () => client.send('POST', '/api/kb/search', { query: key, top_k: 10 }),
      ({ results }) => results.map(({ text }) => text),
      true,
    );
  const chat = (key: string) =>
    ask<ChatReply>(
      key,
      () =>
        client.send('POST', '/api/kb/v2/chat', {
          chat_data: { user_id: 'reader', message: `What is in ${key}, part 1?` },
        }),
      ({ response, citations }) => [response, ...citations.map(({ quote }) => quote)],
      false,
    );

  return {
    search,
    sightings,
    async run(random, signal) {
      while (!signal.aborted) {
        const { keys } = board;
        // Mostly pages that were sent recently, where most changes happen.
        const from = random.chance(0.7) ? Math.max(0, keys.length - 60) : 0;
        const key = keys.length > 0 ? keys[random.whole(from, keys.length - 1)] : undefined;
        if (key === undefined) await sleep(20);
        else if (random.chance(CHAT_SHARE)) await chat(key);
        else await search(key);
        await sleep(5);
      }
    },
  };
}
