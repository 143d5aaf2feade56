import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { errcodeOf, openConnection } from './connection.ts';
import { createSqliteWriter, type Tables, type Write, type WriteResult } from './writer.ts';

/**
 * The writer thread: a commit waits for the disk, and perhaps for another process's lock, while the serving
 * thread continues. It imports as little as possible, because each service has one. All writes that wait when
 * it looks share one commit.
 */
export interface ThreadData {
  file: string;
  lockTimeoutMs: number;
  tables: Tables;
}
export type ToThread = Write | 'close';
/** The outcome of the next `length` or `count` writes, in the order in which they were sent. */
export type FromThread = WriteResult[] | { count: number; message: string; errcode: number | undefined };

/** Writes in one commit; a longer commit would hold the lock against the other processes for too long. */
const COMMIT_BATCH_SIZE = 1000;
const MAX_COMMIT_CHARACTERS = 4_000_000;

const { file, lockTimeoutMs, tables } = workerData as ThreadData;
const db = openConnection(file, 'write', lockTimeoutMs);
const commit = createSqliteWriter(db, tables);
const port = parentPort as NonNullable<typeof parentPort>;

port.on('message', (first: ToThread) => {
  let next: ToThread | undefined = first;
  while (next !== undefined && next !== 'close') {
    const group: Write[] = [];
    let size = 0;
    do {
      group.push(next);
      size += sizeOf(next);
      next = receiveMessageOnPort(port)?.message as ToThread | undefined;
    } while (
      next !== undefined &&
      next !== 'close' &&
      group.length < COMMIT_BATCH_SIZE &&
      size < MAX_COMMIT_CHARACTERS
    );
    port.postMessage(carryOut(group));
  }
  if (next === 'close') {
    db.close();
    port.close();
  }
});

function carryOut(group: readonly Write[]): FromThread {
  try {
    return commit(group);
  } catch (error) {
    return { count: group.length, message: (error as Error).message, errcode: errcodeOf(error) };
  }
}

function sizeOf(write: Write): number {
  if (write.kind === 'insert') return write.rows.reduce((sum, { doc }) => sum + doc.length, 0);
  return write.kind === 'update' ? write.changes.length : 0;
}
