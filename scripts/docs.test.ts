import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { listModules } from './check-boundaries.ts';

const root = path.dirname(import.meta.dirname);
const markdownIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));
const decisions = markdownIn('docs/decisions');
const documents = [...markdownIn('.'), ...markdownIn('docs')];
/** `folder/…/file.ext` between backticks, in one of the project's own folders. */
const OWN_FILE = /`((?:services|libs|scripts|tests|bench|docs|samples)\/[\w./-]+)`/g;
/** The target of a Markdown link that is no address. */
const OWN_LINK = /\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)/g;

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group]) => group ?? '');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const isThere = (file: string): boolean => existsSync(path.join(root, file));

test.each([...documents, ...decisions])('%s names only files that are there', (document) => {
  const text = read(document);
  expect(found(text, OWN_FILE).filter((file) => !isThere(file))).toEqual([]);
  const linked = found(text, OWN_LINK).map((target) => path.join(path.dirname(document), target));
  expect(linked.filter((file) => !isThere(file))).toEqual([]);
});

test('every decision has its place in an unbroken row, a status and a date', () => {
  const heads = decisions.map((file) =>
    /^# (\d+)\. .+\n\nStatus: .+ {2}\nDate: \d{4}-\d\d-\d\d\n/.exec(read(file)),
  );
  expect(decisions.filter((_, n) => !heads[n])).toEqual([]);
  expect(heads.map((head) => Number(head?.[1]))).toEqual(decisions.map((_, n) => n + 1));
  expect(decisions.map((file) => Number(path.basename(file).slice(0, 4)))).toEqual(
    decisions.map((_, n) => n + 1),
  );
});

const sections = new Set(found(read('docs/api-contract.md'), /^## (\d+)\. /gm));
const places = new Set([...documents, ...decisions].map((file) => path.basename(file)));

/** What comments of this module cite that leads nowhere in the repository. */
function deadCitations(file: string, source: string): string[] {
  const comments = parseSync(file, source)
    .comments.map(({ value }) => value.replaceAll(/\s*\n\s*\*?\s*/g, ' '))
    .join('\n');
  return [
    ...found(comments, /(?<!RFC \d{1,5} )§ ?(\d+)/g)
      .filter((n) => !sections.has(n))
      .map((n) => `§${n} of the contract`),
    ...found(comments, /(?<![\w./-])(docs\/[\w./-]*\w)/g).filter((target) => !isThere(target)),
    ...found(comments, /(?<![\w./-])([\w-]+\.md)\b/g).filter((name) => !places.has(name)),
    ...found(comments, /\bdecisions? (\d+)/gi)
      .filter((n) => !decisions.some((name) => path.basename(name).startsWith(n.padStart(4, '0'))))
      .map((n) => `decision ${n}`),
    // A number alone names no document.
    ...found(comments, /\b((?:rules?|guards?|reliability|design) \d+)/gi),
  ];
}

test('what comments in the code cite is in the repository', () => {
  const dead = listModules(root).flatMap((file) =>
    deadCitations(file, read(file)).map((citation) => `${file}: ${citation}`),
  );
  expect(dead).toEqual([]);
});

test('a citation that leads nowhere is found', () => {
  const source = `
    /**
     * The one body (contract §5, and §99), as RFC 9110 §77 has it; see
     * docs/decisions/0005-one-seam-of-fluent-ffmpeg.md.
     */
    // Judged by reliability.md, docs/nowhere.md and decision 4711
    // (rule 18, guard 14); decision 7 is there.
    const none = '§98, docs/not-a-comment.md';
  `;
  expect(deadCitations('x.ts', source)).toEqual([
    '§99 of the contract',
    'docs/nowhere.md',
    'reliability.md',
    'decision 4711',
    'rule 18',
    'guard 14',
  ]);
});
