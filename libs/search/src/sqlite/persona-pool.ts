import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Scope } from '@persona/contracts';
import {
  DamagedFile,
  fileOf,
  formatOf,
  type Generation,
  identityOf,
  isLost,
  moveAside,
  openFile,
  sweepLog,
  unlinkFile,
} from './persona-file.ts';
import { bytesOf, type Connection, connectionOf, createPersona, forget, type Persona } from './persona.ts';

export interface PersonaPoolOptions {
  /** The folder of the files, one for each persona. Created when it is missing. */
  folder: string;
  generation: Generation;
  /**
   * How many bytes of terms and vectors are kept in memory, over all personas; a persona in use stays
   * whatever its size. The default is 512 MB.
   */
  memoryBytes?: number | undefined;
  /** How many files are kept open at most. */
  maxFiles?: number | undefined;
  /** After how many milliseconds an unused file is closed. */
  idleTimeoutMs?: number | undefined;
  /** Leaves damaged files where they are; using one then rejects with `not_ready`. */
  keepDamaged?: boolean | undefined;
  /** Called when a file was found to be damaged and was moved aside. */
  onDamage?: ((damage: IndexDamage) => void) | undefined;
}

/** A persona's index that was found to be damaged; it is empty now, until it is filled again. */
export interface IndexDamage {
  instance_id: string;
  /** Where the damaged file is now. */
  movedTo: string;
  cause: unknown;
}

/**
 * The personas whose files this process has open or whose terms it has in memory. It closes and drops the
 * unused ones.
 */
export interface PersonaPool {
  /**
   * Runs `work` with the persona's file; without `create`, returns `otherwise` when there is none. Rejects
   * with `not_ready` once closed.
   */
  use<T>(
    scope: Scope,
    create: boolean,
    otherwise: T,
    work: (persona: Persona, connection: Connection) => Promise<T>,
  ): Promise<T>;
  /** Returns the persona's file, and opens it when it is closed; undefined when there is none. */
  reopen(persona: Persona): Promise<Connection | undefined>;
  /**
   * Empties the log, so that no deleted byte is left on disk; returns false when readers of other processes
   * prevent it.
   */
  sweep(persona: Persona, connection: Connection): Promise<boolean>;
  /** Deletes the persona's file; returns false when another connection uses it. */
  unlink(persona: Persona, connection: Connection): boolean;
  /** Waits for operations under way, then releases every file. */
  close(): Promise<void>;
}

/** How often a use begins again because the file was replaced meanwhile. */
const MAX_ATTEMPTS = 3;
const HOUSEKEEPING_INTERVAL_MS = 1_000;
/** How often emptying the log is attempted, while a reader of another process prevents it. */
const MAX_SWEEP_ATTEMPTS = 20;
const SWEEP_INTERVAL_MS = 25;

export function createPersonaPool({
  folder,
  generation,
  memoryBytes = 512 * 2 ** 20,
  maxFiles = 64,
  idleTimeoutMs = 30_000,
  onDamage,
  keepDamaged = false,
}: PersonaPoolOptions): PersonaPool {
  const personas = new Map<string, Persona>();
  const active = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  let turns = 0;

  const connect = async (persona: Persona, create: boolean): Promise<Connection | undefined> => {
    if (persona.connection) {
      // Another process may have moved a damaged file aside, or somebody has removed it.
      if (persona.connection.identity === identityOf(persona.file)) return persona.connection;
      disconnect(persona);
    }
    if (!persona.opening) {
      persona.opening = (async () => {
        if (create) await mkdir(folder, { recursive: true });
        let before = identityOf(persona.file);
        const db = await openFile(persona.file, create).catch((error: unknown) => {
          if (!replaceLost(persona, error)) throw error;
          before = undefined;
          return openFile(persona.file, create);
        });
        persona.connection = db && connectionOf(db, before ?? identityOf(persona.file));
        return persona.connection;
      })().finally(() => (persona.opening = undefined));
    }
    const connection = await persona.opening;
    // A read may have opened the persona first, and found no file.
    return connection ?? (create ? connect(persona, true) : undefined);
  };

  /**
   * Moves a file aside that no retry could read. The index is a cache: what the documents have and it has not
   * is filled in again. Returns whether the place is free.
   */
  const replaceLost = (persona: Persona, cause: unknown): boolean => {
    if (keepDamaged || !isLost(cause, persona.file)) return false;
    const identity = persona.connection ? persona.connection.identity : identityOf(persona.file);
    disconnect(persona);
    forget(persona);
    let movedTo: string | undefined;
    try {
      movedTo = moveAside(persona.file, identity);
    } catch {
      return false;
    }
    if (movedTo !== undefined) onDamage?.({ instance_id: persona.scope, movedTo, cause });
    return true;
  };

  const use: PersonaPool['use'] = <T>(
    scope: Scope,
    create: boolean,
    otherwise: T,
    work: (persona: Persona, connection: Connection) => Promise<T>,
  ): Promise<T> => {
    if (closing) return Promise.reject(new AppError('not_ready', 'The search index is closed.'));
    const run = async (): Promise<T> => {
      const persona = personas.get(scope) ?? createPersona(scope, fileOf(folder, scope, generation));
      personas.set(scope, persona);
      persona.busy++;
      persona.turn = ++turns;
      persona.usedAt = Date.now();
      try {
        for (let attempt = 1; ; attempt++) {
          const connection = await connect(persona, create);
          if (!connection) {
            forget(persona);
            return otherwise;
          }
          try {
            return await work(persona, connection);
          } catch (error) {
            // Another use has found the file damaged and replaced it, or this one does.
            const replaced = !connection.db.isOpen || replaceLost(persona, error);
            if (!replaced || attempt === MAX_ATTEMPTS) throw error;
          }
        }
      } catch (error) {
        throw translate(error);
      } finally {
        persona.busy--;
      }
    };
    const promise = run();
    active.add(promise);
    const settled = (): void => void active.delete(promise);
    promise.then(settled, settled);
    return promise;
  };

  const sweep = async (persona: Persona, { db }: Connection): Promise<boolean> => {
    for (let attempt = 0; attempt < MAX_SWEEP_ATTEMPTS; attempt++) {
      if (sweepLog(db)) {
        persona.unswept = false;
        return true;
      }
      await sleep(SWEEP_INTERVAL_MS);
    }
    return false;
  };

  const disconnect = (persona: Persona): void => {
    const { connection } = persona;
    persona.connection = undefined;
    if (connection?.db.isOpen) connection.db.close();
  };

  const unlink = (persona: Persona, { db }: Connection): boolean => {
    persona.connection = undefined;
    persona.removed = !unlinkFile(db, persona.file);
    forget(persona);
    return !persona.removed;
  };

  const housekeeping = setInterval(() => {
    const now = Date.now();
    const rested = personas
      .values()
      .filter(({ busy }) => busy === 0)
      .toArray();
    const byAge = rested.toSorted((a, b) => a.turn - b.turn);
    const open = byAge.filter(({ connection }) => connection);
    for (const [index, persona] of open.entries()) {
      try {
        if (persona.unswept && persona.connection && sweepLog(persona.connection.db)) persona.unswept = false;
        if (now - persona.usedAt > idleTimeoutMs || open.length - index > maxFiles) disconnect(persona);
      } catch {
        // The next use reports to its caller what is wrong with the file.
        disconnect(persona);
      }
    }
    let held = personas.values().reduce((sum, persona) => sum + bytesOf(persona), 0);
    for (const persona of byAge) {
      if (held <= memoryBytes) break;
      held -= bytesOf(persona);
      forget(persona);
    }
    for (const persona of rested) {
      if (persona.removed) void retryUnlink(persona.scope);
      else if (!persona.connection && persona.terms.pages.count === 0) personas.delete(persona.scope);
    }
  }, HOUSEKEEPING_INTERVAL_MS);
  housekeeping.unref();

  /**
   * Deletes the file of a removed instance when no other connection uses it, unless pages were put into it
   * since.
   */
  const unlinkRemoved = (persona: Persona, connection: Connection): void => {
    const refilled =
      generation.formats.includes(formatOf(connection.db)) &&
      connection.prepare('SELECT 1 FROM page LIMIT 1').get();
    if (refilled) persona.removed = false;
    else unlink(persona, connection);
  };

  const retryUnlink = (scope: Scope): Promise<void> =>
    use(scope, false, undefined, async (persona, connection) => unlinkRemoved(persona, connection)).catch(
      () => undefined,
    );

  return {
    use,
    reopen: (persona) => connect(persona, false),
    sweep,
    unlink,
    close() {
      closing ??= (async () => {
        clearInterval(housekeeping);
        await Promise.allSettled(active);
        for (const persona of personas.values()) {
          const { connection } = persona;
          if (!connection) continue;
          if (persona.unswept) await sweep(persona, connection).catch(() => false);
          if (persona.removed) unlinkRemoved(persona, connection);
          disconnect(persona);
        }
        personas.clear();
      })();
      return closing;
    },
  };
}

/** Translates an SQLite error into those that callers know; the cause keeps SQLite's message. */
function translate(error: unknown): unknown {
  const isOurs = error instanceof DamagedFile || (error as { code?: string }).code === 'ERR_SQLITE_ERROR';
  if (!isOurs) return error;
  return new AppError('not_ready', 'The search index can not be read or written now.', { cause: error });
}
