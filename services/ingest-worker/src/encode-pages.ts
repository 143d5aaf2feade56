import type { Page, Scope } from '@persona/contracts';
import type { EncodedPage, EncodeResult, PageToEncode } from '@persona/search';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'search' | 'encoder' | 'embedder'>;

/**
 * A page of fewer passages is analysed again when it changes, because that costs less than reading the
 * version before.
 */
const MIN_REUSED_PASSAGES = 4;

export interface PageInput {
  page: Page;
  input: PageToEncode;
}

/**
 * Turns text into what is searched: cuts it, analyses the passages and, where an embedding model is
 * configured, gives them vectors. Unchanged passages of the version before are taken over. Throws what the
 * embedding model throws; a page that can't be cut fails alone.
 */
export async function encodePages(
  { search, encoder, embedder }: Deps,
  scope: Scope,
  inputs: readonly PageInput[],
  signal: AbortSignal,
): Promise<EncodeResult[]> {
  const known = inputs.flatMap(({ page: { id, live_version, chunk_count } }) =>
    live_version > 0 && chunk_count >= MIN_REUSED_PASSAGES ? [{ page_id: id, version: live_version }] : [],
  );
  const previous = new Map(
    (known.length > 0 ? await search.read(scope, known) : []).map((page) => [page.page_id, page]),
  );
  const results = await encoder.encode(
    inputs.map(({ input }) => {
      const before = previous.get(input.page_id);
      return before ? { ...input, previous: before } : input;
    }),
  );
  if (!embedder) return results;
  const encoded = results.flatMap((result): EncodedPage[] => (result.ok ? [result.page] : []));
  const withVectors = (await embedder.addTo(scope, encoded, signal)).values();
  return results.map((result) =>
    result.ok ? { ok: true, page: withVectors.next().value ?? result.page } : result,
  );
}
