// Asks for what is somebody else's, in every place of every route, with every kind of key, and compares each
// reply with the one for something that does not exist.
import { grantScope, installScope } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import { createRandom, type Random } from '../chaos/random.ts';
import {
  draftOf,
  isUnconfigured,
  operationsOf,
  urlOf,
  type Draft,
  type Operation,
} from '../openapi/operations.ts';
import { placesOf, type Place } from '../openapi/places.ts';
import { makeAttackers, type Attacker } from './attackers.ts';
import { furnish, type Estate, type Handle, type Install } from './furnish.ts';
import { seenIn, type Reply } from './reply.ts';

export interface AttackOptions {
  attempts: number;
  seed: number;
  /** Only operations whose method and path contain this. */
  only?: string | undefined;
  /** Only with keys whose name contains this. */
  by?: string | undefined;
  say?: (line: string) => void;
}

/** What was found; sentences, which name the request that shows it. */
export interface Findings {
  /** Replies that held something of others. */
  leaks: string[];
  /** Replies that differ from those for what does not exist. */
  oracles: string[];
  /** Things of others that are not as they were. */
  changes: string[];
  /** Keys that open nothing, and were answered. */
  admissions: string[];
  /** Faults of the service's own. */
  faults: string[];
}

export interface AttackReport extends Findings {
  attempts: number;
  requests: number;
  operations: number;
  places: number;
  /** How often each status was answered. */
  statuses: Record<string, number>;
}

/** Deletions, and changes of what is its own, leave an attacker with less and less; then it is given more. */
const ATTEMPTS_PER_ESTATE = 400;
const STREAM_TIMEOUT_MS = 1000;

export async function attack(install: Install, options: AttackOptions): Promise<AttackReport> {
  const { gateway } = install;
  const random = createRandom(options.seed);
  const { body } = await gateway.call<Parameters<typeof operationsOf>[0]>('GET', '/openapi.json');
  const operations = operationsOf(body).filter(({ method, path }) =>
    `${method} ${path}`.includes(options.only ?? ''),
  );
  const targets = operations.flatMap((operation) =>
    placesOf(operation).map((place) => ({ operation, place })),
  );
  // Half of the attempts are at what the document declares, which is a small part of all places.
  const declared = createDeck(
    targets.filter(({ place }) => place.isDeclared),
    random,
  );
  const undeclared = createDeck(
    targets.filter(({ place }) => !place.isDeclared),
    random,
  );

  // The install's default persona is nobody's of these.
  await gateway.newPersona();
  const other = await furnish(install);
  const before = await rowsOf(install, other);
  let own = await furnish(install);
  let attackers = await makeAttackers(gateway, own, other);
  /** What the attackers sent, and so may read again or have stored as a name or a text of their own. */
  let sent = '';

  const report: AttackReport = {
    attempts: 0,
    requests: 0,
    operations: operations.length,
    places: targets.length,
    statuses: {},
    leaks: [],
    oracles: [],
    changes: [],
    admissions: [],
    faults: [],
  };
  const send = async (attacker: Attacker, draft: Draft): Promise<Reply> => {
    report.requests++;
    const reply = await sendTo(install, attacker, draft, random);
    report.statuses[reply.status] = (report.statuses[reply.status] ?? 0) + 1;
    return reply;
  };

  for (; report.attempts < options.attempts; report.attempts++) {
    const { operation, place } = random.chance(0.5) ? declared() : undeclared();
    const chosen = attackers.filter(({ name }) => name.includes(options.by ?? ''));
    const strong = chosen.filter(({ isStrong }) => isStrong);
    const attacker = random.pick(random.chance(0.5) || strong.length === 0 ? chosen : strong);
    const handle = pickHandle(attacker, operation, place, random);
    const seed = random.whole(0, 2 ** 31);
    const asked = (estate: Estate, by: Attacker, text: string): Promise<Reply> => {
      const same = createRandom(seed);
      const draft = draftOf(operation, same, (name) => ownText(estate, by, operation, name, same));
      place.put(draft, text);
      sent += `${text}\n${JSON.stringify(draft)}\n`;
      return send(by, draft);
    };
    const what = `${attacker.name}: ${operation.method} ${operation.path}, ${place.name} = ${handle.kind}`;
    const neighbour = await chatsOf(install, own, own.neighbours);

    const twin = handle.twin();
    const reply = await asked(own, attacker, handle.value);
    const control = await asked(own, attacker, twin);
    for (const one of [reply, control]) {
      const leak = leakIn(attacker, one, sent);
      if (leak !== undefined) report.leaks.push(`${what}: ${one.status} holds ${leak}`);
      if (one.status >= 500 && !isUnconfigured(one.status, one.text))
        report.faults.push(`${what}: ${one.status} ${one.text.slice(0, 200)}`);
      if (attacker.isDead && !operation.isPublic && one.status !== 401)
        report.admissions.push(`${what}: ${one.status}`);
    }
    const differs = seenIn(reply, handle.value) !== seenIn(control, twin);
    /** The reply to an estate of its own, in which nothing has been asked before. */
    const alone = async (text: string): Promise<string> => {
      const estate = await furnish(install);
      const all = await makeAttackers(gateway, estate, other);
      // What is behind the wall within a persona is another one in each.
      const index = own.neighbours.indexOf(handle);
      const by = all.find(({ name }) => name === attacker.name) ?? attacker;
      const value = text === handle.value ? (estate.neighbours[index]?.value ?? text) : text;
      return seenIn(await asked(estate, by, value), value);
    };
    if (differs && (await differsAlone(alone, handle)))
      report.oracles.push(
        `${what}: ${seenIn(reply, handle.value).slice(0, 300)} but ${seenIn(control, twin).slice(0, 300)}`,
      );
    if (
      attacker.foreign.some((one) => own.neighbours.includes(one)) &&
      neighbour !== (await chatsOf(install, own, own.neighbours))
    )
      report.changes.push(`${what}: the other user's chat is another`);

    const isSpent = operation.method === 'DELETE' && (reply.status < 300 || control.status < 300);
    if (isSpent || report.attempts % ATTEMPTS_PER_ESTATE === ATTEMPTS_PER_ESTATE - 1) {
      own = await furnish(install);
      attackers = await makeAttackers(gateway, own, other);
      sent = '';
    }
    if (report.attempts % 5000 === 4999) options.say?.(`${report.attempts + 1} attempts`);
  }
  const after = await rowsOf(install, other);
  for (const [name, rows] of before)
    if (after.get(name) !== rows) report.changes.push(`${name}: ${rows} is now ${after.get(name)}`);
  return report;
}

/** Whether a difference is one of the id, and not of what was asked before. */
async function differsAlone(alone: (text: string) => Promise<string>, handle: Handle): Promise<boolean> {
  const [control, reply, again] = [
    await alone(handle.twin()),
    await alone(handle.value),
    await alone(handle.twin()),
  ];
  return control === again && reply !== control;
}

/** The first of what `attacker` must not see that a reply holds although nobody like it had sent it. */
function leakIn({ forbidden }: Attacker, { text, headers }: Reply, sent: string): string | undefined {
  const whole = `${JSON.stringify(headers)}\n${text}`;
  return forbidden.find((word) => whole.includes(word) && !sent.includes(word));
}

/** Half of the time something of the kind that belongs in the place, else anything. */
function pickHandle({ foreign }: Attacker, operation: Operation, place: Place, random: Random): Handle {
  const name = place.name.split(/[ .]/).at(-1) ?? '';
  const kind = kindOf(operation.path, name);
  const fitting = foreign.filter((one) => one.kind === kind);
  return fitting.length > 0 && random.chance(0.5) ? random.pick(fitting) : random.pick(foreign);
}

/** The kind of thing that a name means on a route, as far as it says. */
function kindOf(path: string, name: string): string {
  const plain = name.replace(/^owner_|_id$/g, '');
  const known: Record<string, string> = {
    instance: 'persona',
    model: 'persona',
    'x-instance-id': 'persona',
    td: 'page',
    articles: 'page',
    '0': 'page',
    path: 'file',
    external: 'external_id',
    'last-event-id': 'message row',
    'idempotency-key': 'repeat',
  };
  if (plain !== 'id') return known[plain] ?? plain;
  const byPath: [string, string][] = [
    ['/instance', 'persona'],
    ['training-data', 'page'],
    ['review-data', 'submission'],
    ['/jobs', 'job'],
    ['/streams', 'stream'],
    ['/keys', 'key'],
    ['/voice', 'voice'],
    ['/video', 'video'],
    ['/messages/{id}/', 'message row'],
    ['/persona/', 'chat'],
  ];
  return byPath.find(([part]) => path.includes(part))?.[1] ?? '';
}

/** What stands in the other places of a request: the attacker's own. */
function ownText(
  own: Estate,
  { keyId }: Attacker,
  { path }: Operation,
  name: string,
  random: Random,
): string | undefined {
  if (name === 'owner_key_id' || (name === 'key_id' && path.includes('/instance'))) return keyId;
  const kind = kindOf(path, name);
  const fitting = own.handles.filter((one) => one.kind === kind);
  if (fitting.length > 0) return random.pick(fitting).value;
  return name === 'id' ? random.pick(own.handles).value : undefined;
}

async function sendTo(
  { gateway }: Install,
  { token }: Attacker,
  draft: Draft,
  random: Random,
): Promise<Reply> {
  const response = await gateway.app.inject({
    method: draft.method as 'GET',
    url: urlOf(draft),
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...draft.headers },
    ...(draft.body === undefined ? {} : { payload: draft.body as object }),
    // Wrong keys are counted by address.
    remoteAddress: `10.${random.whole(0, 255)}.${random.whole(0, 255)}.${random.whole(1, 254)}`,
    payloadAsStream: true,
  });
  const stream = response.stream();
  // Only the events of work that goes on do not end by themselves.
  const limit = setTimeout(() => stream.destroy(), STREAM_TIMEOUT_MS);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  } catch (error) {
    if (!stream.destroyed) throw error;
  } finally {
    clearTimeout(limit);
  }
  return {
    status: response.statusCode,
    headers: response.headers,
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Everything that is kept of an estate, by where it is kept. */
async function rowsOf({ gateway }: Install, estate: Estate): Promise<Map<string, string>> {
  const { documents, blobs } = gateway;
  const kept = new Map<string, string>();
  const collections = Object.entries(documents).filter(
    (entry): entry is [string, Collection<Entity>] => typeof entry[1] === 'object' && 'find' in entry[1],
  );
  for (const owner of [estate.persona, estate.keyId])
    for (const [name, collection] of collections) {
      const rows = await collection.find(grantScope(owner), { limit: 1000 });
      kept.set(`${name} of ${owner}`, JSON.stringify(rows));
    }
  for (const { kind, value } of estate.handles) {
    if (kind === 'file') kept.set(value, JSON.stringify(await blobs.stat(value as never)));
    if (kind !== 'key') continue;
    const key = await documents.keys.get(installScope, value);
    kept.set(value, JSON.stringify({ ...key, last_used_at: null }));
  }
  kept.set(estate.persona, JSON.stringify(await documents.instances.get(installScope, estate.persona)));
  const owned = await documents.instances.count(installScope, { owner_key_id: estate.keyId });
  return kept.set(`personas of ${estate.keyId}`, String(owned));
}

/** The chats among these handles, with their messages. */
async function chatsOf({ gateway }: Install, own: Estate, handles: readonly Handle[]): Promise<string> {
  const { chats, messages } = gateway.documents;
  const scope = grantScope(own.persona);
  const rows = [];
  for (const { kind, value } of handles) {
    if (kind === 'chat')
      rows.push(
        await chats.get(scope, value),
        await messages.find(scope, { where: { chat_id: value }, limit: 100 }),
      );
  }
  return JSON.stringify(rows);
}

/** Deals all of `items` in a random order, and then again in another. */
function createDeck<T>(items: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...items];
    const at = random.whole(0, left.length - 1);
    const dealt = left[at];
    const last = left.pop();
    if (dealt === undefined || last === undefined) throw new Error('There is nothing to deal.');
    if (at < left.length) left[at] = last;
    return dealt;
  };
}
