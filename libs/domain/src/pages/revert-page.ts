import { AppError, bodyId, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import type { UpdateOptions, UpdateResult } from '../domain.ts';
import { updatePage } from './update-page.ts';

/**
 * Stores what a kept version of a page said as its newest version. Throws `not_found` when the page or the
 * version is not there, and what `updatePage` throws.
 */
export async function revertPage(
  deps: Deps,
  scope: Scope,
  id: string,
  toVersion: number,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const body = await deps.documents.pageBodies.get(scope, bodyId(id, toVersion));
  if (!body)
    throw new AppError('not_found', `Version ${toVersion} of ${id} is not kept; list those that are.`, {
      param: 'version',
    });
  const { title, content, metadata } = body;
  return updatePage(deps, scope, id, { title, content, metadata }, options);
}
