import {
  AppError,
  grantScope,
  type PageExcerpt,
  type PassagesRequest,
  type PassagesResponse,
} from '@persona/contracts';
import type { Passage } from '@persona/search';
import type { Resources } from './resources.ts';

/** How often a page is read at most while it gets new live versions. */
const MAX_ATTEMPTS = 3;

/**
 * The passages of a page's live version, as the index has them. A version that is replaced while it is read
 * is not shown: the new one is read instead. Throws `not_found` when the page is not there.
 */
export async function readPassages(
  { documents, search }: Pick<Resources, 'documents' | 'search'>,
  { instance_id, td_id, from, limit }: PassagesRequest,
): Promise<PassagesResponse> {
  const scope = grantScope(instance_id);
  const livePage = async () => {
    const page = await documents.pages.get(scope, td_id);
    if (page && page.deleted_at === null) return page;
    throw new AppError('not_found', `There is no training data "${td_id}".`, { param: 'id' });
  };
  let { live_version: version } = await livePage();
  for (let attempt = 1; version > 0; attempt++) {
    const [read] = await search.read(scope, [{ page_id: td_id, version }]);
    const { live_version: now } = await livePage();
    if (now === version || attempt === MAX_ATTEMPTS) {
      const passages = now === version ? (read?.passages ?? []) : [];
      return {
        version,
        is_indexed: now === version && read !== undefined,
        total: passages.length,
        passages: passages.slice(from, from + limit).map(excerptOf),
      };
    }
    version = now;
  }
  return { version: 0, is_indexed: false, total: 0, passages: [] };
}

const excerptOf = ({
  n,
  start,
  end,
  text,
  units,
  headings,
  language,
}: Omit<Passage, 'id' | 'page_id' | 'version' | 'title'>): PageExcerpt => ({
  n,
  start,
  end,
  text,
  kind: kindOf(units),
  headings,
  language,
});

const KINDS = { sentence: 'text', item: 'list', row: 'table', code: 'code', heading: 'heading' } as const;

/** What the greatest part of a passage's text is. */
function kindOf(units: Passage['units']): PageExcerpt['kind'] {
  const lengths = { text: 0, list: 0, table: 0, code: 0, heading: 0 };
  for (const { kind, text } of units) lengths[KINDS[kind]] += text.length;
  const [first = 'text', ...others] = Object.keys(lengths) as PageExcerpt['kind'][];
  return others.reduce((best, kind) => (lengths[kind] > lengths[best] ? kind : best), first);
}
