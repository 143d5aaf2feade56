import type { Board } from './board.ts';
import type { Client } from './client.ts';
import type { Ledger, PageState } from './ledger.ts';
import { keyOf, pageOf } from './pages.ts';
import { createRandom, type Random } from './random.ts';
import type { Reader } from './reader.ts';

export interface DriverOptions {
  client: Client;
  ledger: Ledger;
  board: Board;
  reader: Reader;
  seed: number;
  pages: number;
  /** Concurrent senders, each with pages of its own. */
  lanes: number;
  /** Called with the share of the work that is done, and awaited. */
  progress(share: number): Promise<void>;
}

/** A page as its sender knows it. */
interface Own {
  key: string;
  /** The last edition that was sent. */
  edition: number;
  /** Null until a store was acknowledged. */
  id: string | null;
}

interface Stored {
  pages: { id: string }[];
}

/** The share of interrupted operations whose outcome is left open instead of sending them again. */
const LEFT_OPEN_SHARE = 0.25;
const CHANGES_A_PAGE = 0.6;
const MAX_TRIES = 500;

/**
 * Stores, streams, changes and deletes pages until each has been created and has had its share of changes.
 */
export async function drive(options: DriverOptions): Promise<void> {
  const { pages, lanes, seed, progress } = options;
  let done = 0;
  const total = pages * (1 + CHANGES_A_PAGE);
  const advance = async (count: number) => {
    done += count;
    await progress(Math.min(1, done / total));
  };
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => {
      const own = Array.from({ length: pages }, (_, n) => n).filter((n) => n % lanes === lane);
      const keys = own.map((n) => keyOf(n));
      return driveLane(options, `lane-${lane}`, keys, createRandom(seed * 1000 + lane), advance);
    }),
  );
}

async function driveLane(
  { client, ledger, board, reader }: DriverOptions,
  name: string,
  keys: readonly string[],
  random: Random,
  advance: (count: number) => Promise<void>,
): Promise<void> {
  const absent: Own[] = keys.map((key) => ({ key, edition: 0, id: null }));
  const present: Own[] = [];
  let changes = Math.round(keys.length * CHANGES_A_PAGE);
  let seq = 0;

  /** Moves pages to their next edition; returns what is to be sent. */
  const next = (own: readonly Own[]) =>
    own.map((one) => {
      one.edition++;
      board.page(one.key);
      return pageOf(one.key, one.edition);
    });
  const statesOf = (own: readonly Own[]): PageState[] => own.map(({ key, edition }) => [key, edition]);
  const nowThere = (own: readonly Own[], ids: readonly (string | undefined)[]) => {
    for (const [n, one] of own.entries()) {
      const id = ids[n];
      if (id === undefined) continue;
      one.id = id;
      const page = board.page(one.key);
      if (page.leaving) Object.assign(page, { leaving: false, seen: false });
    }
  };
  /** Sends the operation until its outcome is known, or leaves the outcome open after an interruption. */
  const ask = async <T>(method: string, route: string, body?: unknown) => {
    if (!random.chance(LEFT_OPEN_SHARE)) return client.insist<T>(method, route, body);
    return { ending: await client.send<T>(method, route, body), tries: 1 };
  };

  const store = async (own: readonly Own[]) => {
    const pages = next(own);
    const op = ledger.intend('store', statesOf(own));
    const { ending, tries } = await ask<Stored>('POST', '/api/kb/store-pages', { pages });
    const ids = ending.kind === 'done' ? ending.body.pages.map(({ id }) => id) : [];
    nowThere(own, ids);
    ledger.settle(op, { acked: ids.length > 0 ? own.map(({ key }) => key) : [], tries });
  };
  /**
   * A batch of an ordered stream: it is repeated until it is acknowledged, since the next one depends on it.
   */
  const storeOrdered = async (own: readonly Own[]) => {
    const pages = next(own);
    const op = ledger.intend('batch', statesOf(own));
    seq++;
    const stream_data = { stream_id: `${name}-ordered`, seq, pages };
    const { ending, tries } = await client.insist<Stored>('POST', '/api/kb/stream-pages', { stream_data });
    if (ending.kind !== 'done') throw new Error(`The stream of ${name} is gone.`);
    nowThere(
      own,
      ending.body.pages.map(({ id }) => id),
    );
    ledger.settle(op, { acked: own.map(({ key }) => key), tries });
  };
  const storeLines = async (own: readonly Own[]) => {
    const pages = next(own);
    const op = ledger.intend('lines', statesOf(own));
    const maxTries = random.chance(LEFT_OPEN_SHARE) ? 1 : MAX_TRIES;
    const ids = new Map<number, string>();
    let tries = 0;
    while (ids.size < pages.length && tries < maxTries) {
      if (tries++ > 0) await client.insist('GET', '/api/kb/training-data?limit=1');
      // Everything is sent again: what is already there is only acknowledged.
      for (const [line, id] of await client.stream(`${name}-lines`, pages)) ids.set(line, id);
    }
    if (tries === MAX_TRIES) throw new Error(`The lines of ${name} are not acknowledged.`);
    nowThere(
      own,
      own.map((_, n) => ids.get(n + 1)),
    );
    ledger.settle(op, { acked: own.filter((_, n) => ids.has(n + 1)).map(({ key }) => key), tries });
  };
  const change = async (one: Own) => {
    if (one.id === null) return store([one]);
    const [page] = next([one]);
    const op = ledger.intend('change', statesOf([one]));
    const training_data = { id: one.id, content: page?.content };
    const { ending, tries } = await ask('PUT', '/api/kb/training-data', { training_data });
    ledger.settle(op, {
      acked: ending.kind === 'done' ? [one.key] : [],
      missing: ending.kind === 'missing' ? [one.key] : [],
      tries,
    });
    if (ending.kind === 'missing') one.id = null;
  };
  const remove = async (one: Own) => {
    if (one.id === null) return store([one]);
    const op = ledger.intend('delete', [[one.key, 0]]);
    const page = board.page(one.key);
    page.leaving = true;
    const { ending, tries } = await ask('DELETE', `/api/kb/training-data/${one.id}`);
    const acked = ending.kind === 'done' ? [one.key] : [];
    ledger.settle(op, { acked, missing: ending.kind === 'missing' ? [one.key] : [], tries });
    if (ending.kind === 'unknown') return;
    page.deletedUpTo = one.edition;
    one.id = null;
    present.splice(present.indexOf(one), 1);
    // Some are stored again later, like the pages of a user who deleted them by mistake.
    if (random.chance(0.3)) absent.unshift(one);
    await reader.search(one.key);
  };

  while (absent.length > 0 || changes > 0) {
    const step = random.next();
    if (absent.length > 0 && (step < 0.45 || present.length === 0 || changes <= 0)) {
      const way = random.pick([store, storeOrdered, storeLines]);
      const fresh = absent.splice(0, random.whole(1, way === storeLines ? 30 : 15));
      await way(fresh);
      present.push(...fresh);
      await advance(fresh.length);
      continue;
    }
    if (present.length === 0) break;
    changes--;
    if (step < 0.72) await change(random.pick(present));
    else if (step < 0.82) {
      const some = new Set(Array.from({ length: random.whole(1, 6) }, () => random.pick(present)));
      await random.pick([store, storeLines])([...some]);
    } else await remove(random.pick(present));
    await advance(1);
  }
}
