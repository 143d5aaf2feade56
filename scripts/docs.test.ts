import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** Matches `folder/…/file.ext` between backticks, in one of the project's own folders. */
const OWN_FILE = /`((?:services|libs|scripts|tests|bench|docs|samples)\/[\w./-]+)`/g;

test.each(documents)('%s names only files that are there', (document) => {
  const named = [...readFileSync(path.join(root, document), 'utf8').matchAll(OWN_FILE)].map(
    ([, file]) => file ?? '',
  );
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
