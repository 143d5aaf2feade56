import { describe, expect, test } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, type TestPage } from '../testing/evidence.ts';
import { attachedTo, listOf, MAX_ATTACHED_CHARACTERS, stepsOf } from './attached-units.ts';
import type { Candidate } from './candidates.ts';
import { matchQuestion } from './match.ts';

function read(question: string, pages: TestPage[]) {
  const evidence: Evidence[] = evidenceOf(pages);
  const { candidates } = matchQuestion(question, '', evidence, evidence.length);
  const at = (begin: string): Candidate => {
    const found = candidates.find(({ unit }) => unit.text.startsWith(begin));
    if (!found) throw new Error(`no unit begins with ${begin}`);
    return found;
  };
  return { evidence, candidates, at };
}
const texts = (units: readonly Candidate[]) => units.map(({ unit }) => unit.text);

const page: TestPage = {
  title: 'Fans',
  content: `# Fans

Start it like this:

\`\`\`
fan --on
\`\`\`

The command above starts it. Nothing else is needed.

## Checks of the morning

Look at these:

- Air.
- Water.

## Checks of the evening

- Doors.
`,
};

describe('attachedTo', () => {
  const { candidates, at } = read('fan', [page]);
  const siblings = (one: Candidate) => candidates.filter(({ passage }) => passage === one.passage);
  const attached = (begin: string) => texts(attachedTo(siblings(at(begin)), at(begin)));

  test('what announces a list or code takes all of it', () => {
    expect(attached('Look at these')).toEqual(['Air.', 'Water.']);
    expect(attached('Start it like')).toEqual(['fan --on']);
  });

  test('code takes the sentence before, and a sentence that points up takes the code', () => {
    expect(attached('fan --on')).toEqual(['Start it like this:']);
    expect(attached('The command above')).toEqual(['fan --on']);
  });

  test('other sentences and items take nothing', () => {
    expect(attached('Nothing else')).toEqual([]);
    expect(attached('Water')).toEqual([]);
  });

  test('what is too long to be said whole is not attached', () => {
    const item = `- ${'word '.repeat(30)}\n`;
    const long = read('list', [{ title: 'List', content: `A list:\n\n${item.repeat(6)}` }]);
    const announcement = long.at('A list');
    const whole = attachedTo(long.candidates, announcement);
    expect(whole).toHaveLength(6);
    const first = long.candidates.find(({ unit }) => unit.kind === 'item') as Candidate;
    const big = { ...first, unit: { ...first.unit, text: 'x'.repeat(MAX_ATTACHED_CHARACTERS) } };
    expect(attachedTo([announcement, big], { ...announcement, at: 0 })).toEqual([]);
  });
});

describe('listOf', () => {
  test('the rest of a list below the heading that asks for it, and no list of another section', () => {
    const { candidates, at, evidence } = read('checks of the morning', [page]);
    expect(texts(listOf(candidates, at('Air'), evidence))).toEqual(['Water.']);
    expect(texts(listOf(candidates, at('Water'), evidence))).toEqual([]);
    expect(listOf(candidates, at('Doors'), evidence)).toEqual([]);
  });

  test('no list where the heading asks for something else', () => {
    const { candidates, at, evidence } = read('price of doors', [page]);
    expect(listOf(candidates, at('Air'), evidence)).toEqual([]);
  });

  test('goes on in the next passages of the section, in reading order', () => {
    const items = Array.from(
      { length: 40 },
      (_, i) => `- Check number ${i} of the morning, with all it needs.`,
    );
    const { candidates, at, evidence } = read('checks of the morning', [
      { title: 'Long', content: `# Long\n\n## Checks of the morning\n\n${items.join('\n')}\n` },
    ]);
    expect(new Set(candidates.map(({ passage }) => passage)).size).toBeGreaterThan(1);
    const rest = texts(listOf(candidates, at('Check number 0'), evidence));
    expect(rest).toEqual(items.slice(1).map((item) => item.slice(2)));
  });
});

describe('stepsOf', () => {
  test('the first list of the page, and no other', () => {
    const { candidates, at, evidence } = read('fan', [page]);
    expect(texts(stepsOf(candidates, at('Start it like'), evidence))).toEqual(['Air.', 'Water.']);
  });

  test('nothing where the list comes late, or where there is none', () => {
    const late = read('fan', [
      { title: 'Late', content: `Fans hum.\n\n${'Fans hum for long. '.repeat(120)}\n\n- Late item.\n` },
    ]);
    expect(stepsOf(late.candidates, late.at('Fans hum'), late.evidence)).toEqual([]);
    const none = read('fan', [{ title: 'None', content: 'Fans hum.' }]);
    expect(stepsOf(none.candidates, none.at('Fans hum'), none.evidence)).toEqual([]);
  });
});
