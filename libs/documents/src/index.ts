export { cacheReads, type ReadEpoch } from './cache-reads.ts';
export { catalogue, type EntitySpec } from './catalogue.ts';
export { compactDocuments, documentsRoom, type StoreRoom } from './compact-documents.ts';
export type * from './document-store.ts';
export { isEmbedded, openDocumentStore } from './open-document-store.ts';
export { createSqliteDocumentStore } from './sqlite/sqlite-document-store.ts';
export { snapshotSqlite } from './sqlite/snapshot.ts';
