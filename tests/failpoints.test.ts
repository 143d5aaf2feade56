// A sample of the matrix (npm run failpoints is the whole): every piece of work once undisturbed, and
// interrupted at some of the points that it reaches.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPoints } from './failpoints/modules.ts';
import { unreached } from './failpoints/unreached.ts';

const runMatrix = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<{ failed: boolean; said: string }>((resolve) => {
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, 'failpoints/run.ts'), '--quick', ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ failed: error !== null, said: stdout + stderr }),
    );
  });

test('wherever a write path is cut off, nothing is lost', { timeout: 300_000 }, async () => {
  const { failed, said } = await runMatrix(['--sample', '60']);
  expect(failed, said).toBe(false);
  const [, awaits, reached] = /^points +(\d+) awaits, (\d+) of them reached$/m.exec(said) ?? [];
  expect(Number(awaits)).toBe(readPoints().length);
  expect(Number(reached)).toBeGreaterThan(500);
});

test(
  'a check that cannot fail is no check: a deletion without a tombstone is found',
  { timeout: 300_000 },
  async () => {
    const args = [
      '--only',
      'delete a page',
      '--actions',
      'kill',
      '--at',
      'erase-page.tombstonePages.after-pages.remove',
    ];
    const { failed, said } = await runMatrix(args, { FAILPOINTS_WITHOUT: 'tombstone' });
    expect(failed).toBe(true);
    expect(said).toContain('a deletion was confirmed that the audit does not tell of');
  },
);

test('what no piece of work reaches is listed with its reason', () => {
  const names = new Set(readPoints().map(({ place, call }) => `${place} ${call}`));
  expect(Object.keys(unreached).filter((name) => !names.has(name))).toEqual([]);
});
