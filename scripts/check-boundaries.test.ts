import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  checkBoundaries,
  developmentImports,
  importsOf,
  unusedPermissions,
  violation,
  writesOf,
} from './check-boundaries.ts';

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
    ['scripts/launch.ts', '../services/api/src/main.ts'],
    ['scripts/launch/programs.ts', '../../services/api/src/app.ts'],
  ])('%s may not import %s', (from, specifier) => {
    expect(violation({ from, specifier })).toBeTypeOf('string');
  });

  test.each([
    ['libs/domain/src/index.ts', '@persona/documents'],
    ['libs/queues/src/queue.test.ts', '@persona/testing'],
    ['services/api/src/main.ts', '@persona/queues'],
    ['services/api/src/testing/gateway.ts', '@persona/testing'],
    ['tests/start.test.ts', '../services/api/src/testing/gateway.ts'],
    ['services/api/src/main.ts', './app.ts'],
    ['libs/queues/src/index.ts', 'bullmq'],
    ['libs/search/src/sqlite.ts', 'node:sqlite'],
    ['bench/main.ts', '../scripts/launch.ts'],
    ['scripts/launch/programs.ts', '../../services/api/src/main.ts'],
  ])('%s may import %s', (from, specifier) => {
    expect(violation({ from, specifier })).toBeUndefined();
  });
});

test.each([
  'await documents.media.update(scope, id, {});',
  'const { media } = documents; await media.update(scope, id, {});',
  'const { media: files } = resources.documents; await files.insert(scope, [row]);',
  'const rows = documents.pages; await rows?.updateMany(scope, []);',
  'await documents[collection].remove(scope, ids);',
  "await documents['pages']['remove'](scope, ids);",
  'const { update } = documents.media; await update(scope, id, {});',
  'const { update: write } = documents.media; await write(scope, id, {});',
  'ids.forEach(documents.jobs.remove);',
  "await producer.view.remove('media', [id]);",
])('a route may not write: %s', (source) => {
  expect(writesOf('x.ts', source)).toHaveLength(1);
});

test.each([
  'const update = async (request) => domain.updatePage(scope, id, {}); update(request);',
  'const { updatePage } = domain; app.get(path, { update: true }, remove);',
  'const rows = await documents.pages.find(scope, {}); await keys.revoke(key);',
])('a route may %s', (source) => {
  expect(writesOf('x.ts', source)).toEqual([]);
});

test('a permission that no module uses is found, unless the library is not there', () => {
  const modules = ['libs/a/src/index.ts', 'libs/a/src/a.test.ts'];
  const imports = [
    { from: 'libs/a/src/index.ts', specifier: '@persona/b' },
    { from: 'libs/a/src/a.test.ts', specifier: '@persona/c' },
  ];
  const layers = { a: ['b', 'c'], gone: ['b'] };
  expect(unusedPermissions(modules, imports, layers)).toEqual([
    expect.stringContaining('libs/a may import @persona/c'),
  ]);
});

test('what users run imports no package that only development installs', () => {
  const packages = {
    'node_modules/a': {},
    'node_modules/@of/tests': { dev: true },
    'node_modules/old': { dev: true },
    'libs/x/node_modules/old': {},
  };
  const from = (file: string, ...names: string[]) => names.map((specifier) => ({ from: file, specifier }));
  const imports = [
    ...from('libs/x/src/x.ts', 'a', '@of/tests/deep', 'old', 'node:fs', './y.ts'),
    ...from('libs/x/src/x.test.ts', '@of/tests'),
    ...from('libs/testing/src/x.ts', '@of/tests'),
    ...from('scripts/launch/x.ts', 'old'),
    ...from('scripts/check-x.ts', 'old'),
    ...from('bench/x.ts', 'old'),
  ];
  expect(developmentImports(imports, packages)).toEqual([
    'libs/x/src/x.ts: "@of/tests/deep": npm start does not install development packages',
    'scripts/launch/x.ts: "old": npm start does not install development packages',
  ]);
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
  write('services/api/src/routes/jobs.ts', 'await documents.jobs.update(scope, id, {});');
  write('services/api/src/routes/jobs.test.ts', 'await documents.jobs.update(scope, id, {});');
  write('libs/media/src/index.ts', 'export {};');
  write('elsewhere/hidden.ts', 'export {};');
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
  const { problems } = checkBoundaries(root);
  expect(problems).toEqual([
    expect.stringMatching(/^services\/api\/src\/routes\/jobs\.ts: `documents\.jobs\.update`/),
    expect.stringMatching(/^libs\/contracts\/src\/types\.ts: "@persona\/api"/),
    expect.stringMatching(/^LAYERS: libs\/media may import @persona\/contracts/),
    expect.stringMatching(/^elsewhere\/hidden\.ts: in git, but not seen/),
  ]);
});
