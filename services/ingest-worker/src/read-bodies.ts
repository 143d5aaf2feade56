import { bodyId, type Failure, type Page, type Scope } from '@persona/contracts';
import type { PageToEncode } from '@persona/search';
import type { PageInput } from './encode-pages.ts';
import type { Resources } from './resources.ts';

/**
 * How many texts are read at once at first, and at most where those were short; and from how many characters
 * on a batch is full.
 */
const BODY_BATCH_SIZE = 12;
const MAX_BODY_BATCH_SIZE = 36;
const SHORT_CHARACTERS = 20_000;
const BATCH_CHARACTERS = 2_000_000;

const NO_BODY: Failure = {
  code: 'content_missing',
  message: 'The text of this page is not in the store. Store the page again.',
  retryable: false,
};

/**
 * Yields batches of texts; most jobs are one batch. Large pages come a few at a time, which bounds the memory
 * of a job.
 */
export async function* readBatches(
  documents: Resources['documents'],
  scope: Scope,
  pages: readonly Page[],
  failures: Map<Page, Failure>,
): AsyncGenerator<PageInput[]> {
  let batch: PageInput[] = [];
  let characters = 0;
  let size = BODY_BATCH_SIZE;
  for (let from = 0; from < pages.length;) {
    const read = await readBodies(documents, scope, pages.slice(from, from + size), failures);
    from += size;
    batch.push(...read);
    characters += read.reduce((sum, { input }) => sum + input.content.length, 0);
    if (characters < batch.length * SHORT_CHARACTERS) size = MAX_BODY_BATCH_SIZE;
    if (characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The texts of versions of pages; a page without one is a failure. */
export async function readBodies(
  documents: Resources['documents'],
  scope: Scope,
  pages: readonly Page[],
  failures: Map<Page, Failure>,
): Promise<PageInput[]> {
  const bodies = await documents.pageBodies.getMany(
    scope,
    pages.map(({ id, version }) => bodyId(id, version)),
  );
  const byPage = new Map(bodies.map((body) => [body.page_id, body]));
  const found: PageInput[] = [];
  for (const page of pages) {
    const body = byPage.get(page.id);
    if (!body) {
      failures.set(page, NO_BODY);
      continue;
    }
    const { title, content, metadata } = body;
    const input: PageToEncode = { page_id: page.id, version: page.version, title, content, metadata };
    input.source = page.source;
    found.push({ page, input });
  }
  return found;
}
