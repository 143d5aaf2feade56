import { dateAt } from './dates.ts';
import type { PageLine } from './page-lines.ts';
import { addUnit, beginTurn, type PageState } from './page-state.ts';
import { isQuestion } from './questions.ts';

/** Reads a heading: what was open ends, and what it asks or dates holds for its section. */
export function readHeading(state: PageState, line: PageLine): void {
  const { level } = line.block;
  state.speaker = undefined;
  state.writer = undefined;
  state.pending = undefined;
  state.question = undefined;
  state.turn = 0;
  state.date = undefined;
  state.headingDates = state.headingDates.filter((entry) => entry.level < level);
  if (state.comments !== undefined && level <= state.comments) state.comments = undefined;
  if (state.page.marks.isCommentsHeading(line.text)) state.comments = level;
  const dated = dateAt(line.text);
  if (dated) state.headingDates.push({ level, date: dated.date });
  const asks = isQuestion(line.text);
  if (asks) {
    state.question = { text: line.text, from: 'heading', blocks: 0 };
    beginTurn(state);
  }
  addUnit(state, line, line, { kind: 'heading', ...(asks ? { question: true } : {}) });
}

/** Reads a term of a definition list: its definitions follow. */
export function readTerm(state: PageState, line: PageLine): void {
  beginTurn(state);
  state.question = undefined;
  state.pending = undefined;
  const asks = isQuestion(line.text);
  if (asks) state.question = { text: line.text, from: 'term', blocks: 0 };
  else state.pending = { text: line.text.replace(/[:：]\s*$/, ''), kind: 'term' };
  addUnit(state, line, line, { kind: 'heading', ...(asks ? { question: true } : {}) });
}
