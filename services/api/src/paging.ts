import { AppError, DEFAULT_PAGE_SIZE, type Scope } from '@persona/contracts';
import type { Collection, Entity, Query } from '@persona/documents';

interface Paging {
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface Listed<T> {
  rows: T[];
  has_more: boolean;
  next_cursor: string | null;
}

/**
 * One page of a list. The cursor is opaque and belongs to `list`; one of another list, or one that is broken,
 * is `invalid_cursor`.
 */
export async function listPage<T extends Entity>(
  list: string,
  collection: Collection<T>,
  scope: Scope,
  query: Omit<Query<T>, 'after' | 'limit'>,
  { limit = DEFAULT_PAGE_SIZE, cursor }: Paging,
): Promise<Listed<T>> {
  const after = cursor === undefined ? undefined : readCursor(list, cursor);
  const rows = await collection.find(scope, { ...query, after, limit: limit + 1 });
  const has_more = rows.length > limit;
  if (has_more) rows.pop();
  const last = rows.at(-1);
  const next_cursor =
    has_more && last
      ? writeCursor(list, last[(query.orderBy ?? 'id') as keyof T] as string | number, last.id)
      : null;
  return { rows, has_more, next_cursor };
}

/** A cursor of `list` after the row with this id, whose ordering field has this value. */
export const writeCursor = (list: string, value: string | number, id: string): string =>
  Buffer.from(JSON.stringify([list, value, id])).toString('base64url');

function readCursor(list: string, cursor: string): { value: string | number; id: string } {
  try {
    const [name, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (name === list && (typeof value === 'string' || typeof value === 'number') && typeof id === 'string')
      return { value, id };
  } catch {
    // Not one of our cursors: continue to the error below.
  }
  throw new AppError('invalid_cursor', 'cursor was not issued by this list; begin again without it.', {
    param: 'cursor',
  });
}

/** The empty list, for reads where no persona exists yet. */
export const emptyList = { rows: [], has_more: false, next_cursor: null } as const;
