import { expect, onTestFinished, test } from 'vitest';
import { watchEventLoop } from './loop-watch.ts';
import { createMetrics } from './metrics.ts';

const burn = (ms: number): void => {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  for (const until = used() + ms; used() < until;);
};

test('says which route held the loop, and counts how late it was', async () => {
  const metrics = createMetrics('test');
  const watch = watchEventLoop(metrics);
  onTestFinished(watch.stop);
  const held = async () =>
    (await metrics.loopHeld.get()).values
      .filter(({ metricName }) => metricName?.endsWith('_count'))
      .map(({ labels, value }) => [labels['route'], value]);
  const ticks = async () =>
    (await metrics.loopDelay.get()).values.find(({ metricName }) => metricName?.endsWith('_count'))?.value;
  await expect.poll(ticks).toBeGreaterThan(0);
  watch.mark('/light');
  watch.mark('/heavy');
  burn(120);
  watch.mark('/next');
  await expect.poll(held).toEqual([['/heavy', 1]]);
  const isLate = async () => {
    const { values } = await metrics.loopDelay.get();
    const all = values.find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0;
    const soon = values.find(({ labels }) => labels.le === 0.05)?.value ?? 0;
    return all > soon;
  };
  await expect.poll(isLate).toBe(true);
});

test('counts neither the work before a mark nor the time in which others had the processor', async () => {
  const metrics = createMetrics('test');
  const watch = watchEventLoop(metrics);
  onTestFinished(watch.stop);
  const delays = async () => (await metrics.loopDelay.get()).values.at(-1)?.value ?? 0;
  await expect.poll(delays).toBeGreaterThan(0);
  watch.mark('/before');
  burn(42);
  watch.mark('/waits');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
  burn(15);
  watch.mark('/next');
  expect((await metrics.loopHeld.get()).values).toEqual([]);
});
