import { blocks, type Layout } from './layout.ts';

/** Columns at which old mail programs and editors break lines. */
const WRAPPED = 60;

/** Breaks a text at spaces; scripts without them stay in one line. */
function wrap(text: string): string {
  let column = 0;
  return text.replaceAll(/(\s*)(\S+)/g, (_, space: string, word: string) => {
    if (column > 0 && column + space.length + word.length > WRAPPED) {
      column = word.length;
      return `\n${word}`;
    }
    column += space.length + word.length;
    return space + word;
  });
}

const paragraph = blocks(({ sentence }) => sentence, ' ');

export const prose: readonly Layout[] = [
  { name: 'prose paragraph', group: 'prose', write: paragraph },
  {
    name: 'prose under headings',
    group: 'prose',
    write: blocks(({ label, sentence }) => `## ${label}\n\n${sentence}`),
  },
  {
    name: 'prose hard-wrapped',
    group: 'prose',
    write: (facts, language) => `${wrap(paragraph(facts, language).trim())}\n`,
  },
  { name: 'prose sentence a line', group: 'prose', write: blocks(({ sentence }) => sentence, '\n') },
  { name: 'prose bullets', group: 'prose', write: blocks(({ sentence }) => `- ${sentence}`, '\n') },
  { name: 'prose html', group: 'prose', write: blocks(({ sentence }) => `<p>${sentence}</p>`, '\n') },
];
