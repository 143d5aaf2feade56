import { StartupError } from '@persona/contracts';
import type { SearchIndex } from './search-index.ts';
import { createSqliteSearchIndex, type SqliteSearchIndexOptions } from './sqlite/sqlite-search-index.ts';

export interface OpenSearchIndexOptions extends Pick<SqliteSearchIndexOptions, 'onDamage' | 'keepDamaged'> {
  apiKey?: string | undefined;
}

/**
 * Opens the index that a SEARCH_URL names: `sqlite:<folder>`, or `http(s)://…` of a Qdrant, whose key is
 * `apiKey`. It connects at the first use; `ready()` reports whether that works. Rejects with a StartupError
 * when the URL is none of these.
 */
export async function openSearchIndex(
  url: string,
  { apiKey, ...options }: OpenSearchIndexOptions = {},
): Promise<SearchIndex> {
  if (url.startsWith('sqlite:'))
    return createSqliteSearchIndex({ ...options, folder: url.slice('sqlite:'.length) });
  if (!/^https?:\/\/./.test(url))
    throw new StartupError('SEARCH_URL must begin with sqlite:, http:// or https://.');
  const { createQdrantSearchIndex } = await importQdrant();
  return createQdrantSearchIndex({ url, apiKey });
}

/** Only an installation with Qdrant loads its client. */
async function importQdrant(): Promise<typeof import('./qdrant/qdrant-search-index.ts')> {
  try {
    return await import('./qdrant/qdrant-search-index.ts');
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartupError(
      'SEARCH_URL names a Qdrant, and its client is not installed: run "npm install @qdrant/js-client-rest -w @persona/search".',
      { cause },
    );
  }
}
