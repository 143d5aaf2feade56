// One attacker after another on an estate of their own, each asking once for what is somebody else's and once
// for what does not exist.
import { createRandom, type Random } from '../chaos/random.ts';
import { draftOf, isUnconfigured, urlOf, type Draft, type Operation } from '../openapi/operations.ts';
import type { Place } from '../openapi/places.ts';
import { ownText, pickHandle } from './aim.ts';
import type { AttackReport } from './attack.ts';
import { makeAttackers, type Attacker } from './attackers.ts';
import { furnish, type Estate, type Handle, type Install } from './furnish.ts';
import { seenIn, type Reply } from './reply.ts';
import { chatsOf } from './rows.ts';

/** What an attempt is about; the same for the same seed, whichever lane makes it. */
export interface Attempt {
  operation: Operation;
  place: Place;
  random: Random;
}

/** Deletions, and changes of what is its own, leave an attacker with less and less; then it is given more. */
const ATTEMPTS_PER_ESTATE = 400;
const STREAM_TIMEOUT_MS = 1000;

/** Makes attempts, and writes what it finds into `report`. */
export interface Lane {
  make(attempt: Attempt): Promise<void>;
}

/** Opens a lane, whose attackers have names that contain `by`; `other` is what they must not reach. */
export async function openLane(
  install: Install,
  other: Estate,
  report: AttackReport,
  by: string,
): Promise<Lane> {
  const { gateway } = install;
  let own = await furnish(install);
  let attackers = await makeAttackers(gateway, own, other);
  /** What the attackers sent, and so may read again or have stored as a name or a text of their own. */
  let sent = '';
  let attempts = 0;

  const chosenOf = (all: readonly Attacker[]): Attacker[] => all.filter(({ name }) => name.includes(by));
  if (chosenOf(attackers).length === 0)
    throw new Error(
      `No key has "${by}" in its name; there are: ${attackers.map(({ name }) => name).join(', ')}.`,
    );

  const make = async ({ operation, place, random }: Attempt): Promise<void> => {
    const chosen = chosenOf(attackers);
    const strong = chosen.filter(({ isStrong }) => isStrong);
    const attacker = random.pick(random.chance(0.5) || strong.length === 0 ? chosen : strong);
    const handle = pickHandle(attacker, operation, place, random);
    const seed = random.whole(0, 2 ** 31);
    const asked = async (estate: Estate, as: Attacker, text: string): Promise<Reply> => {
      const same = createRandom(seed);
      const draft = draftOf(operation, same, (name) => ownText(estate, as, operation, name, same));
      place.put(draft, text);
      sent += `${text}\n${JSON.stringify(draft)}\n`;
      const reply = await sendTo(install, as, draft, random);
      report.requests++;
      report.statuses[reply.status] = (report.statuses[reply.status] ?? 0) + 1;
      return reply;
    };
    const what = `${attacker.name}: ${operation.method} ${operation.path}, ${place.name} = ${handle.kind}`;
    const isNeighbourly = attacker.foreign.some((one) => own.neighbours.includes(one));
    const neighbour = isNeighbourly ? await chatsOf(install, own, own.neighbours) : '';

    const twin = handle.twin();
    const reply = await asked(own, attacker, handle.value);
    const control = await asked(own, attacker, twin);
    for (const one of [reply, control]) {
      // A widget key is public, and so is what its pages show.
      const shown = handle.value === other.widgetKey ? other.name : '';
      const leak = leakIn(attacker, one, `${sent}${shown}`);
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
      const as = all.find(({ name }) => name === attacker.name) ?? attacker;
      const value = text === handle.value ? (estate.neighbours[index]?.value ?? text) : text;
      return seenIn(await asked(estate, as, value), value);
    };
    if (differs && (await differsAlone(alone, handle)))
      report.oracles.push(
        `${what}: ${seenIn(reply, handle.value).slice(0, 300)} but ${seenIn(control, twin).slice(0, 300)}`,
      );
    if (isNeighbourly && neighbour !== (await chatsOf(install, own, own.neighbours)))
      report.changes.push(`${what}: the other user's chat is another`);

    attempts++;
    const isSpent = operation.method === 'DELETE' && (reply.status < 300 || control.status < 300);
    if (isSpent || attempts % ATTEMPTS_PER_ESTATE === 0) {
      own = await furnish(install);
      attackers = await makeAttackers(gateway, own, other);
      sent = '';
    }
  };
  return { make };
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
