import { grantScope, installScope, isKeptVersion, type Page, type Scope } from '@persona/contracts';
import type { Collection, Entity, Query } from '@persona/documents';
import type { PageVersion } from '@persona/search';
import type { LedgerSummary } from './ledger.ts';
import { editionsIn } from './pages.ts';
import type { Stores } from './shape.ts';

export interface Verdict {
  /** Acknowledged pages and recordings that are missing, or do not answer. */
  lost: number;
  /** Pages that exist twice. */
  duplicated: number;
  /** Pages whose content differs from what was acknowledged last. */
  stale: number;
  /** Deleted pages that still exist. */
  undead: number;
  /** Texts and index entries that belong to no page. */
  garbage: number;
  /**
   * Texts of operations that were interrupted before they were acknowledged. The sweep removes them within
   * the hour, so they are no fault.
   */
  unborn: number;
  examples: string[];
}

const BATCH_SIZE = 200;
const MAX_EXAMPLES = 10;

/** Whether the store accepts writes, tested on a row that does not exist. */
export async function isWritable({ documents }: Stores): Promise<boolean> {
  return documents.settings.remove(installScope, ['absent']).then(
    () => true,
    () => false,
  );
}

/** Whether nothing waits: neither pages, nor deletes, nor recordings. */
export async function isAtRest({ documents }: Stores): Promise<boolean> {
  const pages = await documents.pages.acrossScopes.count({ status: { in: ['queued', 'indexing'] } }, 1);
  return pages === 0 && (await documents.media.acrossScopes.count({ state: 'processing' }, 1)) === 0;
}

/** Compares the stores themselves with the ledger, without asking any service. */
export async function check(
  { documents, search }: Pick<Stores, 'documents' | 'search'>,
  instanceId: string,
  ledger: LedgerSummary,
  recordings: readonly string[],
): Promise<Verdict> {
  const scope = grantScope(instanceId);
  const verdict: Verdict = {
    lost: 0,
    duplicated: 0,
    stale: 0,
    undead: 0,
    garbage: 0,
    unborn: 0,
    examples: [],
  };
  const note = (kind: Exclude<keyof Verdict, 'examples'>, example: string) => {
    verdict[kind]++;
    if (kind !== 'unborn' && verdict.examples.length < MAX_EXAMPLES)
      verdict.examples.push(`${kind}: ${example}`);
  };

  const rows = new Map<string, Page>();
  const rowsOf = new Map<string, Page[]>();
  for await (const page of all(documents.pages, scope)) {
    rows.set(page.id, page);
    if (page.deleted_at !== null) continue;
    const key = page.external_id ?? '';
    rowsOf.set(key, [...(rowsOf.get(key) ?? []), page]);
  }

  // Texts: one for each page and some of the versions before, and the content of the newest.
  const editionOf = new Map<string, number>();
  for await (const body of all(documents.pageBodies, scope)) {
    const row = rows.get(body.page_id);
    const key = /qua\w+/.exec(body.content)?.[0] ?? '';
    const [edition = 0] = editionsIn(body.content, key);
    if (row?.deleted_at === null && row.version === body.version) editionOf.set(row.id, edition);
    else if (row?.deleted_at === null && body.version < row.version && isKeptVersion(row, body.version))
      continue;
    else if ((!row || body.version > row.version) && ledger.pages.get(key)?.cut.has(edition))
      note('unborn', body.id);
    // The worker that wrote it died before the page of what is said in a recording.
    else if (!row && key === '' && recordings.length > 0) note('unborn', body.id);
    else note('garbage', `text ${body.id} of ${key} edition ${edition}, ${toldOf(row)}`);
  }

  // The index: one version of each page.
  const indexed = new Set<string>();
  let after: PageVersion | undefined;
  for (;;) {
    const versions = await search.versions(scope, { limit: BATCH_SIZE, ...(after ? { after } : {}) });
    after = versions.at(-1);
    if (!after) break;
    for (const { page_id, version, passages } of versions) {
      const row = rows.get(page_id);
      if (row?.deleted_at === null && row.live_version === version && passages > 0) indexed.add(page_id);
      else note('garbage', `index entry ${page_id} version ${version}`);
    }
  }

  for (const [key, { possible, missed }] of ledger.pages) {
    const found = rowsOf.get(key) ?? [];
    rowsOf.delete(key);
    const [page] = found;
    if (missed) note('lost', `${key} was called missing`);
    if (found.length > 1) note('duplicated', `${key} is ${found.map(({ id }) => id).join(' and ')}`);
    if (!page) {
      if (!possible.has(0)) note('lost', `${key} is not there`);
      continue;
    }
    const edition = editionOf.get(page.id);
    const wanted = [...possible].join(' or ');
    if (possible.size === 1 && possible.has(0)) note('undead', `${key} is ${page.id}`);
    else if (edition === undefined) note('lost', `${key} has no text`);
    else if (!possible.has(edition)) note('stale', `${key} holds edition ${edition}, not ${wanted}`);
    if (page.status !== 'live' || page.live_version !== page.version)
      note(
        'lost',
        `${key} is ${page.status} (${page.error?.code ?? 'no reason'}), version ${page.version}, live ${page.live_version}`,
      );
    else if (!indexed.has(page.id)) note('lost', `${key} is not in the index`);
  }
  for (const key of rowsOf.keys()) note('garbage', `page ${key} was never sent`);

  const kept = new Map((await documents.media.getMany(scope, recordings)).map((media) => [media.id, media]));
  for (const id of recordings) {
    const state = kept.get(id)?.state;
    if (state !== 'ready' && state !== 'failed') note('lost', `recording ${id} is ${state ?? 'not there'}`);
  }
  return verdict;
}

const toldOf = (row: Page | undefined): string => {
  if (!row) return 'of no page';
  const { version, live_version, status, deleted_at, purged_at } = row;
  const tombstone = deleted_at === null ? '' : `, deleted ${deleted_at}, purged ${purged_at}`;
  return `whose page is ${status} at version ${version}, live ${live_version}${tombstone}`;
};

/** Whether nothing is wrong. */
export const isClean = ({ lost, duplicated, stale, undead, garbage }: Verdict): boolean =>
  lost + duplicated + stale + undead + garbage === 0;

async function* all<T extends Entity>(collection: Collection<T>, scope: Scope): AsyncGenerator<T> {
  let after: Query<T>['after'];
  for (;;) {
    const found = await collection.find(scope, { limit: BATCH_SIZE, after });
    yield* found;
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
  }
}
