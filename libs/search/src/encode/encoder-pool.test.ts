import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { encodePage } from './encode-page.ts';
import { createEncoderPool } from './encoder-pool.ts';

const page = (page_id: string, content: string) => ({ page_id, version: 1, title: 'T', content });

describe('encoder pool', () => {
  test('gives what encodePage gives, in order, for many callers at once', async () => {
    const pool = createEncoderPool({ threads: 2 });
    const pages = Array.from({ length: 60 }, (_, n) =>
      page(`td_${n}`, `# Page ${n}\n\nSome words about ${n} gulls.`),
    );
    const [all, few] = await Promise.all([pool.encode(pages), pool.encode(pages.slice(0, 3))]);
    expect(all).toEqual(pages.map((each) => ({ ok: true, page: encodePage(each) })));
    expect(few).toEqual(all.slice(0, 3));
    expect(await pool.encode([])).toEqual([]);
    await pool.close();
    await expect(pool.encode(pages)).rejects.toThrow('closed');
  });

  test('the page that is refused, kills its thread or hangs fails alone', async () => {
    const pool = createEncoderPool({
      threads: 1,
      timeoutMs: 1_500,
      program: new URL('../testing/encoder-thread-that-fails.ts', import.meta.url),
    });
    const contents = ['one', 'refuse', 'two', 'exit', 'three', 'throw outside', 'hang', 'four', 'exit'];
    const results = await pool.encode(contents.map((content, n) => page(`td_${n}`, content)));
    expect(
      results.map((result) => (result.ok ? 'ok' : result.error.message.replace(/\d+ ms/, 'n ms'))),
    ).toEqual([
      'ok',
      'refused',
      'ok',
      'the encoder thread ended with code 3',
      'ok',
      'the encoder thread failed',
      'encoding took longer than n ms',
      'ok',
      'the encoder thread ended with code 3',
    ]);
    expect(results.flatMap((result) => (result.ok ? [] : [result.page_id]))).toEqual([
      'td_1',
      'td_3',
      'td_5',
      'td_6',
      'td_8',
    ]);
    await pool.close();
  });

  test('callers take turns: one page of somebody does not wait for the hundreds of somebody else', async () => {
    const pool = createEncoderPool({ threads: 1 });
    const hundreds = Array.from({ length: 300 }, (_, n) => page(`td_${n}`, 'Some words.'));
    const order: string[] = [];
    const done = (name: string) => () => void order.push(name);
    await Promise.all([
      pool.encode(hundreds).then(done('hundreds')),
      pool.encode(hundreds.slice(0, 100)).then(done('hundred')),
      pool.encode(hundreds.slice(0, 1)).then(done('one')),
    ]);
    expect(order).toEqual(['one', 'hundred', 'hundreds']);
    await pool.close();
  });

  test('large pages leave a thread to the others', async () => {
    const program = new URL('../testing/encoder-thread-that-fails.ts', import.meta.url);
    const pool = createEncoderPool({ threads: 2, program });
    // Both threads have started, because the time for that is not measured here.
    await Promise.all(['td_4', 'td_5'].map((id) => pool.encode([page(id, 'one')])));
    const large = 'slow'.padEnd(400_001, '.');
    const order: string[] = [];
    const done = (name: string) => () => void order.push(name);
    await Promise.all([
      pool.encode([page('td_1', large)]).then(done('large')),
      pool.encode([page('td_2', large)]).then(done('larger')),
      pool.encode([page('td_3', 'one')]).then(done('small')),
    ]);
    expect(order).toEqual(['small', 'large', 'larger']);
    await pool.close();
  });

  test('a thread without work ends, and the next page starts another', async () => {
    const started: Worker[] = [];
    const onStart = (message: unknown) => void started.push((message as { worker: Worker }).worker);
    subscribe('worker_threads', onStart);
    onTestFinished(() => void unsubscribe('worker_threads', onStart));
    const pool = createEncoderPool({ threads: 1, idleTimeoutMs: 1 });
    for (let times = 1; times <= 3; times++) {
      expect((await pool.encode([page('td_1', 'Some words.')]))[0]?.ok).toBe(true);
      expect(started).toHaveLength(times);
      const worker = started.at(-1);
      if (worker && worker.threadId > 0) await once(worker, 'exit');
    }
    await pool.close();
  });

  test('closing waits for what is under way', async () => {
    const pool = createEncoderPool({ threads: 1 });
    const encoding = pool.encode([page('td_1', 'Some text.'.repeat(1_000))]);
    await pool.close();
    expect((await encoding)[0]?.ok).toBe(true);
  });
});
