// One of each process of the version before becomes one of today's, over files and one Redis, under load.
// With two of each over servers: npm run rolling-upgrade.
import { startRedis } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { upgradeRolling } from './rolling-upgrade/upgrade.ts';
import { hasHistory, lastRelease } from './rolling-upgrade/version-before.ts';

const before = await lastRelease();
const title =
  'from the version before to today’s, process by process, nothing is lost and nothing unanswered';
if (await hasHistory(before))
  test(title, { timeout: 900_000 }, async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const said: string[] = [];
    const report = await upgradeRolling({
      before,
      env: { REDIS_URL: redis.url },
      copies: 1,
      pages: 60,
      intervalMs: 100,
      stateMs: 0,
      say: (line) => said.push(line),
    });
    expect(report).toMatchObject({ lost: [], failures: [], silences: [] });
    expect(report.exitCodes).toEqual(report.exitCodes.map(() => 0));
    expect(report.indexStates.at(-1)).toBe('ok');
    for (const gateway of ['before', 'today'])
      for (const worker of [
        'ingest-worker of before',
        'ingest-worker of today',
        'media-worker of before',
        'media-worker of today',
      ])
        expect(report.jobs[`gateways of ${gateway}, ${worker}`]).toBeGreaterThan(0);
    for (const deeds of [report.asked, report.stored, report.voices]) expect(deeds).toBeGreaterThan(5);
  });
else test.skip(`${title} (the history lacks ${before}: git fetch --unshallow --tags)`, () => {});
