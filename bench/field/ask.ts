import { answer, type Ask, type Evidence } from '@persona/answers';
import { grantScope, type Scope } from '@persona/contracts';
import { createSqliteSearchIndex, encodePage, type Hit, type SearchIndex } from '@persona/search';
import { tempFolder } from '@persona/testing';
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
  /** Its answer without a model, as the first message of a chat. */
  ask(message: string, onExtracted?: Ask['onExtracted']): Promise<Answered>;
}

export interface FieldIndex extends AsyncDisposable {
  /** A persona that knows these pages and nothing else. */
  persona(name: string, pages: readonly AskedPage[], self?: Self): Promise<AskedPersona>;
}

const ID_PREFIX = 'td_';

/** A real index in a folder of its own, and personas in it that answer in this process. */
export function createFieldIndex(): FieldIndex {
  const folder = tempFolder();
  const search = createSqliteSearchIndex({ folder: folder.path });
  let count = 0;
  return {
    async persona(name, pages, { description, configuration } = { description: '', configuration: {} }) {
      const instance = grantScope(`ins_${++count}`);
      await search.put(
        instance,
        pages.map(({ title, content, metadata = {} }, n) =>
          encodePage({ page_id: `${ID_PREFIX}${n}`, version: 1, title, content, metadata }),
        ),
      );
      return {
        ask: (message, onExtracted) =>
          answer({
            persona: { name, description, configuration },
            message,
            history: [],
            context: null,
            model: undefined,
            onExtracted,
            retrieve: (query, pageId) => retrieve(search, instance, pages, query, pageId),
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

async function retrieve(
  search: SearchIndex,
  instance: Scope,
  pages: readonly AskedPage[],
  query: string,
  pageId: string | undefined,
): Promise<Evidence[]> {
  const hits = await search.search(instance, {
    query,
    limit: RETRIEVED,
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
