import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarkerStream } from './marker-stream.ts';

function read(pieces: string[]) {
  const stream = createMarkerStream();
  const shown = pieces.map((piece) => stream.push(piece)).join('') + stream.end();
  return { shown, text: stream.text, markers: [...stream.markers] };
}

describe('createMarkerStream', () => {
  test.each([
    ['The lamp has 24 panels [1].', 'The lamp has 24 panels.', [[1]]],
    ['First. [1] Second [2, 3]! Third [4-6]', 'First. Second! Third', [[1], [2, 3], [4, 5, 6]]],
    ['A【3】b 【4†source】.', 'Ab.', [[3], [4]]],
    ['Ask [passage 2], [^3] and [x].', 'Ask, and [x].', [[2], [3]]],
    ['`rows[1]` stays, rows [1] goes', '`rows[1]` stays, rows goes', [[1]]],
    ['```\na[1] = **p\n```\nDone [2]', '```\na[1] = **p\n```\nDone', [[2]]],
    ['## Title\n**Bold** text\n# Next', 'Title\nBold text\nNext', []],
    ['<think>let me see [9]</think>\n\nYes [1].', 'Yes.', [[1]]],
    ['<think>for ever', '', []],
    ['  [1] leading', 'leading', [[1]]],
    ['C# and 2 * 3 * 4 [', 'C# and 2 * 3 * 4 [', []],
  ])('%j', (reply, text, numbers) => {
    const whole = read([reply]);
    expect(whole.text).toBe(text);
    expect(whole.markers.map((marker) => marker.numbers)).toEqual(numbers);
  });

  test('a marker is bound to the place where it stood', () => {
    expect(read(['One [1]. Two.']).markers).toEqual([{ numbers: [1], at: 3 }]);
  });

  test('the spaces behind the marks of a heading go, also when they come later', () => {
    expect(read(['One\n# ', ' Two']).text).toBe('One\nTwo');
  });

  test('however the reply is cut, text and markers are the same and what was shown is the text', () => {
    const token = fc.constantFrom(
      '[1]',
      '[12, 3]',
      '【2】',
      ' ',
      '\n',
      'word',
      '.',
      '**',
      '# ',
      '`',
      '```',
      '[',
      ']',
      '<think>',
      '</think>',
      '1',
      'é',
      '😀',
      'p',
      '^',
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 30 }),
        fc.array(fc.nat({ max: 6 }), { maxLength: 60 }),
        (tokens, cuts) => {
          const reply = tokens.join('');
          const pieces: string[] = [];
          let at = 0;
          for (const cut of cuts) {
            pieces.push(reply.slice(at, at + cut));
            at += cut;
          }
          pieces.push(reply.slice(at));
          const cutUp = read(pieces);
          expect(cutUp.shown).toBe(cutUp.text);
          expect(cutUp).toEqual(read([reply]));
        },
      ),
      { numRuns: 500 },
    );
  });
});
