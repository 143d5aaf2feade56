import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const MAX_BYTES = 8 * 1024;

test('the widget is one file of at most 8 KB gzipped, and its words are small files', async () => {
  const root = path.join(import.meta.dirname, '..');
  const built = (await build({
    root,
    logLevel: 'error',
    build: { write: false },
  })) as Rolldown.RolldownOutput[];
  const files = built.flatMap(({ output }) => output);
  const scripts = files.filter(({ type }) => type === 'chunk');
  expect(scripts.map(({ fileName }) => fileName)).toEqual(['widget.js']);
  const code = scripts[0]?.type === 'chunk' ? scripts[0].code : '';
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(MAX_BYTES);
  // No markup is made of text, and nothing is evaluated: Trusted Types would refuse it.
  expect(code).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write/);
  const words = files.filter(({ type }) => type === 'asset');
  expect(words).toHaveLength(11);
  for (const file of words)
    expect(gzipSync(file.type === 'asset' ? file.source : '', { level: 9 }).length).toBeLessThan(1024);
});
