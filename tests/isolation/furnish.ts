// A persona with one of everything that can belong to it, and the ids by which somebody may ask for each.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import {
  grantScope,
  newId,
  sha256,
  type IdPrefix,
  type Media,
  type Message,
  type Scope,
  type SpokenAnswer,
} from '@persona/contracts';
import { planSpeech, speechKey } from '@persona/domain';
import { mediaRow } from '@persona/testing';
import type { TestGateway } from '../../services/api/src/testing/gateway.ts';
import type { TestService } from '../../services/chat/src/testing/chat-service.ts';

export interface Install {
  gateway: TestGateway;
  service: TestService;
}

/** A text by which something of a persona is asked for. */
export interface Handle {
  readonly kind: string;
  readonly value: string;
  /** Another text of the same form, for which there is nothing. */
  twin(): string;
}

/** Everything of one persona. */
export interface Estate {
  readonly persona: string;
  /** The key that made it. */
  readonly keyId: string;
  /** Public, for the pages of `SITE`. */
  readonly widgetKey: string;
  /** Told to everybody who has the widget key. */
  readonly name: string;
  readonly handles: readonly Handle[];
  /** Of chats of another user of the persona. */
  readonly neighbours: readonly Handle[];
  /** Words that stand in its texts alone; no id of it contains one. */
  readonly canary: string;
  /** The user whose chats `handles` has, and words that stand in these alone. */
  readonly user: string;
  readonly userCanary: string;
  /** Those of the other user. */
  readonly neighbourCanary: string;
}

/** The origin of the site that every persona is on. */
export const SITE = 'https://site.example';

const ID = /\b(ins|voi|vid|td|rev|str|cht|msg|job|key|wk)_[0-9A-HJKMNP-TV-Z]{26}\b/g;

/** The random part at the end of a ULID; its time stands before. */
const RANDOM_LENGTH = 16;

/** Other ids in the place of all ids of a text, the same for the same. */
function withOtherIds(text: string): string {
  const others = new Map<string, string>();
  return text.replaceAll(ID, (id, prefix: IdPrefix) => {
    // Of the same moment, so that it has the same place in an order.
    const other = others.get(id) ?? `${id.slice(0, -RANDOM_LENGTH)}${newId(prefix).slice(-RANDOM_LENGTH)}`;
    others.set(id, other);
    return other;
  });
}

const handle = (kind: string, value: string): Handle => ({
  kind,
  value,
  twin: () => {
    const other = withOtherIds(value);
    // What a caller made up itself has a random part, as `newText` makes it.
    return other === value ? value.replace(/[0-9a-f]{12}/, () => randomText()) : other;
  },
});
const randomText = (): string => randomUUID().replaceAll('-', '').slice(0, 12);
const newText = (word: string): string => `${word}-${randomText()}`;

/** A cursor holds the id after which a list goes on. */
const cursorHandle = (kind: string, value: string): Handle => ({
  kind,
  value,
  twin: () =>
    Buffer.from(withOtherIds(Buffer.from(value, 'base64url').toString('utf8'))).toString('base64url'),
});

/** Makes a persona with one of everything; what a worker would have to make is written into the stores. */
export async function furnish({ gateway, service }: Install): Promise<Estate> {
  const canary = newText('canary').replace('-', '');
  const userCanary = newText('spoken').replace('-', '');
  const neighbourCanary = newText('neighbour').replace('-', '');
  const owner = await gateway.newKey({ name: `key of ${canary}`, scopes: ['admin'] });
  const call = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, headers = {}) => {
    const reply = await gateway.call(method, url, body, {
      key: owner.token,
      headers,
    });
    if (reply.status >= 300) throw new Error(`${method} ${url}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  const handles: Handle[] = [];
  const add = (kind: string, value: unknown): string => {
    if (typeof value !== 'string') throw new Error(`There is no ${kind}.`);
    handles.push(handle(kind, value));
    return value;
  };

  const name = newText('name');
  const made = await call('POST', '/api/instance', {
    instance_data: { name, description: `About ${canary}`, configuration: { note: canary } },
  });
  const persona = add('persona', made['instance_id']);
  add('name', name);
  const scope = grantScope(persona);
  const at = `instance_id=${persona}`;

  // Knowledge: one page that answers, and one of a stream that waits.
  const live = await service.seed.page(persona, {
    title: `Tides of ${canary}`,
    content: `The tide turns at ${canary} twice a day. The harbour is called ${canary}.`,
    metadata: { place: canary },
  });
  add('page', live.id);
  const [external, address, stream] = [
    newText('external'),
    `https://example.org/${newText('page')}`,
    newText('stream'),
  ];
  const stored = await call('POST', `/api/kb/stream-pages?${at}`, {
    stream_data: {
      stream_id: stream,
      seq: 1,
      final: true,
      pages: [
        {
          title: `Waiting ${canary}`,
          content: `More of ${canary}.`,
          metadata: { external_id: external, note: canary },
        },
        { title: `Linked ${canary}`, content: `Still more of ${canary}.`, metadata: { url: address } },
      ],
    },
  });
  for (const page of stored['pages'] as { id: string }[]) add('page', page.id);
  add('external_id', external);
  add('url', address);
  add('stream', stream);
  add('job', stored['job_id']);
  add('stream row', (await gateway.domain.findStream(scope, stream))?.id);

  const proposed = await call('POST', `/api/kb/review-data?${at}`, {
    review_data: { articles: [`Proposed: ${canary} is closed.`], notes: [`For ${canary}`] },
  });
  add('submission', proposed['review_id']);

  // Chats of two users.
  const user = newText('user');
  const repeat = newText('repeat');
  const chatOf = async (who: string, word: string, into: Handle[], headers = {}) => {
    const message = newText('message');
    const said = await call(
      'POST',
      '/api/kb/v2/chat',
      {
        chat_data: { instance_id: persona, user_id: who, message: `Tell me of ${word}`, message_id: message },
      },
      headers,
    );
    const chat = String(said['chat_id']);
    const rows = await gateway.documents.messages.find(scope, { where: { chat_id: chat }, limit: 10 });
    for (const row of rows) if (row.role === 'assistant') await speak(gateway, scope, row);
    into.push(
      handle('chat', chat),
      handle('user', who),
      handle('message', message),
      ...rows.map(({ id }) => handle('message row', id)),
    );
  };
  await chatOf(user, `${canary} ${userCanary}`, handles, { 'idempotency-key': repeat });
  add('repeat', repeat);
  const neighbours: Handle[] = [];
  await chatOf(newText('user'), neighbourCanary, neighbours);

  // Recordings: two of the persona that are ready, and one that was not given to a persona.
  for (const kind of ['voice', 'video'] as const) {
    const media = await recording(gateway, persona, kind, canary);
    add(kind, media.id);
    for (const { blob_key } of media.renditions) add('file', blob_key);
    add('job', (await gateway.domain.createJob(scope, jobOf(kind, media.id))).id);
  }
  const loose = await recording(gateway, owner.key.id, 'voice', canary);
  add('voice', loose.id);
  for (const { blob_key } of loose.renditions) add('file', blob_key);

  const key = await gateway.newKey({ name: `another of ${canary}`, scopes: ['kb'], instance_ids: [persona] });
  add('key', key.key.id);
  add('key', owner.key.id);
  const site = { instance_id: persona, origins: [SITE], name: `site of ${canary}` };
  const widget = await call('POST', '/api/admin/widget-keys', site);
  const widgetKey = add('key', widget['key_id']);

  for (const list of ['training-data', 'review-data']) {
    const { next_cursor: cursor } = await call('GET', `/api/kb/${list}?${at}&limit=1`);
    if (typeof cursor === 'string') handles.push(cursorHandle('cursor', cursor));
  }
  return {
    persona,
    keyId: owner.key.id,
    widgetKey,
    name,
    handles,
    neighbours,
    canary,
    user,
    userCanary,
    neighbourCanary,
  };
}

const jobOf = (kind: 'voice' | 'video', subject_id: string) => ({
  kind: `${kind}.process` as const,
  subject_id,
  requested_by: 'key_test',
});

/** A recording that is ready to be played, with a file. */
async function recording(
  { documents, blobs }: TestGateway,
  owner: string,
  kind: 'voice' | 'video',
  canary: string,
): Promise<Media> {
  const scope = grantScope(owner);
  const id = newId(kind === 'voice' ? 'voi' : 'vid');
  const bytes = Buffer.from(`sound of ${canary}`);
  const key = blobKey(scope, id, `${kind}.webm`);
  await blobs.put(key, Readable.from([bytes]));
  const file = {
    name: kind,
    blob_key: key,
    content_type: `${kind === 'voice' ? 'audio' : 'video'}/webm`,
    bytes: bytes.length,
    sha256: sha256(bytes),
    measured: {},
  };
  const row = mediaRow(scope, {
    id,
    kind,
    state: 'ready',
    declared: { title: canary, description: canary, tone: canary },
    renditions: [file],
  });
  await documents.media.insert(scope, [row]);
  return row;
}

/** Makes an answer one that was heard, with the words that only its user may know in what is heard. */
async function speak({ documents, blobs }: TestGateway, scope: Scope, answer: Message): Promise<void> {
  const { of } = await planSpeech(documents, scope, answer, { model: undefined });
  const file = async (name: string, content_type: string) => {
    const blob_key = speechKey(scope, answer, name);
    const put = await blobs.put(blob_key, Readable.from([Buffer.from(`heard: ${answer.text}`)]));
    return { name, blob_key, content_type, ...put, measured: {} };
  };
  const now = new Date().toISOString();
  const speech: SpokenAnswer = {
    state: 'ready',
    source: 'synthesiser',
    audio: await file('reply.m4a', 'audio/mp4'),
    captions: await file('reply.vtt', 'text/vtt'),
    media_ids: [],
    starts: 1,
    error: null,
    asked_at: now,
    finished_at: now,
  };
  await documents.messages.update(scope, answer.id, { set: { speech, speech_of: of } });
}
