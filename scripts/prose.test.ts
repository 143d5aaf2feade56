import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const MAX_COLUMNS = 110;

/** The parts of the repository that are checked. */
const COVERED = ['bench/', 'libs/', 'scripts/', 'services/', 'tests/'];

interface Retired {
  name: RegExp;
  instead: string;
}

/** Words that names no longer use, and what the glossary (docs/glossary.md) has in their place. */
const RETIRED: readonly Retired[] = [
  ...inAnyName([
    ['patience', 'timeout'],
    ['grace', 'timeout'],
    ['lasts', 'ttl'],
    ['longest', 'max'],
    ['largest', 'max'],
    ['most', 'max'],
    ['telling', 'answerStream'],
    ['heed', 'weight'],
    ['grave', 'tombstone'],
    ['graves', 'tombstones'],
    ['buried', 'erased'],
    ['pulse', 'heartbeat'],
    ['unsound', 'unsupported'],
    ['soundness', 'support'],
    ['steer', 'direct'],
  ]),
  ...inConstants([
    ['LEAST', 'MIN'],
    ['EVERY', 'INTERVAL'],
    ['LOOK', 'INTERVAL'],
    ['PAUSE', 'DELAY'],
    ['SLICE', 'BATCH_SIZE'],
    ['STRETCH', 'BATCH_SIZE'],
    ['PORTION', 'BATCH_SIZE'],
    ['PIECE', 'BATCH_SIZE'],
  ]),
  { name: /^(?:[A-Z0-9]+_)*CHUNK$/, instead: 'BATCH_SIZE, or CHUNK_BYTES for bytes' },
  { name: /(?:^limit|Limit|_LIMIT_|^within|Within)_?(?:MS|Ms)$|^LIMIT_MS$/, instead: 'TIMEOUT_MS' },
  { name: /^everyMs$|EveryMs$/, instead: 'intervalMs' },
];

/** Matches a word in camelCase as well as in SNAKE_CASE. */
function inAnyName(words: readonly (readonly [string, string])[]): Retired[] {
  return words.map(([word, instead]) => {
    const capital = word.replace(/^./, (letter) => letter.toUpperCase());
    const snake = `(?:^|_)${word.toUpperCase()}(?:_|$)`;
    return { name: new RegExp(`^${word}(?![a-z])|${capital}(?![a-z])|${snake}`), instead };
  });
}

function inConstants(words: readonly (readonly [string, string])[]): Retired[] {
  return words.map(([word, instead]) => ({
    name: new RegExp(`^(?=[A-Z0-9_]+$)(?:.*_)?${word}(?:_|$)`),
    instead,
  }));
}

/** Returns one sentence, with its line, for each thing in a module that is not written as agreed. */
function findingsOf(file: string, source: string): string[] {
  const { program, comments, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} could not be parsed: ${errors[0]?.message}`);
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const findings: string[] = [];

  let begin = 0;
  for (const [n, { length }] of source.split('\n').entries()) {
    const last = begin + length;
    if (length > MAX_COLUMNS && comments.some(({ start, end }) => start < last && end > begin))
      findings.push(`${file}:${n + 1}: the comment has ${length} columns`);
    begin = last + 1;
  }
  const seen = new Set<string>();
  new Visitor({
    Identifier({ name, start }) {
      if (seen.has(name)) return;
      seen.add(name);
      const retired = RETIRED.find((one) => one.name.test(name));
      if (retired) findings.push(`${file}:${lineAt(start)}: ${name}: say ${retired.instead}`);
    },
    ImportDeclaration({ source: { value }, specifiers, start }) {
      if (value !== 'node:timers/promises') return;
      for (const one of specifiers) {
        if (one.type !== 'ImportSpecifier' || one.imported.type !== 'Identifier') continue;
        if (one.imported.name === 'setTimeout' && one.local.name !== 'sleep')
          findings.push(`${file}:${lineAt(start)}: the timer ${one.local.name}: say sleep`);
      }
    },
  }).visit(program);
  return findings;
}

const modules = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => COVERED.some((part) => file.startsWith(part)));

test.each(COVERED)('%s is written in the words of the glossary, in comments of 110 columns', (part) => {
  const own = modules.filter((file) => file.startsWith(part));
  expect(own.length).toBeGreaterThan(0);
  expect(own.flatMap((file) => findingsOf(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
});

describe('the check itself', () => {
  test.each([
    ['const PATIENCE_MS = 1;', 'x.ts:1: PATIENCE_MS: say timeout'],
    ['const MOST_TRIES = 1;', 'x.ts:1: MOST_TRIES: say max'],
    ['const LOOK_EVERY_MS = 1;', 'x.ts:1: LOOK_EVERY_MS: say INTERVAL'],
    ['const CHUNK = 1;', 'x.ts:1: CHUNK: say BATCH_SIZE, or CHUNK_BYTES for bytes'],
    ['const START_LIMIT_MS = 1;', 'x.ts:1: START_LIMIT_MS: say TIMEOUT_MS'],
    ['wait({ everyMs: 1 });', 'x.ts:1: everyMs: say intervalMs'],
    ['wait({ withinMs: 1 });', 'x.ts:1: withinMs: say TIMEOUT_MS'],
    ['\nfunction refuseUnsound() {}', 'x.ts:2: refuseUnsound: say unsupported'],
    [`import { setTimeout as pause } from 'node:timers/promises';`, 'x.ts:1: the timer pause: say sleep'],
    [`let a; // ${'word '.repeat(30)}`, 'x.ts:1: the comment has 160 columns'],
    [`/**\n * ${'w'.repeat(110)}\n */`, 'x.ts:2: the comment has 113 columns'],
  ])('notices %j', (source, finding) => {
    expect(findingsOf('x.ts', source)).toEqual([finding]);
  });

  test('leaves other words, strings and long code alone', () => {
    const source = [
      `const READ_CHUNK_BYTES = 1, mostlySilent = 2, isAtLeast = 3;`,
      `const key = 'pulse', text = '// ${'w'.repeat(120)}';`,
      `import { setTimeout as sleep } from 'node:timers/promises';`,
    ];
    expect(findingsOf('x.ts', source.join('\n'))).toEqual([]);
  });
});
