import { createHash } from 'node:crypto';
import { packUnits } from '@persona/text';
import type { EncodedPage, FilterValue } from '../search-index.ts';
import { packPage } from './page-codec.ts';
import type { Connection } from './persona.ts';
import { insertVectors } from './vectors.ts';

/** Removals kept for readers that are behind; who is further behind reads everything again. */
const REMOVALS_KEPT = 10_000;

/** A filter value as it is stored and compared: its type counts, and long ones are compared by their hash. */
export function facetValue(value: FilterValue): string {
  const text = JSON.stringify(value);
  return text.length <= 512 ? text : `sha256:${createHash('sha256').update(text).digest('base64')}`;
}

/**
 * Within a write transaction: stores one page version, unless it is there just so. Returns whether something
 * was removed for it.
 */
export function insertPage({ prepare }: Connection, page: EncodedPage): boolean {
  const packed = packPage(page);
  const languages: Record<string, number> = {};
  for (const { language } of page.passages) languages[language] = (languages[language] ?? 0) + 1;
  const units = page.passages.map((passage) => packUnits(passage.units, passage));
  const digest = createHash('sha1')
    .update(packed)
    .update(
      JSON.stringify([
        page.title,
        page.language,
        page.facets,
        page.passages.map(({ start, end, headings, text }, i) => [start, end, headings, text, units[i]]),
      ]),
    )
    .digest();
  const there = prepare('SELECT key, digest FROM page WHERE page_id = ? AND version = ?').get(
    page.page_id,
    page.version,
  );
  if (there && digest.equals(there['digest'] as Uint8Array)) {
    insertVectors({ prepare }, Number(there['key']), page);
    return false;
  }
  if (there) deletePage({ prepare }, Number(there['key']));
  const key = prepare(
    'INSERT INTO page (page_id, version, title, language, passages, languages, digest) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    page.page_id,
    page.version,
    page.title,
    page.language,
    page.passages.length,
    JSON.stringify(languages),
    digest,
  ).lastInsertRowid;
  prepare('INSERT INTO features VALUES (?, ?)').run(key, packed);
  const passage = prepare('INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [i, { n, start, end, language, headings, text }] of page.passages.entries())
    passage.run(key, n, start, end, language, JSON.stringify(headings), text, units[i] ?? '[]');
  const facet = prepare('INSERT OR IGNORE INTO facet VALUES (?, ?, ?)');
  for (const [name, values] of Object.entries(page.facets))
    for (const value of values) facet.run(name, facetValue(value), key);
  insertVectors({ prepare }, Number(key), page);
  return there !== undefined;
}

/** Within a write transaction: removes one page version by its key, and leaves word for the readers. */
export function deletePage({ prepare }: Pick<Connection, 'prepare'>, key: number): void {
  prepare('DELETE FROM passage WHERE page = ?').run(key);
  prepare('DELETE FROM facet WHERE page = ?').run(key);
  prepare('DELETE FROM features WHERE page = ?').run(key);
  prepare('DELETE FROM vector WHERE page = ?').run(key);
  prepare('DELETE FROM page WHERE key = ?').run(key);
  prepare('INSERT INTO removal (page) VALUES (?)').run(key);
  prepare('DELETE FROM removal WHERE seq <= (SELECT max(seq) FROM removal) - ?').run(REMOVALS_KEPT);
}
