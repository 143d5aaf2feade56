import { known, packOf } from '@persona/languages';
import { expect, test } from 'vitest';
import { createMeaning, type Embed } from './nearness.ts';

const topicsOf = (language: string) =>
  (known(packOf(language)?.inOtherWords) ?? []).map((pair, i) => ({
    topic: `${language} ${i}`,
    texts: pair,
  }));

/** A text's vector: along the axis of what it is about, squeezed as models squeeze it. */
const embedder = (
  topics: readonly { topic: string; texts: readonly string[] }[],
  squeeze = 1,
  asked: string[][] = [],
): Embed => {
  const names = [...new Set(topics.map(({ topic }) => topic))];
  return (texts) => {
    asked.push([...texts]);
    return Promise.resolve(
      texts.map((text) => {
        const about = topics.filter(({ texts: own }) => own.includes(text)).map(({ topic }) => topic);
        const axes = names.map((name) => (about.includes(name) ? squeeze / Math.sqrt(about.length) : 0));
        return Float32Array.from([...axes, Math.sqrt(about.length > 0 ? 1 - squeeze ** 2 : 1)]);
      }),
    );
  };
};
const english = topicsOf('en');
const sea = { topic: 'the sea', texts: ['the sea?', 'a boat'] };

test.each([1, 0.4])('means the same by any model, however near it places strangers (%s)', async (squeeze) => {
  const { nearness } = createMeaning(
    embedder([...english, sea, { topic: 'tax', texts: ['a tax'] }], squeeze),
  );
  const [boat, tax] = (await nearness({ question: 'the sea?', language: 'en' }, ['a boat', 'a tax'])) ?? [];
  expect(boat).toBeCloseTo(1, 1);
  expect(tax).toBeCloseTo(0, 1);
});

test('a model tells nothing in a language that it does not know, and in which it cannot be measured', async () => {
  const { nearness, knows } = createMeaning(embedder([...english, sea]));
  const ask = (language: string) => nearness({ question: 'the sea?', language }, ['a boat']);
  expect(await ask('en')).toHaveLength(1);
  // All that it reads in German is the same to it.
  expect(await ask('de')).toBeUndefined();
  expect(await ask('ka')).toBeUndefined();
  expect(await Promise.all(['en', 'de', 'ka'].map((one) => knows(one)))).toEqual([true, false, false]);
  const { nearness: german } = createMeaning(embedder([...topicsOf('de'), sea]));
  expect(await german({ question: 'the sea?', language: 'de' }, ['a boat'])).toHaveLength(1);
});

test('the scale of a language is measured once, and what was compared is not encoded again', async () => {
  const asked: string[][] = [];
  const { nearness } = createMeaning(embedder(english, 1, asked));
  await nearness({ question: 'first?', language: 'en' }, ['one', 'two']);
  expect(asked).toHaveLength(4);
  await nearness({ question: 'second?', language: 'en' }, ['two', 'three', 'two']);
  expect(asked.slice(4)).toEqual([['second?'], ['three']]);
});
