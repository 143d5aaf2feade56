import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkBoundaries, importsOf, violation } from './check-boundaries.ts';

test('every way to name another module is seen', () => {
  const source = `import type { A } from 'a'; import b from 'b'; export * from 'c'; export type { D } from 'd';
    type E = import('e').E; await import('f'); require('g'); import 'h'; import i = require('i'); await import(b);`;
  expect(importsOf('x.ts', source).map(({ specifier }) => specifier)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    'g',
    'h',
    'i',
    '',
  ]);
});

describe('violation', () => {
  test.each([
    ['libs/contracts/src/index.ts', '@persona/config'],
    ['libs/documents/src/index.ts', '@persona/search'],
    ['libs/queues/src/index.ts', '@persona/testing'],
    ['libs/queues/src/latest-worker.ts', '@persona/testing'],
    ['tests/start.test.ts', '../services/api/src/app.ts'],
    ['libs/queues/src/index.ts', '@persona/api'],
    ['services/api/src/app.ts', '@persona/chat'],
    ['services/api/src/app.ts', '@persona/testing'],
    ['services/api/src/app.ts', '@persona/queues/src/sweeper.ts'],
    ['services/api/src/app.ts', '../../../libs/queues/src/index.ts'],
    ['services/api/src/app.ts', 'bullmq'],
    ['services/chat/src/app.ts', 'openai/resources'],
    ['libs/queues/src/index.ts', 'node:sqlite'],
    ['services/chat/src/app.ts', ''],
  ])('%s may not import %s', (from, specifier) => {
    expect(violation({ from, specifier })).toBeTypeOf('string');
  });

  test.each([
    ['libs/queues/src/index.ts', '@persona/documents'],
    ['libs/queues/src/queue.test.ts', '@persona/testing'],
    ['services/api/src/main.ts', '@persona/queues'],
    ['services/api/src/testing/gateway.ts', '@persona/testing'],
    ['tests/start.test.ts', '../services/api/src/testing/gateway.ts'],
    ['services/api/src/main.ts', './app.ts'],
    ['libs/queues/src/index.ts', 'bullmq'],
    ['libs/search/src/sqlite.ts', 'node:sqlite'],
    ['bench/main.ts', '../scripts/launch.ts'],
  ])('%s may import %s', (from, specifier) => {
    expect(violation({ from, specifier })).toBeUndefined();
  });
});

test('a planted violation and a module outside the known folders are both found', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'boundaries-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write('libs/contracts/src/index.ts', 'export const a = 1;');
  write('services/api/src/app.ts', `import { a } from '@persona/contracts'; export { a };`);
  expect(checkBoundaries(root)).toEqual({ modules: 2, problems: [] });

  write('libs/contracts/src/types.ts', `export type B = import('@persona/api').B;`);
  write('elsewhere/hidden.ts', 'export {};');
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
  const { problems } = checkBoundaries(root);
  expect(problems).toEqual([
    expect.stringMatching(/^libs\/contracts\/src\/types\.ts: "@persona\/api"/),
    expect.stringMatching(/^elsewhere\/hidden\.ts: in git, but not seen/),
  ]);
});
