import {
  AppError,
  DEFAULT_PAGE_SIZE,
  DeleteTrainingDataReply,
  IdBody,
  IdQuery,
  ListTrainingDataQuery,
  ListTrainingDataReply,
  TrainingDatumReply,
  UpdateTrainingDataBody,
  UpdateTrainingDataReply,
  bodyId,
  IdParams,
  MiB,
  type Page,
  type TrainingDatum,
  type Scope,
} from '@persona/contracts';
import type { Where } from '@persona/documents';
import { pageWarnings } from '@persona/domain';
import type { Static } from 'typebox';
import { notFoundIn, type Access } from '../access.ts';
import { readId, readOptionalId } from '../ids.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { refuseUnreviewed } from '../pages/into-review.ts';
import { bytesOfPages, checkContent, checkMetadata, maxPageJsonBytes } from '../pages/page-input.ts';
import type { Kit } from '../kit.ts';
import { emptyList, listPage, writeCursor, type Listed } from '../paging.ts';
import { isDone, preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';
import { createWorkerWarning } from '../worker-warning.ts';

/** A list stops early, with a cursor to continue, when its contents would make a larger reply. */
const MAX_REPLY_CHARACTERS = 16 * MiB;
/** How many pages one request searches for `q`; a cursor continues where it stopped. */
const MAX_SEARCHED_PAGES = 2000;
/** How many contents are in memory at once: few, because each may be as large as a page may be. */
const CONTENT_BATCH_SIZE = 32;
const LIST = 'training-data';

/** The stored pages, as their callers sent them (contract §7). */
export function trainingDataRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { config, documents, domain, producer } = resources;
  const workerWarning = createWorkerWarning(producer);
  const tags = ['Knowledge'];
  const routeConfig = { scope: 'kb' } as const;
  const removeConfig = { ...routeConfig, audit: 'page.delete' } as const;

  const missing = (id: string): AppError => notFoundIn('pages', id);

  /** Returns the contents of pages as one map; a page whose body is missing was deleted meanwhile. */
  const withBodies = async (scope: Scope, pages: readonly Page[]): Promise<TrainingDatum[]> => {
    const bodies = await documents.pageBodies.getMany(
      scope,
      pages.map(({ id, version }) => bodyId(id, version)),
    );
    const contents = new Map(bodies.map(({ id, content }) => [id, content]));
    return pages.flatMap((page) => {
      const content = contents.get(bodyId(page.id, page.version));
      return content === undefined ? [] : [viewOf(page, content)];
    });
  };

  const find = async (request: Request, id: string): Promise<{ granted: Access; page: Page }> => {
    const granted = await access.of(request, 'pages', id);
    const page = await documents.pages.get(granted.scope, id);
    if (!page) throw missing(id);
    return { granted, page };
  };
  const read = async (request: Request, id: string): Promise<TrainingDatum> => {
    const { granted, page } = await find(request, id);
    const [datum] = page.deleted_at === null ? await withBodies(granted.scope, [page]) : [];
    if (!datum) throw missing(id);
    return datum;
  };

  app.get(
    '/api/kb/training-data',
    {
      config: routeConfig,
      schema: {
        tags,
        summary: 'List training data, or read one by ?id=',
        querystring: ListTrainingDataQuery,
        response: { 200: ListTrainingDataReply },
      },
    },
    async (request) => {
      const id = readOptionalId(request, ['id']);
      if (id !== undefined) {
        const training_data = [await read(request, id)];
        return { status: 'success' as const, training_data, has_more: false, next_cursor: null };
      }
      const granted = await access.personaIfAny(request);
      const where = granted && (await conditions(granted.scope, request.query));
      const { rows: training_data, ...paging } =
        granted && where ? await list(granted.scope, where, request.query) : emptyList;
      return { status: 'success' as const, training_data: [...training_data], ...paging };
    },
  );

  type ListQuery = Static<typeof ListTrainingDataQuery>;

  /** Null when no page can match. */
  const conditions = async (scope: Scope, query: ListQuery): Promise<Where<Page> | null> => {
    const { status, source, stream_id, external_id } = query;
    const stream = stream_id === undefined ? undefined : await domain.findStream(scope, stream_id);
    if (stream === null) return null;
    return {
      deleted_at: null,
      ...(status === undefined ? {} : { status }),
      ...(source === undefined ? {} : { source }),
      ...(stream === undefined ? {} : { stream_id: stream.id }),
      ...(external_id === undefined ? {} : { external_id }),
    };
  };

  /** Reads the pages in the order of their ids until the reply is full or enough were searched. */
  const list = async (scope: Scope, where: Where<Page>, query: ListQuery): Promise<Listed<TrainingDatum>> => {
    const { limit = DEFAULT_PAGE_SIZE, q } = query;
    const needle = q?.toLowerCase();
    const rows: TrainingDatum[] = [];
    let chars = 0;
    let looked = 0;
    let { cursor } = query;
    for (;;) {
      const step =
        needle === undefined ? Math.min(limit - rows.length, CONTENT_BATCH_SIZE) : CONTENT_BATCH_SIZE;
      const part = await listPage(LIST, documents.pages, scope, { where }, { limit: step, cursor });
      const data = await withBodies(scope, part.rows);
      for (const datum of data) {
        if (needle !== undefined && !holds(datum, needle)) continue;
        if (
          rows.length > 0 &&
          (rows.length === limit || chars + datum.content.length > MAX_REPLY_CHARACTERS)
        ) {
          return { rows, has_more: true, next_cursor: cursorBehind(rows) };
        }
        rows.push(datum);
        chars += datum.content.length;
      }
      looked += part.rows.length;
      cursor = part.next_cursor ?? undefined;
      if (cursor === undefined || rows.length === limit || looked >= MAX_SEARCHED_PAGES) {
        return { rows, has_more: part.has_more, next_cursor: part.next_cursor };
      }
    }
  };

  app.get(
    '/api/kb/training-data/:id',
    {
      config: routeConfig,
      schema: { tags, summary: 'Read one', params: IdParams, response: { 200: TrainingDatumReply } },
    },
    async (request) => ({
      status: 'success' as const,
      training_data: await read(request, request.params.id),
    }),
  );

  const update = async (request: Request & { body: Static<typeof UpdateTrainingDataBody> }, reply: Reply) => {
    const { content, title, metadata, version } = request.body.training_data;
    const id = readId(request, 'training_data.id', ['id']);
    const shown = checkContent(content, 'training_data.content', config.MAX_PAGE_MB * MiB);
    checkMetadata(metadata, 'training_data.metadata');
    const granted = await access.of(request, 'pages', id);
    refuseUnreviewed(granted.instance);
    const { page, result, job_id, warnings } = await quotas.using(
      request.caller,
      async () => ({ pages: 1, bytes: await bytesOfPages([{ title, content }]) }),
      quotaTeller(reply),
      () =>
        domain.updatePage(
          granted.scope,
          id,
          { content, title, metadata, shown },
          { requestedBy: request.caller.keyId, version },
        ),
    );
    request.warnings.push(...warnings);
    const warning = job_id === null ? null : await workerWarning('ingest');
    if (warning) request.warnings.push(warning);
    const job = await preferJob(resources, request, reply, granted, job_id);
    if (job !== null && isDone(job)) {
      const row = await documents.pages.get(granted.scope, id);
      for (const { message } of row ? pageWarnings(row) : [])
        if (!request.warnings.includes(message)) request.warnings.push(message);
    }
    return {
      status: 'success' as const,
      message: 'Training data updated successfully',
      id: page.id,
      version: page.version,
      ...(result === 'unchanged' ? { unchanged: true } : {}),
      job_id,
    };
  };
  const updateRoute = {
    bodyLimit: maxPageJsonBytes(config.MAX_PAGE_MB * MiB),
    config: { ...routeConfig, audit: 'page.update' as const, oversizeHint: 'split the page into several' },
    schema: {
      tags,
      summary: 'Change one: a new version, while the old one answers until the new one does',
      body: UpdateTrainingDataBody,
      response: { 200: UpdateTrainingDataReply, 202: UpdateTrainingDataReply },
    },
  };
  app.put(
    '/api/kb/training-data',
    { ...updateRoute, schema: { ...updateRoute.schema, querystring: IdQuery } },
    (request, reply) => update(request, reply),
  );
  app.put(
    '/api/kb/training-data/:id',
    { ...updateRoute, schema: { ...updateRoute.schema, params: IdParams } },
    (request, reply) => update(request, reply),
  );

  const remove = async (request: Request) => {
    const id = readId(request, 'id', ['id']);
    const { granted } = await find(request, id);
    const [deleted] = await domain.deletePages(granted.scope, [id]);
    if (!deleted || deleted.result === 'not_found') throw missing(id);
    return {
      status: 'success' as const,
      message: 'Training data deleted successfully',
      id,
      ...(deleted.result === 'already_deleted' ? { already_deleted: true } : {}),
    };
  };
  const removeSchema = {
    tags,
    summary: 'Delete one: it is gone from every answer before the reply',
    body: IdBody,
    response: { 200: DeleteTrainingDataReply },
  };
  app.delete(
    '/api/kb/training-data',
    { config: removeConfig, schema: { ...removeSchema, querystring: IdQuery } },
    (request) => remove(request),
  );
  app.delete(
    '/api/kb/training-data/:id',
    { config: removeConfig, schema: { ...removeSchema, params: IdParams } },
    (request) => remove(request),
  );
}

const holds = ({ title, content }: TrainingDatum, needle: string): boolean =>
  title.toLowerCase().includes(needle) || content.toLowerCase().includes(needle);

const cursorBehind = (rows: readonly TrainingDatum[]): string | null => {
  const last = rows.at(-1);
  return last ? writeCursor(LIST, last.id, last.id) : null;
};

const viewOf = (page: Page, content: string): TrainingDatum => ({
  id: page.id,
  content,
  title: page.title,
  source: page.source,
  status: page.status,
  version: page.version,
  live_version: page.live_version,
  external_id: page.external_id,
  stream_id: page.stream_id,
  metadata: page.metadata,
  language: page.language,
  chunk_count: page.chunk_count,
  warnings: pageWarnings(page),
  job_id: page.job_id,
  error: page.error,
  created_at: page.created_at,
  updated_at: page.updated_at,
});
