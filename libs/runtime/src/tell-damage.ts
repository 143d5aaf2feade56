import type { Logger } from './logger.ts';

/** Options of a store with documents: what is damaged is one line in the log, with what to do. */
export const tellDamage = (logger: Logger) => ({
  onDamage: ({ file, cause }: { file: string; cause: unknown }): void =>
    logger.error(
      { event: 'documents.damaged', file, err: cause },
      'the documents are damaged: stop Persona, keep a copy of the file, and restore the last back-up into an empty data folder (npm run persona -- restore)',
    ),
});
