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

/** Rows that are read at a time where only some are kept. */
const READ_BATCH_SIZE = 200;

interface ListQuery<T> extends Omit<Query<T>, 'after' | 'limit'> {
  /** Which rows the caller may know of; all unless given. Nothing in the result tells of any other. */
  keep?: (row: T) => boolean;
}

/**
 * One page of a list. The cursor is opaque and belongs to `list`; one of another list, or one that is broken,
 * is `invalid_cursor`.
 */
export async function listPage<T extends Entity>(
  list: string,
  collection: Collection<T>,
  scope: Scope,
  { keep, ...query }: ListQuery<T>,
  { limit = DEFAULT_PAGE_SIZE, cursor }: Paging,
): Promise<Listed<T>> {
  const valueOf = (row: T) => row[(query.orderBy ?? 'id') as keyof T] as string | number;
  const rows: T[] = [];
  let after = cursor === undefined ? undefined : readCursor(list, cursor);
  for (;;) {
    const size = keep ? READ_BATCH_SIZE : limit + 1;
    const read = await collection.find(scope, { ...query, after, limit: size });
    rows.push(...(keep ? read.filter(keep) : read));
    const end = read.at(-1);
    if (rows.length > limit || read.length < size || !end) break;
    after = { value: valueOf(end), id: end.id };
  }
  const has_more = rows.length > limit;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next_cursor = has_more && last ? writeCursor(list, valueOf(last), last.id) : null;
  return { rows: shown, has_more, next_cursor };
}

/** A cursor of `list` after the row with this id, whose ordering field has this value. */
export const writeCursor = (list: string, value: string | number, id: string): string =>
  Buffer.from(JSON.stringify([list, value, id])).toString('base64url');

/** What `writeCursor` put into a cursor of this list; throws `invalid_cursor` for any other. */
export function readCursor(list: string, cursor: string): { value: string | number; id: string } {
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
