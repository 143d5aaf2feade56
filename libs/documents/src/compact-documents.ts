import path from 'node:path';
import { importDriver } from './import-driver.ts';
import { compactFile, roomOfFile } from './sqlite/compact-file.ts';

export interface StoreRoom {
  /** What the documents take on their disk. */
  bytes: number;
  /** How much of that holds nothing since documents were removed; it is used for what comes. */
  unused: number;
}

/** Returns the room of the store that a DOCUMENTS_URL names, without changing anything in it. */
export async function documentsRoom(url: string): Promise<StoreRoom> {
  const file = fileOf(url);
  if (file !== undefined) return roomOfFile(file);
  const { roomOfDatabase } = await importDriver(() => import('./mongo/compact-database.ts'));
  return roomOfDatabase(url);
}

/**
 * Gives what holds nothing in the store that a DOCUMENTS_URL names back to its disk. `tell` is told how many
 * bytes are left. Throws a StartupError that says what to do where that can't be done now.
 */
export async function compactDocuments(url: string, tell: (unused: number) => void): Promise<void> {
  const file = fileOf(url);
  if (file !== undefined) return compactFile(file, tell);
  const { compactDatabase } = await importDriver(() => import('./mongo/compact-database.ts'));
  return compactDatabase(url, tell);
}

const fileOf = (url: string): string | undefined =>
  url.startsWith('sqlite:') ? path.resolve(url.slice('sqlite:'.length)) : undefined;
