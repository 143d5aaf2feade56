import { signal } from '@preact/signals';

/** The pages of the console, in the order of the navigation. */
export const pages = [
  'home',
  'talk',
  'knowledge',
  'review',
  'chats',
  'unanswered',
  'media',
  'jobs',
  'keys',
  'widget',
  'audit',
  'system',
] as const;
export type PageName = (typeof pages)[number];

export type Parameters = Readonly<Record<string, string | undefined>>;
interface Route {
  /** Null: no page has this name. */
  page: PageName | 'sign-in' | null;
  params: Readonly<Record<string, string>>;
}

/**
 * The whole state of what is shown stands behind the `#` of the address: a link is what a person sees, and
 * nothing of it reaches a server or its log.
 */
export const route = signal(read(location.hash));

addEventListener('hashchange', () => {
  route.value = read(location.hash);
});

function read(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const page =
    name === '' ? 'home' : ([...pages, 'sign-in' as const].find((known) => known === name) ?? null);
  return { page, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a page; the persona stays unless `params` names another. */
export function linkTo(page: PageName, params: Parameters = {}): string {
  const { persona } = route.value.params;
  const all = { ...(persona === undefined ? {} : { persona }), ...params };
  const given = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const query = new URLSearchParams(given).toString();
  return `#/${page === 'home' ? '' : page}${query === '' ? '' : `?${query}`}`;
}

/** Goes to a page; with `replace` the way back does not lead here. */
export function go(page: PageName, params: Parameters = {}, { replace = false } = {}): void {
  const url = linkTo(page, params);
  if (url === location.hash) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  route.value = read(url);
}

/** Changes parameters of the page that is shown; an empty one goes. */
export function change(params: Parameters, { replace = true } = {}): void {
  const { page, params: before } = route.value;
  if (page !== null && page !== 'sign-in') go(page, { ...before, ...params }, { replace });
}
