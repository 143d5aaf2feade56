import { StartupError } from '@persona/contracts';

/**
 * Loads a module that needs MongoDB's driver, which only an install with MongoDB has to have; throws a
 * StartupError that says how to get it.
 */
export async function importDriver<M>(load: () => Promise<M>): Promise<M> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartupError(
      'DOCUMENTS_URL names a MongoDB, and its driver is not installed: run "npm install mongoose -w @persona/documents".',
      { cause },
    );
  }
}
