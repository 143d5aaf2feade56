import { catalogue } from '../catalogue.ts';
import type { StoreRoom } from '../compact-documents.ts';
import { connect } from './connect.ts';
import { toStoreError } from './errors.ts';
import type { Connection } from 'mongoose';

/** Sizes as the server tells them, in bytes; a server may leave out what it does not know. */
interface DatabaseStats {
  storageSize?: number;
  totalSize?: number;
  freeStorageSize?: number;
  totalFreeStorageSize?: number;
}

export const roomOfDatabase = (url: string): Promise<StoreRoom> => withDatabase(url, statsOf);

/** Has the server give the unused room of each collection back to its disk, while others read and write. */
export const compactDatabase = (url: string, tell: (unused: number) => void): Promise<void> =>
  withDatabase(url, async (connection) => {
    for (const name of Object.keys(catalogue)) {
      tell((await statsOf(connection)).unused);
      // A primary of a replica set does it only when it is told so.
      await connection.db?.command({ compact: connection.collection(name).collectionName, force: true });
    }
  });

async function statsOf(connection: Connection): Promise<StoreRoom> {
  const stats = (await connection.db?.command({ dbStats: 1, freeStorage: 1 })) as DatabaseStats;
  return {
    bytes: stats.totalSize ?? stats.storageSize ?? 0,
    unused: stats.totalFreeStorageSize ?? stats.freeStorageSize ?? 0,
  };
}

async function withDatabase<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(url, false);
  try {
    return await work(connection);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}
