import {
  grantScope,
  installScope,
  type Chat,
  type IdempotencyRecord,
  type Job,
  type JobState,
  type Submission,
} from '@persona/contracts';
import { type Where } from '@persona/documents';
import { enqueueInstancePurge, purgeChats } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer' | 'domain'>;

const BATCH_SIZE = 100;
const MAX_JOBS_PER_RUN = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Applies approvals whose texts have not all become pages. */
export function createSubmissionsSweep({ documents, domain }: Deps, sweepDelayMs: number): Sweep {
  return {
    name: 'submissions',
    intervalMs: 5000,
    run: async () => {
      const open: Submission[] = await documents.submissions.acrossScopes.find({
        where: { state: 'approved', applied: false },
        limit: BATCH_SIZE,
      });
      let count = 0;
      for (const { id, instance_id, updated_at } of open) {
        if (updated_at > before(sweepDelayMs)) continue;
        if (await domain.applySubmission(grantScope(instance_id), id)) count++;
      }
      return count;
    },
  };
}

/** Settles jobs whose process died before it could mark them as finished. */
export function createJobsSweep({ documents, domain }: Deps, sweepDelayMs: number): Sweep {
  const walks = (['queued', 'active', 'delayed'] satisfies JobState[]).map((state) =>
    createWalk<Job>(
      (query) =>
        documents.jobs.acrossScopes.find({
          where: { state, created_at: { lt: before(sweepDelayMs) } },
          orderBy: 'created_at',
          ...query,
        }),
      (job) => job.created_at,
      BATCH_SIZE,
    ),
  );
  return {
    name: 'jobs',
    intervalMs: 5000,
    run: async () => {
      let count = 0;
      for (const walk of walks) {
        count += await walk.run(MAX_JOBS_PER_RUN, async (jobs) => {
          let finished = 0;
          for (const { id, instance_id } of jobs) {
            const job = await domain.settleJob(grantScope(instance_id), id);
            if (job?.finished_at) finished++;
          }
          return finished;
        });
      }
      return count;
    },
  };
}

/** Enqueues the purge of deleted personas of which something is left. */
export function createInstancesSweep({ documents, producer }: Deps, sweepDelayMs: number): Sweep {
  return {
    name: 'instances',
    intervalMs: 5000,
    run: async () => {
      const tombstones = await documents.instances.find(installScope, {
        where: { deleted_at: { lt: before(sweepDelayMs) }, purged_at: null },
        limit: BATCH_SIZE,
      });
      // There is one attempt a minute for each: a purge that waits in the queue keeps its id for as long.
      const mark = `s${Math.floor(Date.now() / 60_000).toString(36)}`;
      for (const tombstone of tombstones)
        await enqueueInstancePurge({ documents, producer }, tombstone, mark);
      return tombstones.length;
    },
  };
}

/** Purges deleted chats of which something may be left, which their `busy_until` says. */
export function createChatsSweep(
  { documents, blobs }: Pick<Resources, 'documents' | 'blobs'>,
  sweepDelayMs: number,
): Sweep {
  return {
    name: 'chats',
    intervalMs: 5000,
    run: async () => {
      const left: Chat[] = await documents.chats.acrossScopes.find({
        where: { busy_until: { lt: before(sweepDelayMs) }, deleted_at: { lt: before(sweepDelayMs) } },
        orderBy: 'busy_until',
        limit: BATCH_SIZE,
      });
      await purgeChats({ documents, blobs }, left);
      return left.length;
    },
  };
}

/**
 * Removes kept answers to requests with an Idempotency-Key after their day; claims that were never answered
 * wait as long for a repeat.
 */
export function createIdempotencySweep({ documents: { idempotency } }: Deps): Sweep {
  const remove = async (where: Where<IdempotencyRecord>): Promise<number> => {
    for (let count = 0; ;) {
      const expired = await idempotency.find(installScope, { where, limit: BATCH_SIZE });
      if (expired.length === 0) return count;
      count += await idempotency.remove(
        installScope,
        expired.map(({ id }) => id),
      );
    }
  };
  return {
    name: 'idempotency',
    intervalMs: 60_000,
    run: async () =>
      (await remove({ expires_at: { lt: before(0) }, status_code: { ne: null } })) +
      (await remove({ expires_at: { lt: before(DAY_MS) } })),
  };
}
