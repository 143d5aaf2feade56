/** The services by name, each started by being loaded. */
export const services = {
  api: () => import('../../services/api/src/main.ts'),
  chat: () => import('../../services/chat/src/main.ts'),
  'ingest-worker': () => import('../../services/ingest-worker/src/main.ts'),
  'media-worker': () => import('../../services/media-worker/src/main.ts'),
};

/** The threads that a start needs; they expect to be threads, so loading them elsewhere may reject. */
export const threads = [
  () => import('../../libs/documents/src/sqlite/writer-thread.ts'),
  () => import('../../libs/search/src/encode/encoder-thread.ts'),
];
