import { expect, test } from 'vitest';
import { createNearness, type Embed } from './nearness.ts';

/** A text's vector: where its words stand in a circle of topics, squeezed as models squeeze it. */
const embedder =
  (topics: Record<string, number>, squeeze: number, asked: string[][] = []): Embed =>
  (texts) => {
    asked.push([...texts]);
    return Promise.resolve(
      texts.map((text) => {
        const word = Object.keys(topics).find((one) => text.includes(one));
        const angle = word === undefined ? text.length : (topics[word] ?? 0);
        const vector = [Math.cos(angle), Math.sin(angle)].map((value) => value * squeeze);
        return Float32Array.from([...vector, Math.sqrt(1 - squeeze ** 2)]);
      }),
    );
  };
// The pairs of the scale, by a word of each.
const pairs = Object.fromEntries(
  [
    ['bicycle', 'cycle'],
    ['loaf', 'bread'],
    ['grow up', 'childhood'],
    ['work for you', 'workshop'],
    ['bank', 'quit'],
    ['morning', 'half past'],
    ['paint', 'studio'],
    ['knives', 'blades'],
    ['afraid', 'scared'],
    ['book', 'novel'],
    ['journey', 'train'],
    ['children', 'six years'],
  ].flatMap((words, i) => words.map((word) => [word, (i * 2 * Math.PI) / 12])),
);

test.each([1, 0.5, 0.2])(
  'means the same by any model, however near it places strangers (%s)',
  async (squeeze) => {
    const nearness = createNearness(embedder({ ...pairs, sea: 1, boat: 1.05, tax: 4 }, squeeze));
    const [boat, tax] = await nearness('the sea?', ['a boat', 'a tax']);
    expect(boat).toBeCloseTo(1, 1);
    expect(tax).toBeLessThan(0);
  },
);

test('a model to which all is the same places nothing near', async () => {
  const same: Embed = (texts) => Promise.resolve(texts.map(() => Float32Array.from([1, 0])));
  expect(await createNearness(same)('any?', ['one', 'two'])).toEqual([0, 0]);
});

test('its scale is measured once, and a text that was compared is not encoded again', async () => {
  const asked: string[][] = [];
  const nearness = createNearness(embedder(pairs, 1, asked));
  await nearness('first?', ['one', 'two']);
  expect(asked).toHaveLength(4);
  await nearness('second?', ['two', 'three', 'two']);
  expect(asked.slice(4)).toEqual([['second?'], ['three']]);
});
