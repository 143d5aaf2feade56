import { installScope, grantScope, type Page, type Scope, type BlobKey } from '@persona/contracts';
import type { Change, DocumentStore } from '@persona/documents';
import { purgeInstance, purgePages } from '@persona/domain';
import { interrupted, keptReply, Killed, mortal, mediaRow } from '@persona/testing';
import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexPages } from './index-pages.ts';
import type { Resources } from './resources.ts';
import {
  createPersona,
  drain,
  expectExactly,
  indexJob,
  openTestResources,
  store,
  wordsOf,
} from './testing/worker.ts';

let real: Awaited<ReturnType<typeof openTestResources>>;

beforeAll(async () => {
  real = await openTestResources();
});
afterAll(() => real.close());

const waiting = (of: Scope) =>
  real.documents.pages.find(of, { where: { deleted_at: null, status: 'queued' }, limit: 500 });

/**
 * A persona with a page for every kind of work: new, changed, deleted. Returns the pages that its sender has.
 */
async function busyPersona(): Promise<{ of: Scope; held: ReturnType<typeof wordsOf>[] }> {
  const of = await createPersona(real.documents);
  await store(real, of, [wordsOf('changed', 1), wordsOf('kept', 1)]);
  await drain(real, of);
  await store(real, of, [wordsOf('changed', 2), wordsOf('new', 1)]);
  return { of, held: [wordsOf('changed', 2), wordsOf('kept', 1), wordsOf('new', 1)] };
}

const wrapAll = (wrap: <T extends object>(resource: T) => T): Resources => ({
  ...real,
  documents: wrap(real.documents),
  search: wrap(real.search),
  encoder: wrap(real.encoder),
  domain: wrap(real.domain),
  blobs: wrap(real.blobs),
});

describe('killed at every await, then done again', () => {
  test.each(['before', 'after'] as const)('indexing, %s the call', async (when) => {
    let nth = 1;
    for (; ; nth++) {
      const { of, held } = await busyPersona();
      const life = mortal(nth, when);
      await indexPages(wrapAll(life.wrap), indexJob(of, await waiting(of))).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Killed);
      });
      await drain(real, of);
      await expectExactly(real, of, held);
      if (!life.dead()) break;
    }
    expect(nth).toBeGreaterThan(10);
  });

  test.each(['before', 'after'] as const)('purging pages, %s the call', async (when) => {
    for (let nth = 1; ; nth++) {
      const { of, held } = await busyPersona();
      const rows = await real.documents.pages.find(of, { where: { deleted_at: null }, limit: 10 });
      const doomed = rows.filter(({ external_id }) => external_id !== 'kept').map(({ id }) => id);
      await real.domain.deletePages(of, doomed);
      const tombstones = await real.documents.pages.getMany(of, doomed);
      const life = mortal(nth, when);
      await purgePages(wrapAll(life.wrap), indexJob(of, tombstones)).catch(() => undefined);
      await drain(real, of);
      await expectExactly(
        real,
        of,
        held.filter(({ id }) => id === 'kept'),
      );
      if (!life.dead()) break;
    }
  });

  test.each(['before', 'after'] as const)('purging a persona, %s the call', async (when) => {
    for (let nth = 1; ; nth++) {
      const { of } = await busyPersona();
      await real.blobs.put(blobKey(of, 'voi_1', 'original.bin'), Readable.from([Buffer.from('sound')]));
      const elsewhere = await sentBefore(of, nth, when);
      await real.domain.deleteInstance(of, 'key_test');
      const job = indexJob(of, []);
      const life = mortal(nth, when);
      await purgeInstance(wrapAll(life.wrap), job).catch(() => undefined);
      await purgeInstance(real, job);
      await expectExactly(real, of, []);
      const { documents } = real;
      const persona = await documents.instances.get(installScope, of);
      expect(persona).toMatchObject({ purged_at: expect.any(String), name: '' });
      expect((await documents.jobs.find(of, { limit: 10 })).map(({ id, state }) => [id, state])).toEqual([
        [persona?.purge_job_id, 'completed'],
      ]);
      expect(await documents.pages.count(of, {})).toBe(0);
      expect(await real.blobs.stat(blobKey(of, 'voi_1', 'original.bin'))).toBeNull();
      expect(await real.blobs.stat(elsewhere)).toBeNull();
      expect(await documents.media.count(of, {})).toBe(0);
      expect(await documents.idempotency.count(installScope, { about: of })).toBe(0);
      if (!life.dead()) break;
    }
  });
});

test('a persona is purged; the file of a voice it has given away stays', async () => {
  const { of } = await busyPersona();
  const { of: other } = await busyPersona();
  const key = await sentBefore(of, 0, 'given', of);
  const id = key.split('/')[1] ?? '';
  await real.documents.media.update(of, id, { set: { instance_id: other } });
  await real.domain.deleteInstance(of, 'key_test');
  await purgeInstance(real, indexJob(of, []));
  expect(await real.blobs.stat(key)).not.toBeNull();
  expect(await real.documents.media.get(other, id)).not.toBeNull();
});

/**
 * A voice whose file was sent before the persona existed and has a key of its sender, and a reply about the
 * persona that is kept for a repeat.
 */
async function sentBefore(
  of: Scope,
  nth: number,
  when: string,
  under = grantScope('key_a'),
): Promise<BlobKey> {
  const id = `voi_${nth}${when}${of.slice(-6)}`;
  const key = blobKey(under, id, 'original.bin');
  await real.blobs.put(key, Readable.from([Buffer.from('sound')]));
  await real.documents.media.insert(of, [
    mediaRow(of, { id, original: { blob_key: key, bytes: 5, sha256: id } }),
  ]);
  await real.documents.idempotency.insert(installScope, [keptReply(of, 'a quote')]);
  return key;
}

type Interloper = {
  name: string;
  act: (of: Scope) => Promise<unknown>;
  left: (held: ReturnType<typeof wordsOf>[]) => ReturnType<typeof wordsOf>[];
};

const idOf = async (of: Scope, name: string) => {
  const rows = await real.documents.pages.find(of, { where: { external_id: name }, limit: 1 });
  return rows[0]?.id ?? '';
};
const interlopers: Interloper[] = [
  {
    name: 'changes the pages',
    act: (of) => store(real, of, [wordsOf('changed', 3), wordsOf('new', 2)]),
    left: () => [wordsOf('changed', 3), wordsOf('kept', 1), wordsOf('new', 2)],
  },
  {
    name: 'changes the pages and brings them live',
    act: async (of) => {
      await store(real, of, [wordsOf('changed', 3), wordsOf('new', 2)]);
      await drain(real, of);
    },
    left: () => [wordsOf('changed', 3), wordsOf('kept', 1), wordsOf('new', 2)],
  },
  {
    name: 'deletes the pages and purges them',
    act: async (of) => {
      await real.domain.deletePages(of, [await idOf(of, 'changed'), await idOf(of, 'new')]);
      await drain(real, of);
    },
    left: () => [wordsOf('kept', 1)],
  },
  {
    name: 'does the same job',
    act: async (of) => indexPages(real, indexJob(of, await waiting(of))),
    left: (held) => held,
  },
];

/** Indexes while another actor works before its nth call, for every n; throws where the promise is broken. */
async function interfereEverywhere({ act, left }: Interloper, tamper = (resources: Resources) => resources) {
  for (let nth = 1; ; nth++) {
    const { of, held } = await busyPersona();
    const job = indexJob(of, await waiting(of));
    const call = interrupted(nth, () => act(of));
    await indexPages(tamper(wrapAll(call.wrap)), job);
    if (!call.reached()) return nth - 1;
    await drain(real, of);
    await expectExactly(real, of, left(held));
  }
}

describe('another actor at work between any two calls', () => {
  test.each(interlopers)('who $name', async (interloper) => {
    expect(await interfereEverywhere(interloper)).toBeGreaterThan(8);
  });
});

describe('the check itself turns red without a safeguard', () => {
  /** The documents without a safeguard: conditions on these fields are dropped when a page moves. */
  const without = (fields: (keyof Page)[]) => (resources: Resources) => {
    const { documents } = resources;
    const without = (change: Change<Page> & { id: string }): Change<Page> & { id: string } => ({
      ...change,
      where: Object.fromEntries(
        Object.entries(change.where ?? {}).filter(([field]) => !fields.includes(field as keyof Page)),
      ),
    });
    const pages: DocumentStore['pages'] = {
      ...documents.pages,
      get: (...args) => documents.pages.get(...args),
      getMany: (...args) => documents.pages.getMany(...args),
      count: (...args) => documents.pages.count(...args),
      countBy: (...args) => documents.pages.countBy(...args),
      updateMany: (of, changes) => documents.pages.updateMany(of, changes.map(without)),
      applyMany: (of, changes) => documents.pages.applyMany(of, changes.map(without)),
    };
    return {
      ...resources,
      documents: {
        ...documents,
        pages,
        pageBodies: documents.pageBodies,
        instances: documents.instances,
        jobs: documents.jobs,
      },
    };
  };

  test('without the condition on the version', async () => {
    const [changes] = interlopers;
    if (!changes) throw new Error('no interloper');
    await expect(interfereEverywhere(changes, without(['version', 'status']))).rejects.toThrow();
  });

  test('without the tombstone', async () => {
    const deletes = interlopers[2];
    if (!deletes) throw new Error('no interloper');
    await expect(
      interfereEverywhere(deletes, without(['version', 'deleted_at', 'status'])),
    ).rejects.toThrow();
  });

  test('without anyone who repeats what a kill left', async () => {
    const { of, held } = await busyPersona();
    const life = mortal(5, 'after');
    await indexPages(wrapAll(life.wrap), indexJob(of, await waiting(of))).catch(() => undefined);
    await expect(expectExactly(real, of, held)).rejects.toThrow();
  });
});
