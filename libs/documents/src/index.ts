export { catalogue, type EntitySpec } from './catalogue.ts';
export type * from './document-store.ts';
export { openDocumentStore } from './open-document-store.ts';
export { shownMessages } from './shown-messages.ts';
export { createSqliteDocumentStore } from './sqlite/sqlite-document-store.ts';
