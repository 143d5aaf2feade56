import type { Scope } from '@persona/contracts';
import { passageId } from '../passage-id.ts';
import type { AnalysedPage, EncodedPassage, PageVersion } from '../search-index.ts';
import { unpackPage } from '../sqlite/page-codec.ts';
import type { Collection } from './collection.ts';
import { ofKind } from './persona.ts';
import { readShown, type PagePayload, type PassagePayload, type Shown } from './points.ts';

/** Page versions as they were analysed; those that are not there, or not whole, are left out. */
export async function readPages(
  collection: Collection,
  scope: Scope,
  versions: readonly PageVersion[],
): Promise<AnalysedPage[]> {
  const pages: AnalysedPage[] = [];
  for (const { page_id, version } of versions) {
    const { points } = await collection.read((client, name) =>
      client.scroll(name, {
        filter: {
          must: [
            ...ofKind(scope, 'page'),
            { key: 'page_id', match: { value: page_id } },
            { key: 'version', match: { value: version } },
          ],
        },
        limit: 1,
        with_payload: true,
      }),
    );
    const [point] = points;
    const page = point?.payload as unknown as PagePayload | undefined;
    if (!point || !page?.whole || page.instance_id !== scope) continue;
    const { terms, passages } = unpackPage(Buffer.from(page.features, 'base64'));
    const shown = await fetchShown(
      collection,
      scope,
      String(point.id),
      passages.map(({ n }) => passageId(scope, page_id, version, n)),
    );
    const analysed = passages.flatMap((passage): EncodedPassage[] => {
      const what = shown.get(passage.n);
      return what ? [{ ...passage, ...pick(what) }] : [];
    });
    pages.push({ page_id, version, language: page.language, terms: [...terms], passages: analysed });
  }
  return pages;
}

const pick = ({ start, end, headings, text, units }: Shown) => ({ start, end, headings, text, units });

async function fetchShown(
  collection: Collection,
  scope: Scope,
  page: string,
  ids: string[],
): Promise<Map<number, Shown>> {
  const points = await collection.read((client, name) =>
    client.retrieve(name, { ids, with_payload: ['instance_id', 'page', 'n', 'shown'] }),
  );
  return new Map(
    points
      .map(({ payload }) => payload as unknown as PassagePayload)
      .filter((payload) => payload.instance_id === scope && payload.page === page)
      .map(({ n, shown }) => [n, readShown(shown)]),
  );
}
