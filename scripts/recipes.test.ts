// The recipes of CONTRIBUTING.md, applied to a copy of the repository exactly as they are written.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const SNIPPET = /^( *)```\w+ (file|before|after|above|replace)=([^:\n]+)(?::([^\n]+))?\n(.*?)^\1```$/gms;
const COPIED = ['libs', 'services', 'tests', 'scripts', 'bench', 'docs'];

interface Snippet {
  place: 'file' | 'before' | 'after' | 'above' | 'replace';
  file: string;
  anchor: string;
  text: string;
}

const snippetsOf = (markdown: string): Snippet[] =>
  [...markdown.matchAll(SNIPPET)].map(([, indent = '', place, file = '', anchor = '', text = '']) => ({
    place: place as Snippet['place'],
    file,
    anchor,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));

/** The source with the snippet in its place. Throws when the anchor is not there exactly once. */
function insert(source: string, { place, file, anchor, text }: Snippet): string {
  const at = source.indexOf(anchor);
  if (at < 0 || source.indexOf(anchor, at + 1) >= 0) throw new Error(`not once in ${file}: ${anchor}`);
  if (place === 'replace') return source.replace(anchor, () => text.trimEnd());
  let line = source.lastIndexOf('\n', at) + 1;
  if (place === 'above') line = source.lastIndexOf('\n', line - 2) + 1;
  if (place === 'after') line = source.indexOf('\n', at) + 1;
  return source.slice(0, line) + text + source.slice(line);
}

/** Copies the sources; packages are found where they are, and the workspace's own in the copy. */
function copyRepository(folder: string): void {
  const link = (name: string) => symlinkSync(path.join(root, name), path.join(folder, name));
  for (const name of COPIED)
    cpSync(path.join(root, name), path.join(folder, name), {
      recursive: true,
      filter: (from) => path.basename(from) !== 'node_modules',
    });
  for (const name of ['package.json', 'tsconfig.json', 'vitest.config.ts', '.oxfmtrc.json'])
    cpSync(path.join(root, name), path.join(folder, name));
  mkdirSync(path.join(folder, 'node_modules'));
  for (const name of readdirSync(path.join(root, 'node_modules')))
    if (name !== '@persona') link(path.join('node_modules', name));
  mkdirSync(path.join(folder, 'node_modules', '@persona'));
  for (const kind of ['libs', 'services'])
    for (const name of readdirSync(path.join(root, kind))) {
      symlinkSync(path.join(folder, kind, name), path.join(folder, 'node_modules', '@persona', name));
      const own = path.join(kind, name, 'node_modules');
      if (existsSync(path.join(root, own))) link(own);
    }
}

test('the recipes work as they are written: they compile together, in comments of 110 columns', () => {
  const folder = tempFolder();
  onTestFinished(() => folder.remove());
  copyRepository(folder.path);
  const snippets = snippetsOf(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'));
  expect(snippets.length).toBeGreaterThan(35);
  for (const snippet of snippets) {
    const file = path.join(folder.path, snippet.file);
    mkdirSync(path.dirname(file), { recursive: true });
    if (snippet.place === 'file') expect(existsSync(file), snippet.file).toBe(false);
    const source = snippet.place === 'file' ? snippet.text : insert(readFileSync(file, 'utf8'), snippet);
    writeFileSync(file, source);
  }
  const run = (program: string, ...options: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'node_modules', ...program.split('/')), ...options],
      { cwd: folder.path, encoding: 'utf8' },
    );
    expect(status, `${program}: ${stdout}${stderr}`).toBe(0);
  };
  run('oxfmt/bin/oxfmt');
  run('typescript/bin/tsc', '--noEmit', '-p', '.');
  const files = new Set(snippets.map(({ file }) => file).filter((file) => file.endsWith('.ts')));
  const wide = [...files].flatMap((file) =>
    readFileSync(path.join(folder.path, file), 'utf8')
      .split('\n')
      .filter((line) => line.length > 110 && /^ *(?:\/\/|\/?\*)/.test(line)),
  );
  expect(wide).toEqual([]);
}, 120_000);
