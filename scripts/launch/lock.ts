import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storageFault } from '@persona/contracts/storage-fault';
import { LaunchError } from './error.ts';
import { birthOf, isAlive, type ProcessIdentity } from './processes.ts';

/**
 * The launcher's record of itself, from which the next start says who is running and finds what a killed
 * launcher left behind.
 */
interface RunRecord {
  pid: number;
  address: string;
  /** The URL of the private Redis, with its password. */
  redisUrl?: string;
  processes: ProcessIdentity[];
}

export interface DataFolderLock {
  /** Processes of an earlier run that still live because its launcher was killed. */
  readonly leftovers: readonly ProcessIdentity[];
  /** Records a process that must not outlive this run. */
  note(name: string, pid: number): void;
  /** Records where the queue is, for programs of the same user that inspect this run. */
  noteRedis(url: string): void;
  /** Removes the lock and the record of this run. */
  release(): void;
}

const REWRITE_DELAY_MS = 1000;
/** SQLite's result code where another process holds the lock. */
const BUSY = 5;
const NOT_A_DATABASE = 26;

/**
 * Makes the data folder and takes it for this process; throws a LaunchError when it can't be written or
 * another launcher has it. The lock is one that the kernel holds on a file (SQLite's, the only one that Node
 * can use), so it is released with the process, however that ends.
 */
export function lockDataFolder(dataDir: string, address: string): DataFolderLock {
  const runDir = path.join(dataDir, 'run');
  const recordFile = path.join(runDir, 'record.json');
  try {
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    accessSync(runDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new LaunchError(storageFault(runDir, cause), { cause });
  }
  const lockFile = path.join(runDir, 'lock');
  let held: DatabaseSync | undefined;
  try {
    held = hold(lockFile);
  } catch (cause) {
    throw new LaunchError(storageFault(lockFile, cause), { cause });
  }
  const before = readRecord(recordFile);
  if (!held) {
    const who = before ? ` (process ${before.pid}, ${before.address})` : '';
    throw new LaunchError(
      `Persona is already running on the data folder ${dataDir}${who}: stop that one first, or set PERSONA_DATA_DIR to another folder.`,
    );
  }
  const record: RunRecord = { pid: process.pid, address, processes: [] };
  const write = () => {
    writeFileSync(`${recordFile}.new`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${recordFile}.new`, recordFile);
  };
  /**
   * A write may fail later on a full disk: the record only serves a start after a kill, and the running
   * processes must go on.
   */
  const writeSoon = () => {
    try {
      write();
    } catch {
      setTimeout(writeSoon, REWRITE_DELAY_MS).unref();
    }
  };
  const leftovers = before?.processes.filter(isAlive) ?? [];
  // They stay on record until they are gone, because this launcher may be killed as well.
  record.processes.push(...leftovers);
  try {
    write();
  } catch (cause) {
    held.close();
    throw new LaunchError(storageFault(recordFile, cause), { cause });
  }
  return {
    leftovers,
    note: (name, pid) => {
      const born = birthOf(pid);
      record.processes = record.processes.filter(isAlive);
      if (born) record.processes.push({ name, pid, born });
      writeSoon();
    },
    noteRedis: (url) => {
      record.redisUrl = url;
      writeSoon();
    },
    release: () => {
      // Removed while the lock is held, so that no other launcher's record can be removed.
      rmSync(runDir, { recursive: true, force: true });
      held.close();
    },
  };
}

/** The record of the launcher that runs on this data folder; undefined when none does. */
export function findRun(dataDir: string): Pick<RunRecord, 'address' | 'redisUrl'> | undefined {
  const record = readRecord(path.join(dataDir, 'run', 'record.json'));
  return record && birthOf(record.pid) !== undefined ? record : undefined;
}

/** Takes the lock; undefined when another process has it. Throws what else prevents that. */
function hold(file: string): DatabaseSync | undefined {
  for (;;) {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      const { errcode } = error as { errcode?: number };
      if (errcode === BUSY) return undefined;
      if (errcode !== NOT_A_DATABASE) throw error;
      // It was read, so nobody holds it, and it says nothing. Its file stays, for whoever has it open.
      truncateSync(file);
      continue;
    }
    // A launcher that was stopping may have removed the file between opening and locking it.
    if (existsSync(file)) return database;
    database.close();
  }
}

function readRecord(file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}
