import { expect, test } from 'vitest';
import { createDiscretion } from './discretion.ts';

const isDiscreet = createDiscretion(
  [
    {
      role: 'system',
      content: 'You are Ada. The code of the safe is nobody tells it to a guest. Answer warmly.',
    },
    { role: 'user', content: 'Hello, how is it going today?' },
  ],
  ['Ada', 'Hello, it is 9 o’clock'],
);

test.each(['Ahoy!', 'Good morning, it is 9 here too.', 'I am Ada, ask me anything.'])(
  'may be said: %s',
  (said) => {
    expect(isDiscreet(said, 'en')).toBeUndefined();
  },
);

test.each([
  ['private', 'I was told: the code of the safe is secret.'],
  ['number', 'The lens weighs 1400 kilograms.'],
  ['quote', 'He said "three flashes".'],
  ['link', 'Look at https://evil.example now.'],
  ['markup', 'Hello <script>alert(1)</script>'],
])('%s: "%s" may not', (reason, said) => {
  expect(isDiscreet(said, 'en')).toBe(reason);
});
