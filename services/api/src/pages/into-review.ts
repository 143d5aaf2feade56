import { AppError, MAX_ARTICLES, MiB, derivedId, type Instance, type Scope } from '@persona/contracts';
import type { Domain, PageInput } from '@persona/domain';

/** What the texts of one submission have at most: it is one document, and some stores take 16 MiB. */
const MAX_SUBMISSION_BYTES = 12 * MiB;

/** Whether pages of a persona are stored only when they were approved. */
export const isReviewed = ({ configuration }: Pick<Instance, 'configuration'>): boolean =>
  configuration['ingest_policy'] === 'review';

/** Throws where a persona takes pages through review only, on a route that stores them at once. */
export function refuseUnreviewed(instance: Instance | null): void {
  if (instance && isReviewed(instance))
    throw new AppError(
      'review_state_conflict',
      'This persona takes pages through review (configuration.ingest_policy): send them to store-pages, or to review-data as {"td_id", "text"} for a page that is there.',
      { param: 'instance_id' },
    );
}

/**
 * Makes submissions of pages, as many as they need, and returns their ids. `firstId` is the same for a repeat
 * of the request, and so are the others. Throws `payload_too_large` for a page that no submission holds.
 */
export async function proposePages(
  domain: Domain,
  scope: Scope,
  pages: readonly PageInput[],
  { firstId, submittedBy }: { firstId: string; submittedBy: string },
): Promise<string[]> {
  const parts = partsOf(pages);
  const ids: string[] = [];
  for (const [n, part] of parts.entries()) {
    const id = n === 0 ? firstId : derivedId('rev', firstId, String(n));
    const items = await domain.pageItems(scope, part);
    ids.push((await domain.createSubmission(scope, { id, items, notes: [], submittedBy })).id);
  }
  return ids;
}

function partsOf(pages: readonly PageInput[]): PageInput[][] {
  const parts: PageInput[][] = [];
  let bytes = Infinity;
  for (const [n, page] of pages.entries()) {
    const size = Buffer.byteLength(page.content) + Buffer.byteLength(JSON.stringify(page.metadata ?? {}));
    if (size > MAX_SUBMISSION_BYTES)
      throw new AppError(
        'payload_too_large',
        `pages[${n}] has more than the ${MAX_SUBMISSION_BYTES / MiB} MiB that can wait in review; split the page.`,
        { param: `pages[${n}].content` },
      );
    const last = parts.at(-1);
    bytes += size;
    if (last && last.length < MAX_ARTICLES && bytes <= MAX_SUBMISSION_BYTES) last.push(page);
    else {
      parts.push([page]);
      bytes = size;
    }
  }
  return parts;
}
