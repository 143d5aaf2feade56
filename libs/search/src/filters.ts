import { AppError } from '@persona/contracts';
import type { Filters, FilterValue, PageToEncode } from './search-index.ts';

/** A page with more filterable values than this has data there, not metadata. */
const MAX_FACETS = 2_000;

/**
 * Returns every filter key that a page matches, with its values: `td_id`, `source` and `metadata.<key>` for
 * scalars at any depth.
 */
export function facetsOf(
  page: Omit<PageToEncode, 'version' | 'title' | 'content'>,
): Record<string, FilterValue[]> {
  const facets: Record<string, FilterValue[]> = Object.create(null) as Record<string, FilterValue[]>;
  let count = 0;
  const add = (key: string, value: unknown): void => {
    if (count >= MAX_FACETS) return;
    if (
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value))
    ) {
      const values = (facets[key] ??= []);
      if (!values.includes(value)) {
        values.push(value);
        count++;
      }
    } else if (Array.isArray(value)) for (const element of value) add(key, element);
    else if (value !== null && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) add(`${key}.${name}`, inner);
  };
  add('td_id', page.page_id);
  if (page.source !== undefined) add('source', page.source);
  for (const [name, value] of Object.entries(page.metadata ?? {})) add(`metadata.${name}`, value);
  return facets;
}

/**
 * Returns filters as a list of (key, any of these values). A page's stream can't be a filter: it changes when
 * another stream carries the same content, for which the page is not indexed again. Throws `validation_error`
 * for an unknown key or a value that can't be compared.
 */
export function readFilters(filters: Filters | undefined): [string, FilterValue[]][] {
  return Object.entries(filters ?? {}).map(([key, wanted]) => {
    if (!['source', 'td_id'].includes(key) && !/^metadata\../s.test(key))
      throw new AppError(
        'validation_error',
        `filters.${key} is unknown: use metadata.<key>, source or td_id`,
        {
          param: `filters.${key}`,
        },
      );
    const values: FilterValue[] = Array.isArray(wanted)
      ? [...(wanted as readonly FilterValue[])]
      : [wanted as FilterValue];
    if (values.some((value) => !['string', 'number', 'boolean'].includes(typeof value)))
      throw new AppError(
        'validation_error',
        `filters.${key} must be a string, number or boolean, or a list of them`,
        {
          param: `filters.${key}`,
        },
      );
    return [key, values];
  });
}

/** Whether a page has what filters ask for. Throws like `readFilters`. */
export function matchesFilters(page: Parameters<typeof facetsOf>[0], filters: Filters | undefined): boolean {
  const wanted = readFilters(filters);
  if (wanted.length === 0) return true;
  const facets = facetsOf(page);
  return wanted.every(([key, values]) => facets[key]?.some((value) => values.includes(value)) ?? false);
}
