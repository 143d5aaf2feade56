import { AppError, bodyId } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { Type } from 'typebox';
import { withoutBase } from '../base-path.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { SOURCES_PATH, readRecordingLink, readSourceLink, type RecordingPlace } from '../source-links.ts';
import { renderSource, SOURCE_PAGE_CSP } from '../source-page.ts';

const PLAYED_TTL_S = 3600;

/**
 * The page behind a citation: the quote where it stands in its source, to whoever holds the signed link, for
 * as long as that version of the page answers.
 */
export function sourceRoutes(
  app: App,
  { blobs, config, documents, sources }: Resources,
  { access }: Kit,
): void {
  /** A recording whose words were cited; the link's fragment, which browsers keep, says where they are. */
  const play = async (place: RecordingPlace): Promise<string> => {
    const granted = await access.signed('media', place.media_id);
    const media = granted && (await documents.media.get(granted.scope, place.media_id));
    const isThere = media?.instance_id === place.instance_id && media.deleted_at === null;
    const [played] = isThere ? media.renditions : [];
    if (!played)
      throw new AppError('not_found', 'This recording was deleted, or is not ready to be played yet.');
    const address = { ttlSeconds: PLAYED_TTL_S, contentType: played.content_type };
    // A redirection gets the path like every other.
    return withoutBase(await blobs.signedUrl(played.blob_key, address), config.BASE_PATH);
  };

  app.get(
    `${SOURCES_PATH}/:instance_id/:td_id/:place`,
    {
      config: { public: true },
      schema: {
        tags: ['Chat'],
        summary: 'A quote in its source, as a page for people, to a signed address',
        params: SourceParams,
        produces: ['text/html'],
      },
    },
    async (request, reply) => {
      const recording = readRecordingLink(sources, request.url);
      if (recording)
        return reply
          .headers({
            'cache-control': 'private, no-store',
            // The widget plays it in pages of other sites.
            'cross-origin-resource-policy': 'cross-origin',
          })
          .redirect(await play(recording), 302);
      const place = readSourceLink(sources, request.url);
      if (!place)
        throw new AppError(
          'invalid_key',
          'This address has expired or was changed; ask the persona again for a new one.',
        );
      const { instance_id, td_id, version, start, end } = place;
      const granted = await access.signed('pages', td_id);
      const page = granted && (await documents.pages.get(granted.scope, td_id));
      const isLive =
        page?.instance_id === instance_id && page.deleted_at === null && page.live_version === version;
      const body = isLive ? await documents.pageBodies.get(granted!.scope, bodyId(td_id, version)) : null;
      if (!page || !body)
        throw new AppError('not_found', 'This source was deleted or changed since it was cited.');
      reply.headers({
        'content-security-policy': SOURCE_PAGE_CSP,
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
      });
      return reply
        .type('text/html; charset=utf-8')
        .send(renderSource({ ...body, start, end, url: page.url, language: page.language }));
    },
  );
}

const SourceParams = Type.Object({
  instance_id: Type.String(),
  td_id: Type.String(),
  place: Type.String({ description: 'The version of the page, and where the quote begins and ends in it.' }),
});
