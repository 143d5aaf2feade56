import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Scope } from '@persona/contracts';
import { createTermIndex, type TermIndex } from '../ranking/term-index.ts';
import { unpackPage } from './page-codec.ts';
import { decoding } from './persona-file.ts';
import type { VectorMatrix } from './vector-matrix.ts';

/** A connection with its prepared statements. */
export interface Connection {
  db: DatabaseSync;
  /** Which file it is to. */
  identity: string | undefined;
  prepare(sql: string): StatementSync;
}

export function connectionOf(db: DatabaseSync, identity: string | undefined): Connection {
  const statements = new Map<string, StatementSync>();
  return {
    db,
    identity,
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        statement = db.prepare(sql);
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

/**
 * An instance as this process knows it. What is in memory outlives the connection: the counters of the file
 * tell how old it is.
 */
export interface Persona {
  readonly scope: Scope;
  readonly file: string;
  connection: Connection | undefined;
  opening: Promise<Connection | undefined> | undefined;
  terms: TermIndex;
  /** The vectors of the space that was last searched by; undefined until a search needs them. */
  vectors: VectorMatrix | undefined;
  /** The incarnation of the file that `terms` was read from, and the last page and removal that were read. */
  epoch: string;
  lastPage: number;
  lastRemoval: number;
  /** The number of uses under way, and when the last began, in milliseconds. */
  busy: number;
  turn: number;
  usedAt: number;
  /** Whether something was deleted that may still be in the log. */
  unswept: boolean;
  /** Whether the instance was removed; its file is deleted as soon as no connection uses it. */
  removed: boolean;
}

export function createPersona(scope: Scope, file: string): Persona {
  return {
    scope,
    file,
    connection: undefined,
    opening: undefined,
    terms: createTermIndex(),
    vectors: undefined,
    epoch: '',
    lastPage: 0,
    lastRemoval: 0,
    busy: 0,
    turn: 0,
    usedAt: Date.now(),
    unswept: false,
    removed: false,
  };
}

export function forget(persona: Persona): void {
  persona.terms = createTermIndex();
  persona.vectors = undefined;
  persona.epoch = '';
  persona.lastPage = 0;
  persona.lastRemoval = 0;
}

/**
 * Reads into memory what was written to the file since, at most `pages` page versions; returns true when that
 * was all. Cheap when nothing changed. Within a read transaction, memory then equals the transaction's view.
 */
export function advance(persona: Persona, { prepare }: Connection, pages: number): boolean {
  const epoch = String(prepare('SELECT epoch FROM life').get()?.['epoch'] ?? '');
  const lastRemoval = sequence(prepare, 'removal');
  const oldest = Number(prepare('SELECT min(seq) AS seq FROM removal').get()?.['seq'] ?? lastRemoval + 1);
  // The file is another incarnation, or has forgotten removals that were not read: what is in memory can't be
  // brought up to date.
  if (epoch !== persona.epoch || persona.lastRemoval < oldest - 1) {
    forget(persona);
    persona.epoch = epoch;
    persona.lastRemoval = lastRemoval;
  }
  if (persona.lastRemoval < lastRemoval) {
    for (const { page } of prepare('SELECT page FROM removal WHERE seq > ?').iterate(persona.lastRemoval)) {
      persona.terms.remove(Number(page));
      persona.vectors?.remove(Number(page));
    }
    persona.lastRemoval = lastRemoval;
  }
  const lastPage = sequence(prepare, 'page');
  if (persona.lastPage === lastPage) return true;
  const rows = prepare(
    'SELECT key, page_id, version, packed FROM page JOIN features ON page = key WHERE key > ? ORDER BY key LIMIT ?',
  ).all(persona.lastPage, pages);
  for (const { key, page_id, version, packed } of rows) {
    persona.terms.add({
      key: Number(key),
      page_id: String(page_id),
      version: Number(version),
      ...decoding(() => unpackPage(packed as Uint8Array)),
    });
    persona.lastPage = Number(key);
  }
  if (rows.length === pages) return false;
  persona.lastPage = lastPage;
  return true;
}

/** How many bytes of memory the persona takes. */
export const bytesOf = ({ terms, vectors }: Persona): number => terms.bytes() + (vectors?.bytes() ?? 0);

export function sequence(prepare: Connection['prepare'], table: string): number {
  return Number(prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table)?.['seq'] ?? 0);
}
