import { bodyId, type Page, type Scope } from '@persona/contracts';
import type { EncodedPassage, Hit, PageVersion } from '@persona/search';
import type { Resources } from './resources.ts';

/** A passage of a live page version. */
export interface LiveHit {
  hit: Omit<Hit, 'id'>;
  page: Page;
}

/** Reads pages that today's index does not hold yet, off the event loop. */
export interface PageReader {
  /** The passages of a page version as it is read today; empty where its text can't be read. */
  passagesOf(scope: Scope, version: PageVersion): Promise<readonly EncodedPassage[]>;
  /**
   * Puts today's passages in the place of those that an index of an older format found, each once: the one
   * that has the most of its text. All others stay as they are.
   */
  inPlaceOfOlder(scope: Scope, hits: readonly LiveHit[]): Promise<LiveHit[]>;
}

/** How many characters of pages are remembered: questions in a row often concern the same ones. */
const MAX_CHARACTERS = 4_000_000;

export function createPageReader({
  documents,
  encoder,
}: Pick<Resources, 'documents' | 'encoder'>): PageReader {
  const known = new Map<string, { characters: number; passages: readonly EncodedPassage[] }>();
  let characters = 0;
  const keyOf = (scope: Scope, { page_id, version }: PageVersion): string =>
    `${scope} ${bodyId(page_id, version)}`;
  const forget = (key: string): void => {
    characters -= known.get(key)?.characters ?? 0;
    known.delete(key);
  };

  /** Returns the passages of all of the versions; those that can't be read have none. */
  const readAll = async (
    scope: Scope,
    versions: readonly PageVersion[],
  ): Promise<Map<string, readonly EncodedPassage[]>> => {
    const read = new Map<string, readonly EncodedPassage[]>();
    const unread = new Set<string>();
    for (const version of versions) {
      const there = known.get(keyOf(scope, version));
      if (there) read.set(bodyId(version.page_id, version.version), there.passages);
      else unread.add(bodyId(version.page_id, version.version));
    }
    const bodies = await documents.pageBodies.getMany(scope, [...unread]);
    const results = await encoder.encode(
      bodies.map(({ page_id, version, title, content }) => ({ page_id, version, title, content })),
    );
    for (const [n, { page_id, version, content }] of bodies.entries()) {
      const result = results[n];
      const passages = result?.ok ? result.page.passages : [];
      read.set(bodyId(page_id, version), passages);
      const key = keyOf(scope, { page_id, version });
      forget(key);
      known.set(key, { characters: content.length, passages });
      characters += content.length;
    }
    for (const key of known.keys()) {
      if (characters <= MAX_CHARACTERS) break;
      forget(key);
    }
    return read;
  };

  return {
    async passagesOf(scope, version) {
      const read = await readAll(scope, [version]);
      return read.get(bodyId(version.page_id, version.version)) ?? [];
    },
    async inPlaceOfOlder(scope, hits) {
      const read = await readAll(
        scope,
        hits.flatMap(({ hit }) => (hit.older ? [hit] : [])),
      );
      const taken = new Set<string>();
      return hits.flatMap(({ hit: { older, ...hit }, page }): LiveHit[] => {
        if (!older) return [{ hit, page }];
        const passage = nearest(read.get(bodyId(hit.page_id, hit.version)) ?? [], hit);
        const place = `${bodyId(hit.page_id, hit.version)} ${passage?.n}`;
        if (!passage || taken.has(place)) return [];
        taken.add(place);
        const { n, start, end, text, headings, units, language } = passage;
        return [{ hit: { ...hit, n, start, end, text, headings, units, language }, page }];
      });
    },
  };
}

/** The passage that has the most of a stretch of the page; undefined when none has any of it. */
function nearest(
  passages: readonly EncodedPassage[],
  { start, end }: { start: number; end: number },
): EncodedPassage | undefined {
  const common = (passage: EncodedPassage): number =>
    Math.min(end, passage.end) - Math.max(start, passage.start);
  return passages.reduce<EncodedPassage | undefined>((best, passage) => {
    if (common(passage) <= 0) return best;
    return best && common(best) >= common(passage) ? best : passage;
  }, undefined);
}
