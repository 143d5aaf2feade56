import { readPage } from '../reading/read-page.ts';
import type { Block } from '../reading/reading.ts';
import { readUnits } from '../units/read-units.ts';
import type { Unit } from '../units/unit.ts';

const names: Readonly<Record<Block['kind'], string>> = {
  heading: 'h',
  paragraph: 'p',
  item: 'li',
  row: 'row',
  code: 'code',
  term: 'dt',
  definition: 'dd',
};

/**
 * The blocks of a page, one a line of a test: `h2 Title`, `li1 3. Third`, `> p quoted`, `~ p of the site's`,
 * `row! Name | Age` for a header.
 */
export function showBlocks(content: string): string[] {
  const { text, blocks } = readPage(content);
  return blocks.map(({ kind, level, quoted, marker, header, chrome, start, end }) =>
    [
      ...(chrome ? ['~'] : []),
      ...(quoted > 0 ? ['>'.repeat(quoted)] : []),
      `${names[kind]}${level > 0 ? level : ''}${header ? '!' : ''}`,
      ...(marker === '' ? [] : [marker]),
      text.slice(start, end),
    ].join(' '),
  );
}

/**
 * The units of a page: `# heading`, `? question`, `@date Speaker says: <label> text`, `>` where it is quoted,
 * `~` where it is of the site.
 */
export function showUnits(content: string, language = 'en'): string[] {
  return readUnits(content, readPage(content), language).map(showUnit);
}

function showUnit({ kind, text, label, question, speaker, quoted, date, chrome }: Unit): string {
  return [
    ...(chrome ? ['~'] : []),
    ...((quoted ?? 0) > 0 ? ['>'] : []),
    ...(kind === 'heading' ? ['#'] : []),
    ...(date === undefined ? [] : [`@${date}`]),
    ...(speaker === undefined ? [] : [`${speaker} says:`]),
    ...(question ? ['?'] : []),
    ...(label ? [`<${label}>`] : []),
    text,
  ].join(' ');
}

/** The units of a page that belong together, as sets of texts: those with the same turn. */
export function showTurns(content: string, language = 'en'): string[][] {
  const turns = Map.groupBy(
    readUnits(content, readPage(content), language).filter(({ turn }) => (turn ?? 0) > 0),
    ({ turn }) => turn,
  );
  return [...turns.values()].map((units) => units.map(({ text }) => text));
}
