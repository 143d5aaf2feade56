import { expect, test } from 'vitest';
import { withoutCourtesy } from './read-request.ts';
import { MAX_ASKED_CHARACTERS, whatIsAsked } from './what-is-asked.ts';

test('of a long message its beginning and its end are read', () => {
  const question = 'When does the tide turn?';
  expect(whatIsAsked(question)).toBe(question);
  const long = 'A letter about the harbour. '.repeat(2000);
  for (const message of [`${question} ${long}`, `${long}${question}`]) {
    expect(whatIsAsked(message).length).toBeLessThanOrEqual(MAX_ASKED_CHARACTERS);
    expect(whatIsAsked(message)).toContain(question);
  }
  expect(whatIsAsked(`${question}${' '.repeat(500)}x ${'ب'.repeat(250)}`)).toBe(
    `${question}${' '.repeat(8)}x ${'ب'.repeat(64)} ${'ب'.repeat(64)} ${'ب'.repeat(64)} ${'ب'.repeat(58)}`,
  );
  expect(whatIsAsked('😀'.repeat(9001)).isWellFormed()).toBe(true);
});

// Quadratic work would take minutes, so the test's own time limit is the check.
test.each(['.', '?', ' ', ', ', '…', '"', '؟'])('200,000 of %j behind a word are no end', (mark) => {
  const message = `The tide${mark.repeat(200_000)} x`;
  expect(withoutCourtesy(message, 'en')).toBe(message);
});
