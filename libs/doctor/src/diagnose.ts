import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBlobStore } from '@persona/blobs';
import { requireDocuments, type Config } from '@persona/config';
import {
  queueNames,
  MiB,
  type DoctorFinding,
  type JobState,
  type QueueName,
  grantScope,
} from '@persona/contracts';
import { openDocumentStore, type DocumentStore } from '@persona/documents';
import { explainJob, livePersonas, type WaitReason } from '@persona/domain';
import { createModels, probeModels, type ModelRole } from '@persona/models';
import { refusals, type Producer } from '@persona/queues';
import { openSearchIndex } from '@persona/search';
import {
  checkAdminKey,
  checkAudit,
  checkDocuments,
  checkFiles,
  checkIndex,
  checkUnused,
} from './check-stores.ts';
import { checkVectors } from './check-vectors.ts';
import { duration, megabytes, number } from './figures.ts';
import { guarded, guardedAll, note, ok, wrong } from './finding.ts';
import { openQueues } from './open-queues.ts';
import { daysUntilFull, readRoom } from './room.ts';

const LOW_DISK_BYTES = 1024 * MiB;
/** Farther ahead, a forecast is no reason to do anything. */
const MAX_FORECAST_DAYS = 30;
const MIN_DISK_BYTES = 128 * MiB;
type StoreVariable = 'DOCUMENTS_URL' | 'BLOBS_URL' | 'SEARCH_URL';
/** A heartbeat goes through every queue each second and is remembered for 3.5 s. */
const HEARTBEAT_TIMEOUT_MS = 5000;
const MAX_EXAMPLES = 5;
const workers: Record<QueueName, string> = {
  ingest: 'ingest worker',
  media: 'media worker',
  speech: 'media worker',
};
const article: Record<QueueName, string> = { ingest: 'an', media: 'a', speech: 'a' };

/** What a running launcher has recorded of itself: where its gateway and its private Redis are. */
export interface RunningInstall {
  address: string;
  redisUrl?: string;
}

/**
 * Checks everything that an install needs, one finding after the other, and says what to do. Changes nothing
 * in the install. `run` tells where an `npm start` runs that the settings don't name.
 */
export async function* diagnose(config: Config, run?: RunningInstall): AsyncGenerator<DoctorFinding> {
  const redisUrl = config.REDIS_URL ?? run?.redisUrl;
  yield checkVersions();
  yield await checkRoom(config.PERSONA_DATA_DIR);
  try {
    requireDocuments(config);
  } catch (error) {
    yield wrong('documents', (error as Error).message);
    return;
  }
  await using closing = new AsyncDisposableStack();
  const opened = async <T extends { ready(): Promise<void>; close(): Promise<void> }>(
    part: string,
    variable: StoreVariable,
    open: () => Promise<T>,
  ): Promise<[T | undefined, DoctorFinding]> => {
    try {
      const store = closing.adopt(await open(), (one) => one.close());
      await store.ready();
      return [store, ok(part, nameOf(config, variable))];
    } catch (error) {
      const todo = `look whether it runs, and at ${variable}`;
      return [undefined, wrong(part, `${nameOf(config, variable)}: ${reasonOf(error)}`, todo)];
    }
  };
  const openFiles = () => opened('files', 'BLOBS_URL', () => openBlobStore(config));
  const openIndex = () =>
    opened('index', 'SEARCH_URL', () =>
      openSearchIndex(config.SEARCH_URL, { apiKey: config.SEARCH_API_KEY, keepDamaged: true }),
    );

  if (isNowhere(config.DOCUMENTS_URL)) {
    yield note('documents', 'none yet', 'npm start makes an install in the data folder');
    // Servers that settings name have to be there before the first start.
    if (config.BLOBS_URL.startsWith('s3:')) yield (await openFiles())[1];
    if (/^https?:/.test(config.SEARCH_URL)) yield (await openIndex())[1];
    if (config.REDIS_URL !== undefined) yield (await openQueue(config, redisUrl, closing))[1];
    return;
  }

  const [documents, documentsFinding] = await opened('documents', 'DOCUMENTS_URL', () =>
    openDocumentStore(config.DOCUMENTS_URL),
  );
  yield documents
    ? await guarded('documents', () => checkDocuments(documents, documentsFinding.text))
    : documentsFinding;
  if (documents) yield await guarded('room', () => checkUnused(config.DOCUMENTS_URL));
  if (documents) yield await guarded('audit', () => checkAudit(documents));
  const [blobs, files] = await openFiles();
  yield documents && blobs ? await guarded('files', () => checkFiles(documents, blobs, files.text)) : files;
  if (documents) yield await guarded('admin key', () => checkAdminKey(config, documents));
  const [search, searchFinding] = await openIndex();
  yield documents && search
    ? await guarded('index', () => checkIndex(documents, search, searchFinding.text))
    : searchFinding;

  yield* checkModels(config);
  if (documents && search && config.EMBEDDING_MODEL !== undefined) {
    try {
      const { embedding } = createModels(config);
      if (embedding)
        yield { part: 'vectors', ...(await checkVectors(livePersonas(documents), search, embedding)) };
    } catch (error) {
      yield wrong('vectors', (error as Error).message);
    }
  }

  const [producer, redis] = await openQueue(config, redisUrl, closing);
  yield redis;
  if (producer) for (const queue of queueNames) yield await checkQueue(producer, queue);
  if (redisUrl !== undefined) yield await checkGateway(config, run?.address);

  if (!documents) return;
  if (producer) yield* guardedAll('waits', explainWaiting(documents, producer));
  yield* guardedAll('failed', explainFailed(documents));
}

async function openQueue(
  config: Config,
  redisUrl: string | undefined,
  closing: AsyncDisposableStack,
): Promise<[Producer | undefined, DoctorFinding]> {
  try {
    const producer = closing.adopt(await openQueues(redisUrl), (one) => one.close());
    const text = config.REDIS_URL === undefined ? 'the private one of npm start' : 'answers, noeviction';
    return [producer, ok('redis', text)];
  } catch (error) {
    return [undefined, wrong('redis', (error as Error).message)];
  }
}

/** What went wrong, by the innermost of its causes as well. */
function reasonOf(error: unknown): string {
  let cause = error as Error;
  while (cause.cause instanceof Error) cause = cause.cause;
  const { message } = error as Error;
  return cause === error || cause.message === '' ? message : `${message} (${cause.message})`;
}

/** One real call to each configured model. */
async function* checkModels(config: Config): AsyncGenerator<DoctorFinding> {
  try {
    for (const { role, model, server, durationMs, problem } of await probeModels(config)) {
      const part = `${role} model`;
      yield problem
        ? wrong(part, `${model}: ${problem.text}`, problem.todo)
        : isSlow(config, role, durationMs)
          ? note(
              part,
              `${model} at ${server} answered in ${number(durationMs)} ms, longer than a question waits for it`,
              'raise RETRIEVAL_TIMEOUT_MS, or use a smaller model',
            )
          : ok(part, `${model} at ${server} answered in ${number(durationMs)} ms`);
    }
  } catch (error) {
    yield wrong('models', (error as Error).message);
  }
}

/** Whether questions go without the model, because they wait less long than it takes. */
const isSlow = (config: Config, role: ModelRole, durationMs: number): boolean =>
  (role === 'embedding' || role === 'rerank') && durationMs > config.RETRIEVAL_TIMEOUT_MS;

function checkVersions(): DoctorFinding {
  const { node, sqlite } = process.versions;
  const text = `Node ${node}, SQLite ${sqlite}`;
  return Number.parseInt(node, 10) >= 24
    ? ok('versions', text)
    : wrong('versions', text, 'use Node 24 or newer');
}

async function checkRoom(dataDir: string): Promise<DoctorFinding> {
  const part = 'disk';
  if (!existsSync(dataDir)) return note(part, `${dataDir} is not there yet`);
  try {
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch {
    return wrong(part, `${dataDir} can't be written`, 'make it writable for this user');
  }
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const text = `${megabytes(free)} free in ${dataDir}`;
  const days = daysUntilFull(readRoom(dataDir));
  if (days !== undefined && days < MAX_FORECAST_DAYS && free >= MIN_DISK_BYTES)
    return note(
      part,
      `${text}; full in ${days.toFixed(days < 3 ? 1 : 0)} days at the rate of the last ones`,
      'make room, or move the data folder to a larger disk',
    );
  if (free < MIN_DISK_BYTES) return wrong(part, text, 'make room: what is sent now is refused');
  return free < LOW_DISK_BYTES ? note(part, text, 'make room soon') : ok(part, text);
}

/** Opening a SQLite store would create it. */
const isNowhere = (url: string): boolean =>
  url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length));

/** What a URL names, without the secrets in it. */
function nameOf(config: Config, variable: StoreVariable): string {
  const url = config[variable];
  if (url.startsWith('s3:'))
    return config.S3_ENDPOINT === undefined ? url : `${url} at ${config.S3_ENDPOINT}`;
  if (!/^(mongodb|https?)/.test(url)) return url;
  return URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : (url.split(':')[0] ?? '');
}

async function checkQueue(producer: Producer, queue: QueueName): Promise<DoctorFinding> {
  const part = queue;
  try {
    const deadline = Date.now() + HEARTBEAT_TIMEOUT_MS;
    let state = await producer.view.state(queue);
    while (!state.alive && !state.paused && !state.refusal && Date.now() < deadline) {
      await sleep(100);
      state = await producer.view.state(queue);
    }
    const { waiting, active, delayed, nextWaitingMs } = state;
    const oldest = nextWaitingMs === null ? '' : `, the next since ${duration(nextWaitingMs)}`;
    const text = `${number(active)} at work, ${number(waiting)} waiting${oldest}, ${number(delayed)} to be tried again`;
    if (state.paused) return wrong(part, `paused: ${text}`, `npm run persona -- resume ${queue}`);
    if (state.refusal)
      return wrong(part, `${refusals[state.refusal].text}: ${text}`, refusals[state.refusal].todo);
    if (!state.alive)
      return wrong(
        part,
        `no ${workers[queue]} takes jobs: ${text}`,
        `start ${article[queue]} ${workers[queue]}, or look into its log`,
      );
    return ok(part, `a canary went through: ${text}`);
  } catch (error) {
    return wrong(part, (error as Error).message, 'look whether Redis runs');
  }
}

async function checkGateway(config: Config, running: string | undefined): Promise<DoctorFinding> {
  const host = ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST;
  const address = running ?? `http://${host}:${config.PORT}`;
  try {
    const reply = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) });
    if (reply.ok) return ok('gateway', `${address} is ready`);
    const { parts = {} } = (await reply.json()) as { parts?: Record<string, string> };
    const bad = Object.entries(parts).filter(([name, state]) => name !== 'index' && state !== 'ok');
    return wrong(
      'gateway',
      `${address} is not ready: ${bad.map(([name, state]) => `${name}: ${state}`).join(', ')}`,
    );
  } catch {
    // From inside another container the gateway has another address.
    return note(
      'gateway',
      `no answer from ${address}`,
      'if it should be there, start it or look into its log',
    );
  }
}

const words: Record<WaitReason, string> = {
  position_in_queue: 'its turn has not come',
  no_worker: 'no worker takes it',
  provider_rate_limited: 'the model server asks for patience',
  provider_down: 'the model server is away',
  paused: 'the queue is paused',
  backing_off: 'its last try failed',
};

async function* explainWaiting(documents: DocumentStore, producer: Producer): AsyncGenerator<DoctorFinding> {
  const state = { in: ['queued', 'active', 'delayed'] satisfies JobState[] };
  const jobs = await documents.jobs.acrossScopes.find({ where: { state }, limit: 200 });
  let shown = 0;
  for (const { id, instance_id } of jobs) {
    const explained = await explainJob({ documents, producer }, grantScope(instance_id), id);
    if (!explained || explained.job.finished_at !== null) continue;
    if (++shown > MAX_EXAMPLES) continue;
    const { job, reason, position_in_queue, next_retry_at, age_ms } = explained;
    const why = [
      reason ? words[reason] : 'being worked on',
      position_in_queue !== null && `number ${position_in_queue} in line`,
      next_retry_at !== null && `tried again at ${next_retry_at}`,
      job.error && `last error: ${job.error.message}`,
    ].filter(Boolean);
    yield note(
      'waits',
      `${job.kind} ${id}, ${job.progress.done} of ${job.progress.total}, for ${duration(age_ms)}: ${why.join('; ')}`,
    );
  }
  if (shown > MAX_EXAMPLES)
    yield note('waits', `and ${number(shown - MAX_EXAMPLES)}${jobs.length === 200 ? ' or more' : ''} others`);
  if (shown === 0) yield ok('waits', 'nothing');
}

async function* explainFailed({ pages, media }: DocumentStore): AsyncGenerator<DoctorFinding> {
  const where = { status: 'failed', deleted_at: null } as const;
  const failed = [
    ...(await pages.acrossScopes.find({ where, limit: 1000 })).map(({ error }) => `page: ${error?.message}`),
    ...(await media.acrossScopes.find({ where: { state: 'failed', deleted_at: null }, limit: 1000 })).map(
      ({ kind, error }) => `${kind}: ${error?.message}`,
    ),
  ];
  const reasons = [...Map.groupBy(failed, (reason) => reason)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  for (const [reason, all] of reasons.slice(0, MAX_EXAMPLES))
    yield note(
      'failed',
      `${number(all.length)} × ${reason}`,
      'POST /api/jobs/<id>/retry, when its reason is gone',
    );
  if (failed.length === 0) yield ok('failed', 'nothing');
}
