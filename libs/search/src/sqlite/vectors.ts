import { unpackUnits } from '@persona/text';
import type { Scope } from '@persona/contracts';
import { encodingHash, spaceName, spaceOf } from '../dense/encoding.ts';
import { passageId } from '../passage-id.ts';
import type { EncodedPage, Passage, VectorSpace, VectorStats } from '../search-index.ts';
import { decoding } from './persona-file.ts';
import { type Connection, type Persona, sequence } from './persona.ts';
import { createVectorMatrix, packVector, unpackVector } from './vector-matrix.ts';

type Prepared = Pick<Connection, 'prepare'>;

/** The space that searches of the instance go by. */
export function searchedBy({ prepare }: Prepared): VectorSpace | null {
  const name = prepare('SELECT space FROM life').get()?.['space'];
  return typeof name === 'string' ? spaceOf(name) : null;
}

const INSERT = 'INSERT OR IGNORE INTO vector (page, n, space, hash, packed) VALUES (?, ?, ?, ?, ?)';

/** Within a write transaction: the vectors that a page version brings. */
export function insertVectors({ prepare }: Prepared, key: number, page: EncodedPage): void {
  if (!page.vectors) return;
  const name = spaceName(page.vectors.space);
  for (const [i, passage] of page.passages.entries()) {
    const hash = encodingHash({ ...passage, title: page.title });
    prepare(INSERT).run(key, passage.n, name, hash, packVector(page.vectors.values[i] as Float32Array));
  }
}

/** Within a write transaction, before the first page is in: it brings the space. */
export function settleSpace({ prepare }: Prepared, pages: readonly EncodedPage[]): void {
  const space = pages.find(({ vectors }) => vectors)?.vectors?.space;
  if (space) prepare('UPDATE life SET space = ? WHERE NOT EXISTS (SELECT 1 FROM page)').run(spaceName(space));
}

export function vectorsOf(
  { prepare }: Prepared,
  space: VectorSpace,
  hashes: readonly string[],
): Map<string, Float32Array> {
  const rows = prepare(
    'SELECT hash, packed FROM vector WHERE space = ? AND hash IN (SELECT value FROM json_each(?)) GROUP BY hash',
  ).all(spaceName(space), JSON.stringify(hashes));
  return new Map(rows.map(({ hash, packed }) => [String(hash), unpackVector(packed as Uint8Array)]));
}

export function statsOf(connection: Prepared, space: VectorSpace): VectorStats {
  const { prepare } = connection;
  const passages = Number(
    prepare('SELECT ifnull(sum(passages), 0) AS passages FROM page').get()?.['passages'],
  );
  const there = Number(
    prepare('SELECT count(*) AS there FROM vector WHERE space = ?').get(spaceName(space))?.['there'],
  );
  return { space: searchedBy(connection), passages, missing: passages - there };
}

export function withoutVector(
  { prepare }: Prepared,
  scope: Scope,
  space: VectorSpace,
  limit: number,
): Passage[] {
  return prepare(
    `SELECT page_id, version, title, n, start, "end", passage.language, headings, text, units FROM passage JOIN page ON page.key = page
     WHERE NOT EXISTS (SELECT 1 FROM vector WHERE vector.page = passage.page AND vector.n = passage.n AND space = ?) LIMIT ?`,
  )
    .all(spaceName(space), limit)
    .map((row) => passageOf(scope, row));
}

/** A passage as it is shown, from a row with all of its columns. */
export function passageOf(scope: Scope, row: Record<string, unknown>): Passage {
  const page_id = String(row['page_id']);
  const version = Number(row['version']);
  const n = Number(row['n']);
  const place = { text: String(row['text']), start: Number(row['start']) };
  return {
    id: passageId(scope, page_id, version, n),
    page_id,
    version,
    n,
    title: String(row['title']),
    ...place,
    end: Number(row['end']),
    language: String(row['language']),
    ...decoding(() => ({
      headings: JSON.parse(String(row['headings'])) as string[],
      units: unpackUnits(String(row['units']), place),
    })),
  };
}

/** Within a write transaction. */
export function addVectors(
  { prepare }: Prepared,
  space: VectorSpace,
  passages: readonly Passage[],
  values: readonly Float32Array[],
): void {
  const find = prepare(
    'SELECT key, title, headings, text FROM page JOIN passage ON page = key WHERE page_id = ? AND version = ? AND n = ?',
  );
  for (const [i, { page_id, version, n, ...passage }] of passages.entries()) {
    const row = find.get(page_id, version, n);
    if (!row) continue;
    const hash = encodingHash({
      title: String(row['title']),
      headings: JSON.parse(String(row['headings'])) as string[],
      text: String(row['text']),
    });
    if (hash === encodingHash(passage))
      prepare(INSERT).run(
        Number(row['key']),
        n,
        spaceName(space),
        hash,
        packVector(values[i] as Float32Array),
      );
  }
}

/** Within a write transaction. */
export function activateVectorSpace({ prepare }: Prepared, space: VectorSpace): void {
  const name = spaceName(space);
  prepare('UPDATE life SET space = ?').run(name);
  prepare('DELETE FROM vector WHERE space <> ?').run(name);
}

/**
 * Takes vectors into memory that the file has had since, at most so many; true when that was all. After
 * `advance`, in the same transaction.
 */
export function advanceVectors(
  persona: Persona,
  { prepare }: Prepared,
  space: VectorSpace,
  maxCount: number,
): boolean {
  const name = spaceName(space);
  if (persona.vectors?.space !== name) persona.vectors = createVectorMatrix(name, space.dimension);
  const matrix = persona.vectors;
  const last = sequence(prepare, 'vector');
  if (matrix.last === last) return true;
  const rows = prepare(
    `SELECT vector.key, page, n, packed, page_id, version FROM vector JOIN page ON page.key = page
     WHERE vector.key > ? AND space = ? ORDER BY vector.key LIMIT ?`,
  ).all(matrix.last, name, maxCount);
  for (const { key, page, n, packed, page_id, version } of rows) {
    matrix.add(
      { key: Number(page), page_id: String(page_id), version: Number(version) },
      Number(n),
      packed as Uint8Array,
    );
    matrix.last = Number(key);
  }
  if (rows.length === maxCount) return false;
  matrix.last = last;
  return true;
}
