import path from 'node:path';
import {
  bodyId,
  INTERNAL_TOKEN_HEADER,
  newId,
  sha256,
  grantScope,
  installScope,
  type ChatAnswer,
  type ChatTurn,
  type ErrorBody,
  type Instance,
  type Page,
} from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import type { TurnOptions } from '@persona/domain';
import { createModels, probeModels } from '@persona/models';
import { createHealth, createLogger, createMetrics } from '@persona/runtime';
import { createEncoderPool, createSqliteSearchIndex, encodePage, type SearchIndex } from '@persona/search';
import { tempFolder } from '@persona/testing';
import { buildApp } from '../app.ts';
import type { Resources } from '../resources.ts';
import type { NumberedEvent } from '../answer-stream.ts';

const TOKEN = 'token of this test';

/** Writes personas and pages for tests directly into real stores. */
function createSeed(documents: DocumentStore, search: SearchIndex) {
  return {
    async persona(name = 'Ada Moreau', description = 'A lighthouse keeper.'): Promise<string> {
      const now = new Date().toISOString();
      const instance: Instance = {
        id: newId('ins'),
        instance_id: 'install',
        version: 1,
        created_at: now,
        updated_at: now,
        name,
        description,
        configuration: {},
        owner_key_id: 'key_test',
        deleted_at: null,
        purged_at: null,
        purge_job_id: null,
      };
      await documents.instances.insert(installScope, [instance]);
      return instance.id;
    },
    /** Stores a live page. */
    async page(
      instance_id: string,
      fields: { title: string; content: string; url?: string; metadata?: Record<string, unknown> },
    ): Promise<Page> {
      const now = new Date().toISOString();
      const id = newId('td');
      const { title, content, url = null, metadata = {} } = fields;
      const base = { instance_id, version: 1, created_at: now, updated_at: now };
      const page: Page = {
        ...base,
        id,
        identity: `sha:${id}`,
        title,
        title_folded: title.toLowerCase(),
        content_sha256: sha256(content),
        live_version: 1,
        status: 'live',
        source: 'api',
        external_id: null,
        url,
        metadata,
        stream_id: null,
        stream_round: 0,
        job_id: null,
        batch_id: null,
        enqueued_at: now,
        starts: 1,
        error: null,
        chunk_count: 1,
        language: 'en',
        deleted_at: null,
        purged_at: null,
      };
      const scope = grantScope(instance_id);
      await documents.pages.insert(scope, [page]);
      await documents.pageBodies.insert(scope, [
        { ...base, id: bodyId(id, 1), page_id: id, title, content, metadata },
      ]);
      await search.put(scope, [encodePage({ page_id: id, version: 1, title, content, metadata })]);
      return page;
    },
  };
}

export type TestService = Awaited<ReturnType<typeof openTestService>>;

/** Opens the whole chat service over real stores in a folder of its own. */
export async function openTestService({
  modelUrl,
  helpers = {},
  logs,
  beside,
  ...options
}: TurnOptions & {
  modelUrl?: string;
  /** The models in addition to the one that writes. */
  helpers?: {
    EMBEDDING_MODEL?: string;
    RERANK_MODEL?: string;
    SPEECH_MODEL?: string;
    TRANSCRIPTION_MODEL?: string;
  };
  /** Gets every line of the log. */
  logs?: string[];
  /** Another process's stores, which that process closes. */
  beside?: Pick<Resources, 'documents' | 'search'>;
} = {}) {
  const folder = tempFolder();
  const { documents, search } = beside ?? {
    documents: createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') }),
    search: createSqliteSearchIndex({ folder: path.join(folder.path, 'search') }),
  };
  const encoder = createEncoderPool({ threads: 1 });
  const metrics = createMetrics('chat');
  const settings =
    modelUrl === undefined ? {} : { OPENAI_BASE_URL: modelUrl, CHAT_MODEL: 'scripted', ...helpers };
  const models = createModels(settings);
  const health = createHealth({ documents: () => documents.ready(), search: () => search.ready() });
  const logger = logs
    ? createLogger('chat', 'info', { write: (line) => void logs.push(line) })
    : createLogger('chat', 'silent');
  const app = await buildApp(
    {
      documents,
      search,
      encoder,
      model: models.chat,
      embedding: models.embedding,
      reranker: models.reranker,
      speech: models.speech,
      transcriber: models.transcriber,
      probeModels: () => probeModels(settings),
      health,
      logger,
      metrics,
      token: TOKEN,
    },
    options,
  );

  const post = async (route: string, payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: `/internal/${route}`,
      headers: { [INTERNAL_TOKEN_HEADER]: TOKEN, ...headers },
      payload: payload as object,
    });
  const turnOf = (fields: Partial<ChatTurn>): ChatTurn => ({
    instance_id: '',
    user_id: 'user123',
    chat_id: null,
    pinned_user_id: null,
    message: 'Hello',
    message_id: null,
    context: null,
    top_k: null,
    filters: null,
    request_id: 'req_test',
    ...fields,
  });

  return {
    app,
    documents,
    search,
    metrics,
    seed: createSeed(documents, search),
    post,
    turnOf,
    /** Sends a turn and returns the answer as JSON. */
    async chat(fields: Partial<ChatTurn>) {
      const response = await post('chat', turnOf(fields));
      return {
        status: response.statusCode,
        headers: response.headers,
        body: response.json<ChatAnswer & Partial<ErrorBody>>(),
      };
    },
    /** Sends a turn and returns its events. */
    async events(fields: Partial<ChatTurn>): Promise<NumberedEvent[]> {
      const response = await post('chat', turnOf(fields), { accept: 'text/event-stream' });
      return parseEvents(response.body);
    },
    messages: (instance_id: string, chat_id: string) =>
      documents.messages.find(grantScope(instance_id), { where: { chat_id }, orderBy: 'n', limit: 1000 }),
    async close() {
      await app.close();
      await encoder.close();
      if (!beside) {
        await search.close();
        await documents.close();
      }
      folder.remove();
    },
  };
}

/** The events of a stream, without pings. */
export function parseEvents(text: string): NumberedEvent[] {
  return text.split('\n\n').flatMap((block) => {
    const [, id, event, data = ''] = /^(?:id: (.*)\n)?event: (.*)\ndata: (.*)$/.exec(block) ?? [];
    if (event === undefined) return [];
    return [
      { ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) as unknown } as NumberedEvent,
    ];
  });
}

/** The text of an answer's deltas. */
export const joined = (events: readonly NumberedEvent[]): string =>
  events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
