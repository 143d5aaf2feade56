import { randomUUID } from 'node:crypto';
import {
  newId,
  sha256,
  grantScope,
  type Chat,
  type Message,
  type Page,
  type PageBody,
  type Scope,
} from '@persona/contracts';

/** Complete documents for the contract suite; a test states only the fields that matter to it. */
export const TIME = '2026-11-23T08:00:00.000Z';

/** A persona that nothing else uses, so that suites can share a database. */
export const newScope = (): Scope => grantScope(newId('ins'));

const entity = (scope: Scope, id: string) => ({
  id,
  instance_id: scope,
  version: 1,
  created_at: TIME,
  updated_at: TIME,
});

export function aPage(scope: Scope, fields: Partial<Page> = {}): Page {
  return {
    ...entity(scope, newId('td')),
    identity: `sha:${sha256(randomUUID())}`,
    title: 'Lighthouse',
    title_folded: 'lighthouse',
    content_sha256: sha256('content'),
    live_version: 0,
    status: 'queued',
    source: 'api',
    external_id: null,
    url: null,
    metadata: {},
    stream_id: null,
    stream_round: 0,
    job_id: null,
    batch_id: null,
    enqueued_at: TIME,
    starts: 0,
    error: null,
    chunk_count: 0,
    language: null,
    deleted_at: null,
    purged_at: null,
    ...fields,
  };
}

export function aBody(scope: Scope, fields: Partial<PageBody> = {}): PageBody {
  const page_id = newId('td');
  return {
    ...entity(scope, `${page_id}.1`),
    page_id,
    title: 'Lighthouse',
    content: 'The lamp turns.',
    metadata: {},
    ...fields,
  };
}

export function aChat(scope: Scope, fields: Partial<Chat> = {}): Chat {
  return {
    ...entity(scope, newId('cht')),
    user_id: 'user',
    title: 'Chat',
    message_count: 0,
    busy_with: null,
    busy_until: null,
    deleted_at: null,
    ...fields,
  };
}

export function aMessage(scope: Scope, fields: Partial<Message> = {}): Message {
  return {
    ...entity(scope, newId('msg')),
    chat_id: 'cht_1',
    n: 0,
    role: 'user',
    text: 'Hello',
    client_id_sha256: null,
    reply_to: null,
    answer_type: null,
    citations: [],
    usage: null,
    model: null,
    ...fields,
  };
}

export const ids = (documents: readonly ({ id: string } | null)[]): (string | undefined)[] =>
  documents.map((document) => document?.id);
