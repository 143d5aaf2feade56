import {
  AppError,
  DEFAULT_PAGE_SIZE,
  IdParams,
  ListPassagesQuery,
  ListPassagesReply,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import type { Kit } from '../kit.ts';
import { readCursor, writeCursor } from '../paging.ts';
import type { Resources } from '../resources.ts';
import { notFoundIn } from '../access.ts';

const LIST = 'passages';

/** What a page was cut into: its passages, as questions find them. */
export function passageRoutes(app: App, { chat, documents }: Resources, { access }: Kit): void {
  app.get(
    '/api/kb/training-data/:id/passages',
    {
      config: { scope: 'kb' },
      schema: {
        tags: ['Knowledge'],
        summary: 'The passages of the version that answers, in reading order',
        params: IdParams,
        querystring: ListPassagesQuery,
        response: { 200: ListPassagesReply },
      },
    },
    async (request) => {
      const { limit = DEFAULT_PAGE_SIZE, cursor } = request.query;
      const { id } = request.params;
      const place = cursor === undefined ? null : readCursor(LIST, cursor);
      const { scope } = await access.of(request, 'pages', id);
      const page = await documents.pages.get(scope, id);
      if (!page || page.deleted_at !== null) throw notFoundIn('pages', id);
      const from = Number(place?.value ?? 0);
      const { version, is_indexed, total, passages } = await chat.passages({
        instance_id: scope,
        td_id: id,
        from,
        limit,
      });
      if (place !== null && place.id !== `${id}.${version}`)
        throw new AppError(
          'invalid_cursor',
          'cursor is of another page, or of a version that was replaced since; begin again without it.',
          { param: 'cursor' },
        );
      if (version > 0 && !is_indexed)
        request.warnings.push('The index does not have this page at the moment; it is being filled again.');
      const next = from + passages.length;
      const has_more = next < total;
      const next_cursor = has_more ? writeCursor(LIST, next, `${id}.${version}`) : null;
      return { status: 'success' as const, id, version, total, passages, has_more, next_cursor };
    },
  );
}
