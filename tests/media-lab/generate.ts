import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRandom, type Random } from '../chaos/random.ts';
import { beginnings, disguises, mutations, polyglot } from './mutate.ts';
import { bases, bombs, type Base } from './recipes.ts';

export interface HostileFile {
  /** `truncated`, `polyglot`, … */
  kind: string;
  /** What it was made from. */
  base: string;
  bytes: Buffer;
  /** Whether it is sent as a video, or as a voice. */
  as: 'video' | 'voice';
}

/** How many recordings are made at once. */
const CONCURRENCY = 2;

/** Makes one recording; null where this ffmpeg can't. */
async function make(folder: string, { name, options }: Base): Promise<Buffer | null> {
  const file = join(folder, name);
  const command = ['-nostdin', '-v', 'quiet', '-y', '-threads', '1', ...options.split(' '), file];
  return promisify(execFile)('ffmpeg', command, { timeout: 120_000 }).then(
    () => readFile(file),
    () => null,
  );
}

/** Makes what hostile files are made from, in this folder; what this ffmpeg can't make is left out. */
export async function createGenerator(
  folder: string,
  /** Which of the recordings are made; all by default. */
  isWanted: (name: string) => boolean = () => true,
): Promise<(seed: number, n: number) => HostileFile> {
  const makeAll = async (all: readonly Base[]) => {
    const made = new Map<string, Base & { bytes: Buffer }>();
    const queue = all.values();
    const work = async (): Promise<void> => {
      for (const base of queue) {
        const bytes = isWanted(base.name) ? await make(folder, base) : null;
        if (bytes) made.set(base.name, { ...base, bytes });
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return all.flatMap(({ name }) => made.get(name) ?? []);
  };
  const plain = await makeAll(bases);
  const large = await makeAll(bombs);
  const kinds = [...Object.keys(mutations), 'disguised', 'polyglot', 'codec', 'bomb'];

  const build = (random: Random, kind: string): Omit<HostileFile, 'kind'> => {
    const [base, other] = [random.pick(plain), random.pick(plain)];
    const sent = (from: Base, bytes: Buffer): Omit<HostileFile, 'kind'> => ({
      base: from.name,
      bytes,
      // Sometimes what it is not: sound as a video, a film as a voice.
      as: from.video !== random.chance(0.15) ? 'video' : 'voice',
    });
    const mutation = mutations[kind];
    if (mutation) return sent(base, mutation(random, base.bytes, other.bytes));
    if (kind === 'polyglot') return sent(base, polyglot(random, base.bytes));
    if (kind === 'codec') return sent(base, base.bytes);
    if (kind === 'bomb') {
      const bomb = random.pick(large);
      return sent(bomb, bomb.bytes);
    }
    const [head, body] = [random.pick([...beginnings, Buffer.alloc(0)]), random.pick(disguises)];
    return { base: 'text', bytes: Buffer.concat([head, body]), as: random.pick(['video', 'voice']) };
  };
  /** The nth file of a seed is the same whatever came before it. */
  return (seed, n) => {
    const random = createRandom(seed * 1_000_003 + n);
    const kind = kinds[n % kinds.length] ?? '';
    return { kind, ...build(random, kind) };
  };
}
