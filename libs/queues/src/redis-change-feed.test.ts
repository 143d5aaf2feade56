import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '@persona/contracts';
import { createLogger } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createChangeBatch } from './change-batch.ts';
import { ANNOUNCE_DELAY_MS, isAfter, type ChangeFeed, type ChangePublisher } from './change-feed.ts';
import { createChangeFeed, createChangePublisher } from './redis-change-feed.ts';

const change = (id: string, fields: Partial<Change> = {}): Change => ({
  type: 'page',
  instance_id: 'ins_a',
  id,
  at: '2026-01-31T12:00:00Z',
  ...fields,
});

/** What a listener of this feed was told. */
function listenTo(feed: ChangeFeed) {
  const told: { id: string; of: string | null }[] = [];
  let resets = 0;
  feed.listen((changes) => {
    if (changes === null) resets++;
    else told.push(...changes.map(({ id, change: { id: of } }) => ({ id, of })));
  });
  return { told, ids: () => told.map(({ of }) => of), resets: () => resets };
}

async function open() {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const connection = { redisUrl: redis.url, prefix: redis.prefix, logger: createLogger('test', 'silent') };
  const closing: (ChangeFeed | ChangePublisher)[] = [];
  onTestFinished(async () => void (await Promise.all(closing.map((one) => one.close()))));
  const publisher = () => {
    const one = createChangePublisher(connection);
    closing.push(one);
    return one;
  };
  const feed = () => {
    const one = createChangeFeed(connection);
    closing.push(one);
    return one;
  };
  /** Tells it until it has come, since a connection may still be made. */
  const warmUp = (by: ChangePublisher, ids: () => (string | null)[]) =>
    eventually(() => {
      if (!ids().includes('warm-up')) by.announce(change('warm-up'));
      return ids().includes('warm-up');
    });
  return { redis, connection, publisher, feed, warmUp };
}

describe('the feed of changes', () => {
  test('tells every gateway what any process announces, in order, and goes on from a place', async () => {
    const { publisher, feed, warmUp } = await open();
    const [one, other] = [publisher(), publisher()];
    const feeds = [feed(), feed()];
    const heard = feeds.map(listenTo);
    for (const by of [one, other]) {
      for (const { ids } of heard) await warmUp(by, ids);
    }
    one.announce(change('a'));
    await eventually(() => heard.every(({ ids }) => ids().includes('a')));
    other.announce(change('b'));
    other.announce(change('c', { type: 'chat' }));
    await eventually(() => heard.every(({ ids }) => ids().includes('c')));
    const [first] = heard;
    const places = first?.told.map(({ id }) => id) ?? [];
    for (const [n, place] of places.entries())
      if (n > 0) expect(isAfter(place, places[n - 1] ?? '')).toBe(true);
    expect(first?.ids().slice(-3)).toEqual(['a', 'b', 'c']);
    const a = first?.told.findLast(({ of }) => of === 'a')?.id ?? '';
    const later = await feeds[1]?.after(a);
    expect(later?.map(({ change: { id } }) => id)).toEqual(['b', 'c']);
    expect(await feeds[1]?.after((await feeds[0]?.latest()) ?? '')).toEqual([]);
  });

  test('does not go on from a place that it does not know', async () => {
    const { publisher, feed, warmUp } = await open();
    const reader = feed();
    await warmUp(publisher(), listenTo(reader).ids);
    for (const place of ['1-1.0', '9999999999999-0.0', 'msg_1.5', '', '0-0.0'])
      expect(await reader.after(place)).toBeNull();
  });

  test('says that some may be missing when Redis was away, or was emptied', async () => {
    const { redis, connection, publisher, feed, warmUp } = await open();
    const by = publisher();
    const reader = feed();
    const { ids, resets } = listenTo(reader);
    await warmUp(by, ids);
    const place = await reader.latest();
    await redis.kill();
    by.announce(change('lost'));
    await eventually(async () => (await reader.latest()) === null);
    // Its timer, which was set before this one, has tried to tell it.
    await sleep(2 * ANNOUNCE_DELAY_MS);
    await redis.restart();
    await eventually(() => {
      by.announce(change('again'));
      return ids().includes('again');
    });
    expect(resets()).toBeGreaterThan(0);
    const other = new Redis(connection.redisUrl);
    onTestFinished(async () => void (await other.quit()));
    await other.flushall();
    expect(await reader.after(place ?? '')).toBeNull();
    await eventually(() => {
      by.announce(change('anew'));
      return ids().includes('anew');
    });
  });

  test('keeps a bounded number of changes', async () => {
    const { connection, publisher, feed, warmUp } = await open();
    const by = publisher();
    await warmUp(by, listenTo(feed()).ids);
    const redis = new Redis(connection.redisUrl);
    onTestFinished(async () => void (await redis.quit()));
    const pipeline = redis.pipeline();
    for (let n = 0; n < 10_000; n++) pipeline.xadd(`${connection.prefix}:changes`, '*', 'changes', '[]');
    await pipeline.exec();
    by.announce(change('one more'));
    await eventually(async () => (await redis.xlen(`${connection.prefix}:changes`)) < 2500);
  });
});

describe('a batch of changes', () => {
  test('has the newest of each thing, in their order', () => {
    const batch = createChangeBatch();
    for (const [id, state] of ['a queued', 'b queued', 'a live'].map((text) => text.split(' ')))
      batch.add(change(id ?? '', { state: state ?? '' }));
    expect(batch.take().map(({ id, state }) => [id, state])).toEqual([
      ['b', 'queued'],
      ['a', 'live'],
    ]);
    expect(batch.take()).toEqual([]);
  });

  test('tells many of a kind by their count, and others beside them one by one', () => {
    const batch = createChangeBatch();
    for (let n = 0; n < 5000; n++) batch.add(change(`td_${n}`));
    batch.add(change('cht_1', { type: 'chat' }));
    batch.add(change('td_x', { instance_id: 'ins_b' }));
    expect(batch.take().map(({ type, instance_id, id, count }) => [type, instance_id, id, count])).toEqual([
      ['page', 'ins_a', null, 5000],
      ['chat', 'ins_a', 'cht_1', undefined],
      ['page', 'ins_b', 'td_x', undefined],
    ]);
    for (let persona = 0; persona < 1000; persona++)
      for (let n = 0; n < 20; n++) batch.add(change(`td_${n}`, { instance_id: `ins_${persona}` }));
    const taken = batch.take();
    expect(taken.length).toBeLessThanOrEqual(1200);
    expect(new Set(taken.map(({ instance_id }) => instance_id)).size).toBe(1000);
  });
});
