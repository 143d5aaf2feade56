import { AppError, isId, sha256 } from '@persona/contracts';
import { findText, type Shown } from '@persona/text';
import type { PageInput } from '../domain.ts';

/** A caller's page with everything derived from it that decides whether it is new. */
export interface PageDraft {
  /** Its index in the call. */
  n: number;
  title: string;
  title_folded: string;
  content: string;
  shown: Shown;
  metadata: Record<string, unknown>;
  source: string | undefined;
  /** A `td_` id that may name a page of this persona; the store decides whether it does. */
  td_id: string | null;
  /** Two pages with the same identity are the same page (contract §7). */
  identity: string;
  /** Whether the identity is one that the caller gave, and not derived from the words. */
  named: boolean;
  external_id: string | null;
  url: string | null;
  /** The hash of title, content and metadata: equal hashes are the same version. */
  content_sha256: string;
  /** The characters of all of it, roughly: how long it takes to write. */
  characters: number;
}

/**
 * Derives a draft; throws `validation_error` naming `param[n]` when the title is blank or the content shows
 * no text. A page may be long, so it pauses between its steps.
 */
export async function draftPage(
  input: PageInput,
  n: number,
  param: string,
  slice: () => Promise<void>,
): Promise<PageDraft> {
  const title = input.title.trim();
  const metadata = input.metadata ?? {};
  if (title === '') throw refuse(`${param}[${n}].title`, 'blank', 'is blank; send some text.');
  const shown =
    input.shown?.content === input.content
      ? input.shown
      : checkShowsText(input.content, `${param}[${n}].content`);
  await slice();
  const content = normalise(input.content);
  await slice();
  const words = JSON.stringify([normalise(title), content]);
  await slice();
  const facts = stableJson(metadata);
  await slice();
  const hash = sha256(`${words}${facts}`);
  await slice();
  const externalId = text(metadata['external_id']);
  const url = text(metadata['url']);
  const name = pageName({ id: input.id, externalId, url });
  const identity = name ?? `sha:${sha256(words)}`;
  await slice();
  return {
    n,
    title,
    title_folded: foldTitle(title),
    content: input.content,
    shown,
    metadata,
    source: input.source,
    td_id: input.id !== undefined && isId('td', input.id) ? input.id : null,
    identity,
    named: name !== null,
    external_id: input.id ?? externalId,
    url,
    content_sha256: hash,
    characters: title.length + content.length + facts.length,
  };
}

/**
 * What is known of a page of this content, for who stores it; throws `validation_error` naming `path` when it
 * would show no text.
 */
export function checkShowsText(content: string, path: string): Shown {
  if (content.trim() === '') throw refuse(path, 'blank', 'is blank; send some text.');
  const shown = findText(content);
  if (!shown)
    throw refuse(
      path,
      'no_text',
      'shows no text: it holds no letter and no digit beside markup and front matter; send the words of the page.',
    );
  return shown;
}

const refuse = (path: string, code: string, what: string): AppError =>
  new AppError('validation_error', `${path} ${what}`, { param: path, details: [{ path, code }] });

/**
 * Derives the identity of a page from its id, else its external id, else its address, else its words. It is
 * hashed, because callers' ids may hold any character.
 */
export function pageIdentity(page: {
  id?: string | undefined;
  externalId?: string | null;
  url?: string | null;
  title: string;
  content: string;
}): string {
  return pageName(page) ?? `sha:${sha256(JSON.stringify([normalise(page.title), normalise(page.content)]))}`;
}

/** The identity that the caller gave the page; null where only its words identify it. */
function pageName(page: {
  id?: string | undefined;
  externalId?: string | null;
  url?: string | null;
}): string | null {
  if (page.id !== undefined) return `id:${sha256(page.id)}`;
  if (page.externalId) return `ext:${sha256(page.externalId)}`;
  if (page.url) return `url:${sha256(page.url)}`;
  return null;
}

/** Folds the differences between titles that a reader would call the same. */
const foldTitle = (title: string): string =>
  title.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** Removes differences that do not make another text: Unicode form, line ends, and white space around it. */
const normalise = (value: string): string => value.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();

const text = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** JSON with sorted keys in every object. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
