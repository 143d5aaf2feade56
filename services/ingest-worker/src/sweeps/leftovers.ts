import {
  grantScope,
  installScope,
  type Chat,
  type IdempotencyRecord,
  type Job,
  type JobState,
  type Submission,
} from '@persona/contracts';
import type { Where } from '@persona/documents';
import { enqueueInstancePurge, forgetReplies } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer' | 'domain'>;

const CHUNK = 100;
const JOBS_A_RUN = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Approvals whose texts have not all become pages. */
export function createSubmissionsSweep({ documents, domain }: Deps, behindMs: number): Sweep {
  return {
    name: 'submissions',
    everyMs: 5000,
    run: async () => {
      const open: Submission[] = await documents.submissions.acrossScopes.find({
        where: { state: 'approved', applied: false },
        limit: CHUNK,
      });
      let count = 0;
      for (const { id, instance_id, updated_at } of open) {
        if (updated_at > before(behindMs)) continue;
        if (await domain.applySubmission(grantScope(instance_id), id)) count++;
      }
      return count;
    },
  };
}

/** Jobs that nobody lived to call finished. */
export function createJobsSweep({ documents, domain }: Deps, behindMs: number): Sweep {
  const walks = (['queued', 'active', 'delayed'] satisfies JobState[]).map((state) =>
    createWalk<Job>(
      (query) =>
        documents.jobs.acrossScopes.find({
          where: { state, created_at: { lt: before(behindMs) } },
          orderBy: 'created_at',
          ...query,
        }),
      (job) => job.created_at,
      CHUNK,
    ),
  );
  return {
    name: 'jobs',
    everyMs: 5000,
    run: async () => {
      let count = 0;
      for (const walk of walks) {
        count += await walk.stretch(JOBS_A_RUN, async (jobs) => {
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

/** Deleted personas of which something is left. */
export function createInstancesSweep({ documents, producer }: Deps, behindMs: number): Sweep {
  return {
    name: 'instances',
    everyMs: 5000,
    run: async () => {
      const tombstones = await documents.instances.find(installScope, {
        where: { deleted_at: { lt: before(behindMs) }, purged_at: null },
        limit: CHUNK,
      });
      // One try a minute each: a purge that waits in the queue keeps its id for as long.
      const mark = `s${Math.floor(Date.now() / 60_000).toString(36)}`;
      for (const tombstone of tombstones)
        await enqueueInstancePurge({ documents, producer }, tombstone, mark);
      return tombstones.length;
    },
  };
}

/**
 * Deleted chats of which something may be left, by their `busy_until`: of turns that were under way and whose process failed or died, and
 * where what was removed could not be overwritten at once.
 */
export function createChatsSweep({ documents }: Pick<Deps, 'documents'>, behindMs: number): Sweep {
  const { chats, messages } = documents;
  return {
    name: 'chats',
    everyMs: 5000,
    run: async () => {
      const left: Chat[] = await chats.acrossScopes.find({
        where: { busy_until: { lt: before(behindMs) }, deleted_at: { lt: before(behindMs) } },
        orderBy: 'busy_until',
        limit: CHUNK,
      });
      const empty: Chat[] = [];
      for (const chat of left) {
        const scope = grantScope(chat.instance_id);
        const rows = await messages.find(scope, { where: { chat_id: chat.id }, limit: CHUNK });
        await messages.remove(
          scope,
          rows.map((row) => row.id),
        );
        // What is more than that is found again.
        if (rows.length < CHUNK) empty.push(chat);
      }
      for (const [persona, own] of Map.groupBy(empty, ({ instance_id }) => instance_id))
        await forgetReplies(documents, grantScope(persona), new Set(own.map(({ id }) => id)));
      if (empty.length > 0) await documents.compact();
      for (const { id, instance_id, busy_with, busy_until } of empty)
        await chats.update(grantScope(instance_id), id, {
          where: { busy_with, busy_until },
          set: { busy_with: null, busy_until: null },
        });
      return left.length;
    },
  };
}

/** Stored answers to requests with an Idempotency-Key, after their day; claims that were never answered wait as long for a repeat. */
export function createIdempotencySweep({ documents: { idempotency } }: Deps): Sweep {
  const remove = async (where: Where<IdempotencyRecord>): Promise<number> => {
    for (let count = 0; ;) {
      const expired = await idempotency.find(installScope, { where, limit: CHUNK });
      if (expired.length === 0) return count;
      count += await idempotency.remove(
        installScope,
        expired.map(({ id }) => id),
      );
    }
  };
  return {
    name: 'idempotency',
    everyMs: 60_000,
    run: async () =>
      (await remove({ expires_at: { lt: before(0) }, status_code: { ne: null } })) +
      (await remove({ expires_at: { lt: before(DAY_MS) } })),
  };
}
