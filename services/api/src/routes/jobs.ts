import {
  AppError,
  JobReply,
  ListJobsQuery,
  ListJobsReply,
  toAppError,
  type Job,
  type JobView,
  type Scope,
} from '@persona/contracts';
import type { ExplainedJob } from '@persona/domain';
import { queueJobId } from '@persona/queues';
import { Type } from 'typebox';
import type { Access } from '../access.ts';
import type { Kit } from '../app.ts';
import { emptyList, listPage } from '../paging.ts';
import { isDone } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import { sse } from '../sse.ts';
import type { App, Request } from '../types.ts';

const LOOK_EVERY_MS = 250;
const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) });

/** Jobs: what was started, how far it is, and why it waits (contract §13). Open to every key that may start one. */
export function jobRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const tags = ['Jobs'];
  const config = { scope: ['kb', 'media', 'instances', 'review'] } as const;

  const find = async (
    request: Request,
    id: string,
  ): Promise<{ granted: Access; explained: ExplainedJob }> => {
    // Also of a deleted persona: its last job is the one that purges it.
    const granted = await access.of(request, 'jobs', id, { evenDeleted: true });
    const explained = await domain.explainJob(granted.scope, id);
    if (!explained)
      throw new AppError('not_found', `There is no job "${id}" that this key can reach.`, { param: 'id' });
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
            { where: state === undefined ? {} : { state }, orderBy: 'created_at', direction: 'desc' },
            request.query,
          )
        : emptyList;
      const jobs: JobView[] = [];
      for (const row of rows) {
        // What is done stays as it is; only what waits has a reason to look for.
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
            await pause(LOOK_EVERY_MS, signal);
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
      config,
      schema: {
        tags,
        summary: 'Try what failed in a job again',
        params: IdParams,
        response: { 200: JobReply },
      },
    },
    async (request) => {
      const { granted, explained } = await find(request, request.params.id);
      const again = await retry(resources, granted.scope, explained.job);
      if (!again) request.warnings.push('Nothing in this job has failed, so nothing is tried again.');
      return reply((await find(request, request.params.id)).explained);
    },
  );

  app.post(
    '/api/jobs/:id/cancel',
    {
      config,
      schema: { tags, summary: 'Stop a job', params: IdParams, response: { 200: JobReply } },
    },
    async (request) => {
      const { granted, explained } = await find(request, request.params.id);
      const stopped = await cancel(resources, granted.scope, explained.job);
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

const isMedia = (job: Job): boolean => job.kind === 'voice.process' || job.kind === 'video.process';

/** Sends what failed in a job out again; false when nothing had failed. */
async function retry({ documents, domain, producer }: Resources, scope: Scope, job: Job): Promise<boolean> {
  if (job.kind === 'page.index') return (await domain.retryPages(scope, job.id)) > 0;
  if (!isMedia(job) || job.subject_id === null) return false;
  const failed = await documents.media.get(scope, job.subject_id);
  if (!failed) return false;
  const { id, kind, version } = failed;
  const now = new Date().toISOString();
  const batch_id = queueJobId(kind, id, version, `r${Date.now().toString(36)}`);
  const media = await documents.media.update(scope, id, {
    where: { state: 'failed', deleted_at: null, version },
    set: { state: 'processing', error: null, starts: 0, batch_id, enqueued_at: now, updated_at: now },
  });
  if (!media) return false;
  await documents.jobs.update(scope, job.id, {
    set: { state: 'queued', stage: 'queued', error: null, finished_at: null, updated_at: now },
    inc: { version: 1 },
  });
  // While the queue is away the sweeper sends it out later.
  await producer.add(`${kind}.process`, {
    id: batch_id,
    data: { instance_id: scope, media_id: id, version },
  });
  return true;
}

/** Stops a job that is not done; returns it as it then is. A worker that has its file finds it no longer wanted when it is done. */
async function cancel(
  { documents, domain, producer }: Resources,
  scope: Scope,
  job: Job,
): Promise<Job | null> {
  if (!isMedia(job) || job.subject_id === null) return domain.cancelJob(scope, job.id);
  const now = new Date().toISOString();
  const media = await documents.media.update(scope, job.subject_id, {
    where: { state: 'processing' },
    set: {
      state: 'failed',
      error: {
        code: 'cancelled',
        message: 'Processing was cancelled. Retry the job to process it.',
        retryable: true,
      },
      updated_at: now,
    },
  });
  if (!media) return domain.settleJob(scope, job.id);
  if (media.batch_id !== null) await producer.view.remove('media', [media.batch_id]).catch(() => 0);
  return documents.jobs.update(scope, job.id, {
    set: {
      state: 'cancelled',
      stage: 'done',
      finished_at: now,
      updated_at: now,
      waiting_for: null,
      next_retry_at: null,
    },
    inc: { version: 1 },
  });
}

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

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
