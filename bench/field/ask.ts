import { answer, createMeaning, type Ask, type Evidence, type Meaning } from '@persona/answers';
import { grantScope, type Scope } from '@persona/contracts';
import type { EmbeddingModel } from '@persona/models';
import {
  createSqliteSearchIndex,
  encodePage,
  encodingText,
  type EncodedPage,
  type Hit,
  type SearchIndex,
} from '@persona/search';
import { tempFolder } from '@persona/testing';
import { detectLanguage } from '@persona/text';
import { RETRIEVED } from '../answers.ts';

export interface AskedPage {
  title: string;
  content: string;
  metadata?: Record<string, unknown>;
}

/** What a persona says of itself beside its pages. */
type Self = Pick<Ask['persona'], 'description' | 'configuration'>;

export type Answered = Awaited<ReturnType<typeof answer>>;

interface AskedPersona extends Disposable {
  /** Its answer without a chat model, as the first message of a chat. */
  ask(message: string, onExtracted?: Ask['onExtracted'], onRetrieved?: Ask['onRetrieved']): Promise<Answered>;
}

export interface FieldIndex extends AsyncDisposable {
  /** A persona that knows these pages and nothing else. */
  persona(name: string, pages: readonly AskedPage[], self?: Self): Promise<AskedPersona>;
}

const ID_PREFIX = 'td_';

/**
 * A real index in a folder of its own, and personas in it that answer in this process; passages are found by
 * meaning too where an embedding model is given, and so are sentences unless `byMeaning` is false.
 */
export function createFieldIndex(embedding?: EmbeddingModel, byMeaning = true): FieldIndex {
  const folder = tempFolder();
  const search = createSqliteSearchIndex({ folder: folder.path });
  const meaning = embedding && createMeaning((texts, options) => embedding.embed(texts, options));
  let count = 0;
  return {
    async persona(name, pages, { description, configuration } = { description: '', configuration: {} }) {
      const instance = grantScope(`ins_${++count}`);
      const encoded = pages.map(({ title, content, metadata = {} }, n) =>
        encodePage({ page_id: `${ID_PREFIX}${n}`, version: 1, title, content, metadata }),
      );
      if (embedding) await addVectors(encoded, embedding);
      await search.put(instance, encoded);
      return {
        ask: (message, onExtracted, onRetrieved) =>
          answer({
            persona: { name, description, configuration },
            message,
            history: [],
            context: null,
            model: undefined,
            onExtracted,
            onRetrieved,
            retrieve: (query, pageId) =>
              retrieve({ search, instance, pages, embedding, meaning }, query, pageId),
            nearness: byMeaning ? meaning?.nearness : undefined,
            readPage: (pageId) => readPage(search, instance, pages, pageId),
            pages: () =>
              Promise.resolve(
                pages.map(({ title }, n) => ({ td_id: `${ID_PREFIX}${n}`, title })).toReversed(),
              ),
          }),
        [Symbol.dispose]: () => void search.removeInstance(instance),
      };
    },
    async [Symbol.asyncDispose]() {
      await search.close();
      folder.remove();
    },
  };
}

async function addVectors(encoded: EncodedPage[], embedding: EmbeddingModel): Promise<void> {
  const space = { model: embedding.name, dimension: await embedding.dimension() };
  for (const page of encoded) {
    const texts = page.passages.map((passage) => encodingText({ ...passage, title: page.title }));
    page.vectors = { space, values: await embedding.embed(texts) };
  }
}

interface Known {
  search: SearchIndex;
  instance: Scope;
  pages: readonly AskedPage[];
  embedding: EmbeddingModel | undefined;
  meaning: Meaning | undefined;
}

async function retrieve(
  { search, instance, pages, embedding, meaning }: Known,
  query: string,
  pageId: string | undefined,
): Promise<Evidence[]> {
  const hits = await search.search(instance, {
    query,
    limit: RETRIEVED,
    alsoByWords: true,
    knowsLanguage: await meaning?.knows(detectLanguage(query)),
    ...(embedding && { embed: async () => (await embedding.embed([query], { as: 'query' }))[0] }),
    ...(pageId === undefined ? {} : { filters: { td_id: pageId } }),
  });
  return hits.map((hit) => toEvidence(hit, pages));
}

async function readPage(
  search: SearchIndex,
  instance: Scope,
  pages: readonly AskedPage[],
  page_id: string,
): Promise<Evidence[]> {
  const [read] = await search.read(instance, [{ page_id, version: 1 }]);
  const title = pages[Number(page_id.slice(ID_PREFIX.length))]?.title ?? '';
  return (read?.passages ?? []).map((passage) =>
    toEvidence({ ...passage, page_id, version: 1, title, score: 0 }, pages),
  );
}

/** What the answerer is given of a hit, as the chat service hands it on. */
function toEvidence(hit: Omit<Hit, 'id'>, pages: readonly AskedPage[]): Evidence {
  const metadata = pages[Number(hit.page_id.slice(ID_PREFIX.length))]?.metadata ?? {};
  return { ...hit, td_id: hit.page_id, url: null, metadata };
}
