import { expect, onTestFinished, test } from 'vitest';
import { withoutSafeguard } from './chaos/cut.ts';
import { measureFairness } from './chaos/fairness.ts';
import { startInstall } from './install.ts';

test(
  'a page of one persona is live while another still waits for thousands',
  { timeout: 180_000 },
  async () => {
    const install = await startInstall();
    onTestFinished(install.stop);
    const { overtook } = await measureFairness(install, 6000);
    expect(overtook).toBeGreaterThan(0);
  },
);

test('where personas take no turns, it waits for all of them', { timeout: 180_000 }, async () => {
  const install = await startInstall(withoutSafeguard('turns'));
  onTestFinished(install.stop);
  const { overtook } = await measureFairness(install, 6000);
  expect(overtook).toBe(0);
});
