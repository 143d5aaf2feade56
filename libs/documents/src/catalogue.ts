import {
  ApiKey,
  AuditBlock,
  Chat,
  Explanation,
  IdempotencyRecord,
  Instance,
  Job,
  KeyUsage,
  Media,
  Message,
  Page,
  PageBody,
  Setting,
  Stream,
  StreamBatch,
  Submission,
} from '@persona/contracts';
import type { TObject } from 'typebox';
import type { CollectionName } from './document-store.ts';

/**
 * The fields by which each entity can be found, as plain data: every adapter builds its tables, schemas and
 * indexes from it. An index begins with the scope by itself; `unique` holds within a scope.
 *
 * Stores keep indexes that are not in it: during an upgrade a process of the version before may start beside
 * newer ones, and must not remove theirs. To remove one, raise DATA_VERSION.
 */
export interface EntitySpec {
  schema: TObject;
  /** Each is a list of fields; a prefix of it serves as well. */
  indexes: readonly (readonly string[])[];
  /**
   * By name. A document with null in any of the fields is not in the index, so such documents never collide.
   */
  unique: Readonly<Record<string, readonly string[]>>;
  /** Indexes that do not begin with the scope, for acrossScopes. */
  sweeps?: readonly (readonly string[])[];
}

export const catalogue: Record<CollectionName, EntitySpec> = {
  instances: {
    schema: Instance,
    indexes: [['deleted_at', 'created_at'], ['owner_key_id'], ['name'], ['purged_at', 'deleted_at']],
    unique: {},
  },
  keys: {
    schema: ApiKey,
    indexes: [['revoked_at'], ['created_at'], ['created_by'], ['has_origins', 'revoked_at']],
    unique: {},
  },
  usage: { schema: KeyUsage, indexes: [], unique: {} },
  pages: {
    schema: Page,
    indexes: [
      ['deleted_at', 'id'],
      ['deleted_at', 'status', 'id'],
      ['deleted_at', 'stream_id', 'status', 'stream_round'],
      ['deleted_at', 'source'],
      ['title_folded'],
      ['external_id'],
      ['job_id', 'status'],
      ['purged_at', 'deleted_at'],
    ],
    unique: { identity: ['identity'] },
    sweeps: [
      ['status', 'enqueued_at'],
      ['purged_at', 'deleted_at'],
    ],
  },
  pageBodies: { schema: PageBody, indexes: [['page_id', 'version']], unique: {} },
  streams: { schema: Stream, indexes: [['created_at']], unique: { client_id: ['client_id_sha256'] } },
  streamBatches: { schema: StreamBatch, indexes: [], unique: { seq: ['stream_id', 'round', 'seq'] } },
  submissions: {
    schema: Submission,
    indexes: [['state', 'id'], ['created_at']],
    unique: {},
    sweeps: [['state', 'applied']],
  },
  chats: {
    schema: Chat,
    indexes: [
      ['deleted_at', 'updated_at'],
      ['deleted_at', 'user_id', 'updated_at'],
    ],
    unique: {},
    sweeps: [['busy_until', 'deleted_at']],
  },
  messages: {
    schema: Message,
    indexes: [['reply_to'], ['answer_type', 'created_at'], ['speech_of']],
    unique: { place: ['chat_id', 'n'], client_id: ['chat_id', 'client_id_sha256'] },
  },
  explanations: { schema: Explanation, indexes: [['chat_id']], unique: {} },
  media: {
    schema: Media,
    indexes: [['deleted_at', 'kind', 'id'], ['state'], ['job_id']],
    unique: { content: ['kind', 'original_sha256'] },
    sweeps: [
      ['state', 'enqueued_at'],
      ['purged_at', 'deleted_at'],
      ['added_by', 'deleted_at'],
    ],
  },
  jobs: {
    schema: Job,
    indexes: [['state', 'created_at'], ['created_at'], ['subject_id']],
    unique: {},
    sweeps: [['state', 'created_at']],
  },
  idempotency: { schema: IdempotencyRecord, indexes: [['expires_at', 'status_code'], ['about']], unique: {} },
  auditBlocks: { schema: AuditBlock, indexes: [['created_at']], unique: {} },
  settings: { schema: Setting, indexes: [], unique: {} },
};
