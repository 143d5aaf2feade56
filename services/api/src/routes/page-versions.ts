import {
  AppError,
  IdParams,
  ListVersionsReply,
  MAX_OLD_VERSIONS,
  MessageQuery,
  RevertPageBody,
  UpdateTrainingDataReply,
  VersionParams,
  VersionReply,
  bodyId,
  isKeptVersion,
  type Page,
  type PageBody,
  type Scope,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import { notFoundIn } from '../access.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import type { Kit } from '../kit.ts';
import { refuseUnreviewed } from '../pages/into-review.ts';
import { bytesOfPages } from '../pages/page-input.ts';
import { preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import type { Request } from '../types.ts';
import { createWorkerWarning } from '../worker-warning.ts';

const EXCERPT_CHARACTERS = 200;

/** What a page said before, as far as it is kept, and going back to it. */
export function pageVersionRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { documents, domain, producer } = resources;
  const workerWarning = createWorkerWarning(producer);
  const tags = ['Knowledge'];
  const config = { scope: 'kb' } as const;

  const find = async (request: Request, id: string): Promise<{ scope: Scope; page: Page }> => {
    const { scope } = await access.of(request, 'pages', id);
    const page = await documents.pages.get(scope, id);
    if (!page || page.deleted_at !== null) throw notFoundIn('pages', id);
    return { scope, page };
  };

  app.get(
    '/api/kb/training-data/:id/versions',
    {
      config,
      schema: {
        tags,
        summary: 'The versions of a page that are kept, the newest first',
        description: `Those that answer or are about to, and ${MAX_OLD_VERSIONS} before the newest.`,
        params: IdParams,
        querystring: MessageQuery,
        response: { 200: ListVersionsReply },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { scope, page } = await find(request, id);
      const kept = Array.from({ length: page.version }, (_, n) => page.version - n).filter((one) =>
        isKeptVersion(page, one),
      );
      const versions = [];
      // One text at a time: each may be as large as a page may be.
      for (const version of kept) {
        const body = await documents.pageBodies.get(scope, bodyId(id, version));
        if (body) versions.push({ ...viewOf(page, body), excerpt: excerptOf(body.content) });
      }
      return { status: 'success' as const, id, versions };
    },
  );

  app.get(
    '/api/kb/training-data/:id/versions/:version',
    {
      config,
      schema: {
        tags,
        summary: 'One version of a page',
        params: VersionParams,
        querystring: MessageQuery,
        response: { 200: VersionReply },
      },
    },
    async (request) => {
      const { id, version } = request.params;
      const { scope, page } = await find(request, id);
      const body = await documents.pageBodies.get(scope, bodyId(id, version));
      if (!body || version > page.version)
        throw new AppError('not_found', `Version ${version} of ${id} is not kept; list those that are.`, {
          param: 'version',
        });
      const { content, metadata } = body;
      return { status: 'success' as const, id, ...viewOf(page, body), content, metadata };
    },
  );

  app.post(
    '/api/kb/training-data/:id/revert',
    {
      config: { ...config, audit: 'page.update' },
      schema: {
        tags,
        summary: 'Go back to a kept version: what it said becomes the newest version',
        params: IdParams,
        body: RevertPageBody,
        response: { 200: UpdateTrainingDataReply, 202: UpdateTrainingDataReply },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { version: toVersion, current_version } = request.body;
      const granted = await access.of(request, 'pages', id);
      refuseUnreviewed(granted.instance);
      const { scope } = await find(request, id);
      const amount = async () => {
        const body = await documents.pageBodies.get(scope, bodyId(id, toVersion));
        return { pages: 1, bytes: await bytesOfPages(body ? [body] : []) };
      };
      const { page, result, job_id, warnings } = await quotas.using(
        request.caller,
        amount,
        quotaTeller(reply),
        () =>
          domain.revertPage(scope, id, toVersion, {
            requestedBy: request.caller.keyId,
            version: current_version,
          }),
      );
      request.warnings.push(...warnings);
      const warning = job_id === null ? null : await workerWarning('ingest');
      if (warning) request.warnings.push(warning);
      await preferJob(resources, request, reply, granted, job_id);
      return {
        status: 'success' as const,
        message: 'Training data updated successfully',
        id: page.id,
        version: page.version,
        ...(result === 'unchanged' ? { unchanged: true } : {}),
        job_id,
      };
    },
  );
}

const viewOf = (page: Page, { version, title, content, created_at }: PageBody) => ({
  version,
  title,
  characters: content.length,
  is_newest: version === page.version,
  is_live: version === page.live_version,
  created_at,
});

const excerptOf = (content: string): string =>
  content.slice(0, EXCERPT_CHARACTERS).replaceAll(/\s+/g, ' ').trim().toWellFormed();
