import type { Reading } from '../reading/reading.ts';
import { pageDate } from './dates.ts';
import { marksIn } from './marks.ts';
import { linesOf, type PageLine } from './page-lines.ts';
import { addUnit, beginPage, endAnswer, labelAbove, type PageState, type PlacedUnit } from './page-state.ts';
import { readHeading, readTerm } from './read-headings.ts';
import { readLine } from './read-line.ts';
import { headersOf, readRow, recordDates } from './read-rows.ts';
import { readAttribution, remarksOf } from './read-speech.ts';
import { findSpeakers } from './speakers.ts';

/** Reads the units of a page in reading order, in the page's language. Linear in its length. */
export function readUnits(content: string, reading: Reading, language: string): PlacedUnit[] {
  const lines = linesOf(reading);
  const marks = marksIn(language);
  const state = beginPage({
    content,
    reading,
    language,
    marks,
    lines,
    speakers: findSpeakers(
      lines.filter(({ block }) => block.kind !== 'row' && block.kind !== 'code' && block.kind !== 'heading'),
      marks,
    ),
    hasAnswers:
      lines.some(({ text }) => marks.answerMarkOf(text) !== undefined) &&
      lines.some(({ text }) => marks.questionMarkOf(text) !== undefined),
    headers: headersOf(reading),
    recordDates: recordDates(reading),
    remarks: remarksOf(reading, marks),
    date: pageDate(reading.fields),
  });
  for (const [at, line] of lines.entries()) readBlock(state, line, at);
  return state.units;
}

function readBlock(state: PageState, line: PageLine, at: number): void {
  const { block } = line;
  // Behind a rule line nothing answers what was asked before it; right under its question it is only drawn.
  if (block.ruled && line.first && !state.units.at(-1)?.question) endAnswer(state);
  switch (block.kind) {
    case 'heading':
      return readHeading(state, line);
    case 'code':
      addUnit(state, line, line, { kind: 'code', ...(state.question ? labelAbove(state) : {}) });
      return;
    case 'row': {
      const [first, second, ...rest] = block.cells ?? [];
      if (block.header || state.page.headers.get(block.group)?.block === block)
        addUnit(state, line, line, { kind: 'heading' });
      else if (first && second) readRow(state, line, [first, second, ...rest]);
      else readLine(state, line, at);
      return;
    }
    case 'term':
      return readTerm(state, line);
    default:
      if (!readAttribution(state, line)) readLine(state, line, at);
  }
}
