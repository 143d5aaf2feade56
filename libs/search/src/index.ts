export { encodePage } from './encode/encode-page.ts';
export { createEncoderPool, type EncoderPoolOptions } from './encode/encoder-pool.ts';
export { openSearchIndex } from './open-search-index.ts';
export { matchesFilters } from './filters.ts';
export { foldDuplicates } from './fold-duplicates.ts';
export { passageId } from './passage-id.ts';
export { createSqliteSearchIndex, type SqliteSearchIndexOptions } from './sqlite/sqlite-search-index.ts';
export type { IndexDamage } from './sqlite/persona-pool.ts';
export { encodingHash, encodingText } from './dense/encoding.ts';
export type {
  AnalysedPage,
  EncodedPage,
  EncodedPassage,
  EncodeResult,
  EncoderPool,
  Filters,
  FilterValue,
  Hit,
  IndexStats,
  PageToEncode,
  PageVersion,
  Passage,
  SearchIndex,
  SearchRequest,
  VectorSpace,
  VectorStats,
  VersionsRequest,
} from './search-index.ts';
export type { SearchWeights } from './weights.ts';
export { createVectorMatrix, packVector } from './sqlite/vector-matrix.ts';
