import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from './extract.ts';
import { evidenceOf, type TestPage } from './test-evidence.ts';

const ask = (question: string, pages: readonly TestPage[], background = '') =>
  extractAnswer({ question, background, language: 'en', evidence: evidenceOf(pages), personaName: 'Ada' });

const guide: TestPage = {
  title: 'Looking after a battery room',
  content: `---
title: Looking after a battery room
---

# Looking after a battery room

A battery room wants [three things](https://example.org): *cool air*, dry feet and nobody in a hurry. It has \`two doors\`.

## What to check each morning

These are the checks, in order:

1. Read the thermometer at both ends of the room.
2. Smell the air before the fan runs.
3. Write the voltage of every string into the log.

## Starting the fan by hand

Use the panel beside the door:

\`\`\`
fan --mode manual
fan --speed 3
\`\`\`

The fan then runs for ninety minutes.

## Who may enter?

Only the engineer on duty and one apprentice may enter while the ferry sails.
`,
};
const ferry: TestPage = {
  title: 'Morag Teale',
  content:
    'Morag Teale is the captain of the Petrel. She was born on the island in 1961. She plays the accordion at every launch, and she has never missed one.',
};
const pages = [guide, ferry];

describe('extractAnswer', () => {
  test('answers with clean text and quotes the markup it was read from', () => {
    const { response, citations } = ask('What three things does a battery room want?', pages);
    expect(response).toContain(
      'A battery room wants three things: cool air, dry feet and nobody in a hurry.',
    );
    expect(citations[0]?.quote).toContain('[three things](https://example.org): *cool air*');
  });

  test('keeps a list whole with the sentence that announces it', () => {
    const { response } = ask('What are the checks each morning?', pages);
    expect(response).toContain('These are the checks, in order:\n• Read the thermometer');
    expect(response).toContain('• Write the voltage of every string into the log.');
  });

  test('keeps code whole, with its line breaks', () => {
    expect(ask('How do I start the fan by hand?', pages).response).toContain(
      'fan --mode manual\nfan --speed 3',
    );
  });

  test('answers a question that a heading asks with what stands below it', () => {
    expect(ask('Who may enter the battery room?', pages).response).toMatch(/^Only the engineer on duty/);
  });

  test('does not leave a pronoun hanging', () => {
    const { response } = ask('When was Morag Teale born?', pages);
    expect(response).toMatch(
      /^Morag Teale is the captain of the Petrel\. She was born on the island in 1961\./,
    );
  });

  test('tells what a thing is by the first sentence of its own page', () => {
    const manual = [
      {
        title: 'ACL',
        content:
          'The ACL CAT and ACL LIST commands are described elsewhere. See ACL CAT for the categories that ACL CAT knows.',
      },
      {
        title: 'ACL CAT',
        content:
          'The command shows the available categories if called without arguments. Otherwise it shows one.',
      },
    ];
    expect(ask('What does ACL CAT do?', manual).response).toMatch(
      /^The command shows the available categories/,
    );
  });

  test('counts the words of the question a follow-up leans on', () => {
    const alone = ask('And when was she born?', pages);
    const together = ask('And when was she born?', pages, 'Who is Morag Teale?');
    expect(together.response).toContain('1961');
    expect(together.confidence).toBeGreaterThan(alone.confidence);
  });

  test.each([
    'How do I cook spaghetti carbonara?',
    'Who won the cup in 1998?',
    'What is the capital of Mongolia?',
    '',
  ])('knows nothing of %j', (question) => {
    expect(ask(question, pages)).toMatchObject({ answer_type: 'no_answer', citations: [] });
  });

  test('without evidence it says so in the language of the question', () => {
    const silent = extractAnswer({
      question: 'Wo?',
      background: '',
      language: 'de',
      evidence: [],
      personaName: 'Ada',
    });
    expect(silent).toMatchObject({ answer_type: 'no_answer', response: expect.stringContaining('leider') });
  });

  test('whatever pages and questions are: quotes are verbatim, spans lie in the response, the answer is short', () => {
    const words = [
      'lamp',
      'tower',
      'fan',
      'Ada',
      '1871',
      '46',
      'der',
      'Leuchtturm',
      '灯塔',
      'प्रकाश',
      '😀',
      'x_y',
      'a.b',
      '<b>',
      '&amp;',
      '*',
      '`c`',
      '[l](u)',
    ];
    const sentence = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 })
      .map((list) => `${list.join(' ')}.`);
    const block = fc.oneof(
      sentence,
      fc.array(sentence, { minLength: 1, maxLength: 4 }).map((list) => list.join(' ')),
      fc
        .array(sentence, { minLength: 1, maxLength: 5 })
        .map((list) => list.map((item) => `- ${item}`).join('\n')),
      sentence.map((text) => `## ${text}`),
      sentence.map((text) => `\`\`\`\n${text}\n  ${text}\n\`\`\``),
      fc
        .array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 })
        .map((row) => `| ${row.join(' | ')} |`),
      sentence.map((text) => `<p>${text}</p>`),
    );
    const page = fc.record({
      title: fc.constantFrom('Lamp', 'The tower', '灯塔', ''),
      content: fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n')),
    });
    const question = fc
      .array(fc.constantFrom(...words, 'what', 'how', 'when', '?'), { maxLength: 6 })
      .map((list) => list.join(' '));
    let grounded = 0;
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 3 }), question, (written, asked) => {
        const { response, citations, answer_type } = ask(asked, written);
        if (answer_type === 'grounded') grounded++;
        expect(response.length).toBeGreaterThan(0);
        expect(response.length).toBeLessThan(1600);
        expect(citations.length > 0).toBe(answer_type === 'grounded');
        for (const { td_id, quote, locator, spans } of citations) {
          const { content } = written[Number(td_id.slice(3))] as TestPage;
          expect(content.slice(locator?.start, locator?.end)).toBe(quote);
          expect(quote).not.toBe('');
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(response.length);
          }
        }
      }),
      { numRuns: 300 },
    );
    // A property of answers that never came would say nothing.
    expect(grounded).toBeGreaterThan(50);
  });
});
