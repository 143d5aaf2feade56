import mongoose, { type Connection } from 'mongoose';
import { StartupError } from '@persona/contracts';
import { incompatibilityOf, isRefusal, toStoreError } from './errors.ts';

/** Options that the URL may override; the durability of writes is not among them. */
const connectionDefaults = {
  appName: 'persona',
  maxPoolSize: 32,
  serverSelectionTimeoutMS: 5000,
  connectTimeoutMS: 5000,
  socketTimeoutMS: 60_000,
} as const;

/**
 * Connects to the database that a URL names, `persona` by default. Rejects with `not_ready` while no server
 * answers, and with a StartupError when it refuses the URL or the user, or is too old.
 */
export async function connect(url: string, monitorCommands: boolean): Promise<Connection> {
  const [address = '', given = ''] = url.split('?');
  const options = new URLSearchParams(given);
  const namesDatabase = /^mongodb(\+srv)?:\/\/[^/]+\/./.test(address);
  const connection = mongoose.createConnection();
  try {
    await connection.openUri(url, {
      ...Object.fromEntries(Object.entries(connectionDefaults).filter(([name]) => !options.has(name))),
      ...(namesDatabase ? {} : { dbName: 'persona' }),
      monitorCommands,
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: 20_000 },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
    });
    return connection;
  } catch (error) {
    await connection.close().catch(() => {});
    const incompatibility = incompatibilityOf(error);
    if (incompatibility !== undefined)
      throw new StartupError(`The MongoDB of DOCUMENTS_URL can't be used: ${incompatibility}.`, {
        cause: error,
      });
    throw isRefusal(error) ? refused() : toStoreError(error);
  }
}

export const refused = () =>
  new StartupError(
    'MongoDB refuses DOCUMENTS_URL: check its form, its user and password, and that the user may read, write and build indexes.',
  );
