import { describe, expect, test } from 'vitest';
import { encodePage } from './encode-page.ts';

const encode = (content: string, title = '') => encodePage({ page_id: 'td_1', version: 1, title, content });
const termsOf = ({ terms }: ReturnType<typeof encode>, stream: Uint32Array | undefined): string[] =>
  Array.from(stream ?? [], (token) => terms[token] ?? '');

describe('encoding a page', () => {
  test('passages are slices of the content, with their headings and units', () => {
    const content = '# Lamp\n\nIt **burns** all night.\n\n## Fog\n\nThe horn sounds.';
    const { passages } = encode(content);
    expect(
      passages.map(({ text, headings, units }) => [headings, text, units.map((unit) => unit.text)]),
    ).toEqual([
      [['Lamp'], 'It **burns** all night.', ['It burns all night.']],
      [['Lamp', 'Fog'], 'The horn sounds.', ['The horn sounds.']],
    ]);
    for (const { text, start, end } of passages) expect(content.slice(start, end)).toBe(text);
  });

  test('markup, addresses of links and data are not searched', () => {
    const encoded = encode(
      '# A\n\nSee [the house](https://secret.example/path "Nothing") and ![](data:image/png;base64,AAAABBBBCCCCDDDDEEEE).',
    );
    const words = termsOf(encoded, encoded.passages[0]?.tokens).join(' ');
    expect(words).toContain('hous');
    expect(words).not.toMatch(/secret|path|nothing|base64|png/);
  });

  test('labels that stand outside of the passage are searched with it; a question above too', () => {
    const encoded = encode(
      `# FAQ\n\n## Who built the lighthouse?\n\n${'The fishermen of the village did, and their wives helped. '.repeat(60)}`,
    );
    expect(encoded.passages.length).toBeGreaterThan(1);
    for (const { heading_tokens } of encoded.passages)
      expect(termsOf(encoded, heading_tokens).join(' ')).toMatch(/lighthous/);
  });

  test('what a page says about itself is searched with its title', () => {
    const encoded = encode('---\ntitle: Kelp forest\n---\nIt is green.', 'Sea');
    expect(termsOf(encoded, encoded.title_tokens).join(' ')).toMatch(/sea.*kelp/);
  });

  test('a page that shows nothing is one passage without units, found by its title', () => {
    const { passages } = encode('<div></div>', 'Kelp');
    expect(passages.map(({ text, units, tokens }) => [text, units, tokens.length])).toEqual([
      ['<div></div>', [], 0],
    ]);
    expect(encode('').passages).toEqual([]);
  });

  test('one sentence that is changed in a page of fifty passages is read anew with at most two others', () => {
    const paragraph = (n: number, changed: boolean): string =>
      `Paragraph ${n} tells how ${'the keeper counts ships and '.repeat(16)}sleeps after watch ${n * 7}.${changed ? ' One sentence more.' : ''}`;
    const content = (changed?: number): string =>
      Array.from({ length: 110 }, (_, n) => paragraph(n, n === changed)).join('\n\n');
    const previous = encode(content());
    expect(previous.passages.length).toBeGreaterThanOrEqual(50);
    const input = { page_id: 'td_1', version: 2, title: '', content: content(40) };
    const again = encodePage({ ...input, previous });
    expect(again.analysed).toBeGreaterThan(0);
    expect(again.analysed).toBeLessThanOrEqual(3);
    expect(again).toEqual({ ...encodePage(input), analysed: again.analysed });
  });
});
