import { Readable } from 'node:stream';
import {
  AppError,
  AuditFilterQuery,
  DEFAULT_PAGE_SIZE,
  ListAuditQuery,
  ListAuditReply,
  type AuditEntry,
} from '@persona/contracts';
import { readAudit, type AuditFilter, type AuditPlace } from '@persona/domain';
import type { App } from '@persona/runtime';
import { refuseLimited } from '../refuse-limited.ts';
import type { Resources } from '../resources.ts';
import { readCursor, writeCursor } from '../paging.ts';
import type { Request } from '../types.ts';

/** Entries that one request looks at: with a filter, a page of the list may hold fewer than its limit. */
const MAX_READ_ENTRIES = 20_000;
const LIST = 'audit';

/**
 * The audit, for keys that may read it: who did what to which object. It concerns the whole install, so a key
 * that is limited to personas or to a user does not open it.
 */
export function auditRoutes(app: App, { documents }: Resources): void {
  const tags = ['Audit'];
  const config = { scope: 'audit' } as const;

  app.addHook('onRequest', async ({ caller }) => {
    refuseLimited(caller, 'The audit belongs');
  });

  const filterOf = ({ user_id, from, to, ...rest }: AuditFilterQuery): AuditFilter => ({
    ...rest,
    from: from && new Date(from).toISOString(),
    to: to && new Date(to).toISOString(),
    object: objectOf(rest.object, user_id),
  });
  const objectOf = (object: string | undefined, userId: string | undefined): string | undefined => {
    const user = userId && app.auditName('user', userId);
    if (user && object !== undefined && object !== user)
      throw new AppError('id_conflict', 'object and user_id are two different things; send one.', {
        param: 'object',
      });
    return user ?? object;
  };

  app.get(
    '/api/admin/audit',
    {
      config: { ...config, audit: 'audit.read' },
      schema: {
        tags,
        summary: 'Who did what, when, from where, with what result',
        description:
          'Entries hold ids, never what was said, sent or found. Each carries the hash of the one before, so that no entry can be changed or left out unnoticed.',
        querystring: ListAuditQuery,
        response: { 200: ListAuditReply },
      },
    },
    async (request) => {
      const { limit = DEFAULT_PAGE_SIZE, cursor, after, order, ...filters } = request.query;
      const begin = cursor === undefined ? after : Number(readCursor(LIST, cursor).value);
      const { entries, last, isEnd } = await collect(filterOf(filters), { after: begin, order }, limit);
      return {
        status: 'success' as const,
        entries,
        has_more: !isEnd,
        next_cursor: isEnd ? null : writeCursor(LIST, last, ''),
      };
    },
  );

  /** Up to `limit` entries, and the last place that was looked at. */
  async function collect(filter: AuditFilter, place: AuditPlace, limit: number) {
    const entries: AuditEntry[] = [];
    let last = 0;
    let read = 0;
    for await (const { entry, matches } of readAudit(documents, filter, place)) {
      if (entries.length === limit || read === MAX_READ_ENTRIES) return { entries, last, isEnd: false };
      if (matches) entries.push(entry);
      last = entry.seq;
      read++;
    }
    return { entries, last, isEnd: true };
  }

  app.get(
    '/api/admin/audit/export',
    {
      config: { ...config, audit: 'audit.export' },
      schema: {
        tags,
        summary: 'The audit as lines of JSON, oldest first',
        description:
          'An entry a line, then a line `end` with how many; a file without it is not whole. The `hash` of an entry is the SHA-256 of its line without `,"hash":"…"`.',
        querystring: AuditFilterQuery,
        produces: ['application/x-ndjson'],
      },
    },
    async (request: Request & { query: AuditFilterQuery }, reply) => {
      const filter = filterOf(request.query);
      async function* lines(): AsyncGenerator<string> {
        let entries = 0;
        for await (const { entry, matches } of readAudit(documents, filter)) {
          if (!matches) continue;
          entries++;
          yield line(entry);
        }
        yield line({ kind: 'end', entries });
      }
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="audit.ndjson"');
      return Readable.from(lines());
    },
  );
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;
