// JSON that nobody sends by mistake: wrong types, extremes, depth, width, names that JavaScript knows.
import fc from 'fast-check';
import type { Random } from '../chaos/random.ts';

/**
 * What stands in a value for JSON that is too deep for JSON.stringify, or so large that writing it anew for
 * each request would take longer than its answer; `jsonOf` puts it in its place.
 */
const STAND_IN = /"stand-in (\d+)"/g;
const inPlace: string[] = [];
const standIn = (json: string): string => `stand-in ${inPlace.push(json) - 1}`;
const DEEP = ['[', '{"a":'].flatMap((open) =>
  [60, 70, 5000].map((depth) => standIn(`${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`)),
);
/** Of each kind of large value so many are made. */
const LARGE_VALUES_PER_KIND = 6;

/** Makes JSON values, the same for the same seed. */
export function createValues(seed: number, random: Random) {
  const drawn = fc.sample(fc.jsonValue({ maxDepth: 6 }), { seed, numRuns: 200 });
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 400 }), { seed, numRuns: 200 });
  const text = (): string => random.pick(texts);

  const special: (() => unknown)[] = [
    () => null,
    () => random.chance(0.5),
    () => random.pick([-1, 0, 0.5, 1e308, -1e308, 2 ** 53, Number.MIN_VALUE]),
    () => '',
    () => ' \n\t\u{2028}',
    () => '\0\u{7f}\u{85}',
    () => '\u{d800}',
    () => 'é'.repeat(random.whole(1, 3000)),
    () => text(),
    () => [],
    () => ({}),
    () => [[], [[]], {}],
    () => ({ ['__proto__']: { a: 1 }, constructor: { prototype: 1 }, toString: 1, hasOwnProperty: 1 }),
    () => Object.fromEntries([['__proto__', [1]]]),
    () => random.pick(DEEP),
    () => Array.from({ length: random.whole(100, 3000) }, () => random.pick([null, '', 0, 'a', {}, []])),
    () => Object.fromEntries(Array.from({ length: random.whole(100, 3000) }, (_, n) => [`k${n}`, n])),
    () => random.pick(['2024-02-30T25:61:61Z', '0000-00-00', '+275760-09-13T00:00:00.001Z', 'td_', 'ins_0']),
    () => 'javascript:alert(1)',
  ];
  /** Work for whoever reads all of it before it looks at the limits. */
  const large = [
    () => Array.from({ length: random.whole(20_000, 400_000) }, () => 1),
    () => Array.from({ length: random.whole(2000, 20_000) }, () => ({ title: 1, content: {}, role: [] })),
    () => Object.fromEntries(Array.from({ length: random.whole(20_000, 60_000) }, (_, n) => [`k${n}`, ''])),
    ...['a', '<', '*', '[', '漢', '\n', '| ', '> ', '<b>'].map(
      (one) => () => one.repeat(random.whole(10_000, 400_000)),
    ),
  ].flatMap((make) => Array.from({ length: LARGE_VALUES_PER_KIND }, () => standIn(JSON.stringify(make()))));
  return {
    text,
    one: (): unknown =>
      random.chance(0.02)
        ? random.pick(large)
        : random.chance(0.5)
          ? random.pick(special)()
          : random.pick(drawn),
  };
}
export type Values = ReturnType<typeof createValues>;

/** A copy of `value` with one place of it, at any depth, replaced, dropped, doubled or renamed. */
export function mutate(value: unknown, random: Random, values: Values): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.15)) return values.one();
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (list.length === 0 || random.chance(0.2)) return [...list, values.one()];
    const at = random.whole(0, list.length - 1);
    return list.map((one, n) => (n === at ? mutate(one, random, values) : one));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.1)) return { ...value, [values.text()]: values.one() };
  const at = random.whole(0, entries.length - 1);
  if (random.chance(0.1)) return Object.fromEntries(entries.filter((_, n) => n !== at));
  return Object.fromEntries(
    entries.map(([key, one], n) => (n === at ? [key, mutate(one, random, values)] : [key, one])),
  );
}

export const jsonOf = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replaceAll(STAND_IN, (_, n: string) => inPlace[Number(n)] ?? 'null');

/** The bytes with some of them changed, lost, doubled or cut off. */
export function damage(bytes: Buffer, random: Random): Buffer {
  let damaged = Buffer.from(bytes);
  for (let n = random.whole(1, 4); n > 0 && damaged.length > 0; n--) {
    const at = random.whole(0, damaged.length - 1);
    const [before, after] = [damaged.subarray(0, at), damaged.subarray(at)];
    const noise = Buffer.from(
      random.pick(['"', '\\', '{', '[', ',', '\0', '\n', '\uFEFF', '1e999', '\\ud800', ':']),
    );
    damaged = random.pick([
      () => before,
      () => Buffer.concat([before, after.subarray(random.whole(1, 9))]),
      () => Buffer.concat([before, noise, after]),
      () => Buffer.concat([before, after.subarray(0, random.whole(1, 40)), after]),
      () => Buffer.concat([before, Buffer.from([random.whole(128, 255)]), after]),
    ])();
  }
  return damaged;
}
