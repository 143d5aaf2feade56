import { describe, expect, test } from 'vitest';
import { findMojibake } from './mojibake.ts';
import { readPage } from './read-page.ts';

/** What a page becomes when its UTF-8 is read as Windows-1252. */
const garbled = (text: string): string =>
  new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

describe('garbled letters', () => {
  test.each([
    ['de', 'Das Café für Ärzte öffnet um zwölf, und es ist schön.'],
    ['fr', 'L’été, l’élève a mangé à la crêperie du château.'],
    ['es', 'El niño comió piñas mañana y mañana también.'],
    ['en', '“It’s old,” she said – and it’s true.'],
    ['pl', 'Zażółć gęślą jaźń.'],
    ['ru', 'Маяк построили рыбаки.'],
  ])('%s is repaired', (_language, text) => {
    const { text: read, warnings } = readPage(garbled(text));
    expect(read).toBe(text);
    expect(warnings).toContain('mojibake');
  });

  test.each([
    ['Portuguese', 'NÃO ESTÃO; A IRMÃ E A MÃE, AS MAÇÃS, O CORAÇÃO. Não é Ã nem Â.'],
    ['Portuguese in quotes', 'Ele disse “IRMÔ e “MAÇÃ”, e ela “CORAÇÔ.'],
    ['French', 'Â l’âge de dix ans, il alla à Âmes et à Ânes: « Â ! »'],
    ['Romanian', 'ROMÂNIA, Â și Î, Âncora «Â» și „Ŕ.'],
    ['Danish', 'Ål og Åse på Ø, «Å».'],
    ['Turkish', 'KÂĞIT, HÂLÂ «Â» ve Îman.'],
    ['German', 'Ärger, Öl, Übung – „Ä“ und „Ö“.'],
    ['Vietnamese', 'ÂM NHẠC, Ân, mÂy và Ã.'],
    ['one run alone', 'It reads fÃ¼r here, which is how it is garbled.'],
  ])('%s is as it stands', (_name, text) => {
    expect(findMojibake(text)).toEqual([]);
    expect(readPage(text).text).toBe(text);
  });

  test('repaired letters lead back to where they stand', () => {
    const content = `# ${garbled('Für Ärzte')}\n\n${garbled('Es ist schön.')}`;
    const { text, map } = readPage(content);
    expect(text).toBe('Für Ärzte\nEs ist schön.');
    expect(content.slice(map.from.at(-1), map.to.at(-1))).toBe('n.');
  });
});
