import { setTimeout as sleep } from 'node:timers/promises';
import {
  JobReply,
  ListJobsQuery,
  ListJobsReply,
  toAppError,
  IdParams,
  jobKinds,
  type Job,
  type JobView,
  type KeyScope,
} from '@persona/contracts';
import type { ExplainedJob } from '@persona/domain';
import { notFoundIn, type Access } from '../access.ts';
import { hasScope, type Caller } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import { emptyList, listPage } from '../paging.ts';
import { isDone } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import { sse } from '../sse.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

const POLL_INTERVAL_MS = 250;

/**
 * Jobs: their state, progress, and the reason why they wait (contract §13). Open to every key that may start
 * one.
 */
export function jobRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const tags = ['Jobs'];
  const config = { scope: ['kb', 'media', 'instances', 'review'] } as const;

  const find = async (
    request: Request,
    id: string,
  ): Promise<{ granted: Access; explained: ExplainedJob }> => {
    // A deleted persona's jobs are included, because its last job is the one that purges it.
    const granted = await access.of(request, 'jobs', id, { evenDeleted: true });
    const explained = await domain.explainJob(granted.scope, id);
    if (!explained || !kindsOf(request.caller).includes(explained.job.kind)) throw notFoundIn('jobs', id);
    return { granted, explained };
  };
  const reply = (explained: ExplainedJob) => ({ status: 'success' as const, ...viewOf(explained) });

  app.get(
    '/api/jobs/:id',
    { config, schema: { tags, summary: 'Follow a job', params: IdParams, response: { 200: JobReply } } },
    async (request) => reply((await find(request, request.params.id)).explained),
  );

  app.get(
    '/api/jobs',
    {
      config,
      schema: {
        tags,
        summary: 'List jobs of a persona, newest first',
        querystring: ListJobsQuery,
        response: { 200: ListJobsReply },
      },
    },
    async (request) => {
      const { state } = request.query;
      const granted = await access.personaIfAny(request);
      const { rows, ...paging } = granted
        ? await listPage(
            'jobs',
            documents.jobs,
            granted.scope,
            {
              where: state === undefined ? {} : { state },
              orderBy: 'created_at',
              direction: 'desc',
              keep: ({ kind }) => kindsOf(request.caller).includes(kind),
            },
            request.query,
          )
        : emptyList;
      const jobs: JobView[] = [];
      for (const row of rows) {
        // A job that is done does not change; only a waiting one has a reason to look for.
        const explained =
          isDone(row) || !granted ? asDone(row) : await domain.explainJob(granted.scope, row.id);
        if (explained) jobs.push(viewOf(explained));
      }
      return { status: 'success' as const, jobs, ...paging };
    },
  );

  app.get(
    '/api/jobs/:id/events',
    {
      config: { ...config, load: 'events' },
      schema: {
        tags,
        summary: 'Follow a job as server-sent events: `job` at each change, then `done`',
        params: IdParams,
        produces: ['text/event-stream'],
      },
    },
    async (request, response) => {
      const { granted } = await find(request, request.params.id);
      return sse(
        response,
        async (send, signal) => {
          let last = '';
          while (!signal.aborted) {
            const explained = await domain.explainJob(granted.scope, request.params.id);
            if (!explained) return;
            const view = viewOf(explained);
            const { age_ms: _age, ...shown } = view;
            if (JSON.stringify(shown) !== last) send({ event: 'job', data: view });
            last = JSON.stringify(shown);
            if (isDone(view)) {
              send({ event: 'done', data: view });
              return;
            }
            await sleep(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
          }
        },
        (error) => {
          const { code, message } = toAppError(error);
          return { event: 'error', data: { code, message } };
        },
      );
    },
  );

  app.post(
    '/api/jobs/:id/retry',
    {
      config: { ...config, audit: 'job.retry' },
      schema: {
        tags,
        summary: 'Try what failed in a job again',
        params: IdParams,
        response: { 200: JobReply },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { granted } = await find(request, id);
      const again = await domain.retryJob(granted.scope, id);
      if (again === 0) request.warnings.push('Nothing in this job has failed, so nothing is tried again.');
      return reply((await find(request, id)).explained);
    },
  );

  app.post(
    '/api/jobs/:id/cancel',
    {
      config: { ...config, audit: 'job.cancel' },
      schema: { tags, summary: 'Stop a job', params: IdParams, response: { 200: JobReply } },
    },
    async (request) => {
      const { granted, explained } = await find(request, request.params.id);
      const stopped = await domain.cancelJob(granted.scope, explained.job.id);
      if (stopped?.state !== 'cancelled')
        request.warnings.push(
          explained.job.kind === 'instance.purge'
            ? 'The deletion of a persona can not be stopped.'
            : `The job was already ${stopped?.state ?? 'done'}.`,
        );
      return reply((await find(request, request.params.id)).explained);
    },
  );
}

/** The scopes that may start a job of each kind; a key with none of them does not learn of it. */
export const scopesOfKinds: Record<Job['kind'], readonly KeyScope[]> = {
  'page.index': ['kb', 'review'],
  'voice.process': ['media'],
  'video.process': ['media'],
  'instance.purge': ['instances'],
};

const kindsOf = (caller: Caller): Job['kind'][] =>
  jobKinds.filter((kind) => scopesOfKinds[kind].some((scope) => hasScope(caller, scope)));

const asDone = (job: Job): ExplainedJob => ({
  job,
  state: job.state,
  reason: null,
  position_in_queue: null,
  next_retry_at: null,
  age_ms: Date.parse(job.finished_at ?? job.updated_at) - Date.parse(job.created_at),
});

const viewOf = ({ job, state, reason, position_in_queue, next_retry_at, age_ms }: ExplainedJob): JobView => ({
  job_id: job.id,
  kind: job.kind,
  state,
  stage: job.stage,
  progress: job.progress,
  seconds_left: state === 'active' ? (job.seconds_left ?? null) : null,
  subject_id: job.subject_id,
  attempts: job.attempts,
  reason,
  position_in_queue,
  next_retry_at,
  age_ms,
  error: job.error,
  instance_id: job.instance_id,
  created_at: job.created_at,
  updated_at: job.updated_at,
  finished_at: job.finished_at,
});
