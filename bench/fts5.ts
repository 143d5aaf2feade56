import { DatabaseSync } from 'node:sqlite';

/**
 * SQLite's own full-text search over texts, queried as any program with SQLite would: the ids of the ten best
 * texts that contain any of the words.
 */
export function openFts5(texts: readonly string[]): { best(query: string): unknown } & Disposable {
  const db = new DatabaseSync(':memory:');
  db.exec(`CREATE VIRTUAL TABLE passage USING fts5 (text, tokenize = "unicode61 remove_diacritics 2")`);
  const insert = db.prepare('INSERT INTO passage (text) VALUES (?)');
  db.exec('BEGIN');
  for (const text of texts) insert.run(text);
  db.exec('COMMIT');
  const select = db.prepare(
    'SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT 10',
  );
  return {
    best(query) {
      const words = query.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
      return select.all(words.map((word) => `"${word}"`).join(' OR ') || '""');
    },
    [Symbol.dispose]: () => db.close(),
  };
}
