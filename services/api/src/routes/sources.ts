import { AppError, bodyId } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { Type } from 'typebox';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { SOURCES_PATH, readSourceLink } from '../source-links.ts';
import { renderSource, SOURCE_PAGE_CSP } from '../source-page.ts';

/**
 * The page behind a citation: the quote where it stands in its source, to whoever holds the signed link, for
 * as long as that version of the page answers.
 */
export function sourceRoutes(app: App, { documents, sources }: Resources, { access }: Kit): void {
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
