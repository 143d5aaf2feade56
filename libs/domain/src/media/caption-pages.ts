import type { Media, Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import { deletePages } from '../erasure/erase-page.ts';
import { pageIdentity } from '../pages/page-draft.ts';
import { storePages } from '../pages/store-pages.ts';

/** What is said in a recording, as WebVTT, with the name of its file. */
export interface CaptionText {
  name: string;
  language: string | null;
  vtt: string;
}

/** The tracks of a file, its sidecars and a transcript have these names. */
const TRACKS = [...Array.from({ length: 32 }, (_, n) => `captions-${n}`), 'transcript'];
const pageName = (mediaId: string, track: string): string => `${mediaId}/${track}`;

/**
 * Makes what is said in a recording pages of its persona, once: what its owner makes of them later stays. A
 * recording that is deleted or moved meanwhile leaves no page behind.
 */
export async function storeCaptionPages(
  deps: Deps,
  scope: Scope,
  { id, version }: Pick<Media, 'id' | 'version'>,
  texts: readonly CaptionText[],
): Promise<void> {
  const media = await deps.documents.media.get(scope, id);
  if (!isWaiting(media) || media.version !== version || texts.length === 0) return;
  const title = titleOf(media);
  const pages = texts.map(({ name, language, vtt }) => {
    const track = name.replace(/\.vtt$/, '');
    return {
      id: pageName(id, track),
      title: texts.length > 1 ? `${title} (${language ?? track})` : title,
      content: vtt,
      metadata: { media_id: id, track, language },
    };
  });
  await storePages(deps, scope, pages, {
    requestedBy: media.added_by ?? 'system',
    source: media.kind,
    param: 'captions',
  });
  const stored = await deps.documents.media.update(scope, id, {
    where: { version, deleted_at: null },
    set: { captions_stored_at: new Date().toISOString() },
  });
  if (!stored) await removeCaptionPages(deps, scope, id);
}

/** Only a persona has pages; a recording that is not attached yet has none. */
const isWaiting = (media: Media | null): media is Media =>
  media !== null &&
  media.deleted_at === null &&
  media.instance_id.startsWith('ins_') &&
  (media.captions_stored_at ?? null) === null;

const titleOf = ({ kind, declared }: Media): string => {
  const { title } = declared;
  return typeof title === 'string' && title.trim() !== ''
    ? title.trim()
    : kind === 'voice'
      ? 'Voice'
      : 'Video';
};

/** Deletes the pages of a recording's words. Safe to repeat. */
export async function removeCaptionPages(deps: Deps, scope: Scope, mediaId: string): Promise<void> {
  const identities = TRACKS.map((track) =>
    pageIdentity({ id: pageName(mediaId, track), title: '', content: '' }),
  );
  const pages = await deps.documents.pages.find(scope, {
    where: { identity: { in: identities } },
    limit: identities.length,
  });
  await deletePages(
    deps,
    scope,
    pages.map(({ id }) => id),
  );
}
