import { unpackUnits } from '@persona/text';
import type { AnalysedPage, EncodedPassage, PageVersion } from '../search-index.ts';
import { unpackPage } from './page-codec.ts';
import { decoding } from './persona-file.ts';
import type { Connection } from './persona.ts';

/** A page version as it was analysed; in one view of the file. */
export function readPage(
  { prepare }: Connection,
  { page_id, version }: PageVersion,
): AnalysedPage | undefined {
  const page = prepare(
    'SELECT key, language, packed FROM page JOIN features ON page = key WHERE page_id = ? AND version = ?',
  ).get(page_id, version);
  if (!page) return undefined;
  const { terms, passages } = decoding(() => unpackPage(page['packed'] as Uint8Array));
  const rows = prepare(
    'SELECT n, start, "end", headings, text, units FROM passage WHERE page = ? ORDER BY n',
  ).all(Number(page['key']));
  return {
    page_id,
    version,
    language: String(page['language']),
    terms: [...terms],
    passages: rows.map((row, i): EncodedPassage => {
      const place = { text: String(row['text']), start: Number(row['start']) };
      return {
        ...(passages[i] as (typeof passages)[number]),
        ...place,
        end: Number(row['end']),
        ...decoding(() => ({
          headings: JSON.parse(String(row['headings'])) as string[],
          units: unpackUnits(String(row['units']), place),
        })),
      };
    }),
  };
}
