import { describe, expect, test } from 'vitest';
import { askPage as ask } from '../testing/ask-page.ts';

const family =
  'My husband Davie fishes for crabs; he is sixty-one. Our daughter Inga is 27 and teaches maths in Bergen, and ' +
  'our son Magnus is 24 and keeps sheep in Yell. I was born in 1968 in Lerwick, because my granny had a house there.';
const familie =
  'Ik ben geboren in Dokkum in 1963, als jongste van zeven. Mijn broer Douwe schaatst. We hebben twee dochters: ' +
  'Anke is 31 en woont in Groningen, Jildou is 28 en vaart.';

describe('a value is that of whom it is said of', () => {
  test.each([
    ['en', 'How old is your daughter?', family, '27'],
    ['en', 'How old is your son?', family, '24'],
    ['en', 'How old is your husband?', family, 'sixty-one'],
    ['en', 'How old is Inga?', family, '27'],
    ['nl', 'Hoe oud is Anke?', familie, '31'],
  ] as const)('%s: %s', (language, question, page, told) => {
    expect(ask(question, language, page)).toContain(told);
  });

  test.each([
    ['en', 'How old is your wife?', 'Married to Marieke, a vet. Our daughter Lotte is eleven.', 'eleven'],
    ['en', 'When did your granny die?', family, '1968'],
    ['en', 'When did your father die?', 'I was born in 1956 in Zamosc, where my father played.', '1956'],
    ['en', 'How old is your brother?', family, '1968'],
    ['nl', 'Hoe oud is je broer?', familie, '1963'],
    ['nl', 'Hoe oud is je jongste dochter?', familie, '1963'],
    ['nl', 'Hoe oud is Piet?', familie, '1963'],
  ] as const)('%s: %s is not told', (language, question, page, told) => {
    expect(ask(question, language, page)).not.toContain(told);
  });
});

describe('a day is that of what was done on it', () => {
  const page = 'I became a radio operator and did that for long. In 2009 I bought my first wheel at a sale.';

  test('the next sentence tells another deed of its own', () => {
    expect(ask('When did you become a radio operator?', 'en', page)).not.toContain('2009');
  });

  test('or goes on with the same', () => {
    const own = 'I became a radio operator on the ferries. That was in 1990.';
    expect(ask('When did you become a radio operator?', 'en', own)).toContain('1990');
  });
});
