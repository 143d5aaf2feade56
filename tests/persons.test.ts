import { beforeAll, describe, expect, test } from 'vitest';
import { askPersons, personLanguages, type PersonCase } from './persons/persons.ts';

/** Languages in which the question to "you" is answered as well as the same one to oneself. */
const MIN_LANGUAGES = 28;
/** Share of the questions to "you" that are answered right. */
const MIN_RIGHT = 0.85;

describe('a question to the persona is answered as one that it could ask itself', () => {
  let cases: PersonCase[];
  beforeAll(async () => {
    cases = await askPersons();
  }, 120_000);

  test.for([
    ['facts that were before the eyes when the words for persons were written', true],
    ['facts that were held out', false],
  ] as const)('%s', ([, isTuned]) => {
    const own = cases.filter((one) => one.isTuned === isTuned);
    const right = (list: readonly PersonCase[], who: 'you' | 'self') =>
      list.filter((one) => one[who].verdict === 'right').length;
    const behind = personLanguages.filter((language) => {
      const list = own.filter((one) => one.language === language);
      return right(list, 'you') < right(list, 'self');
    });
    expect(personLanguages.length - behind.length, behind.join(' ')).toBeGreaterThanOrEqual(MIN_LANGUAGES);
    expect(right(own, 'you') / own.length).toBeGreaterThanOrEqual(MIN_RIGHT);
    const beside = own.filter((one) => one.you.verdict === 'beside').map((one) => one.fact.you);
    expect(beside).toEqual([]);
  });
});
