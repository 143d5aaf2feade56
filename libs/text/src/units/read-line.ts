import type { Span } from '../passages/sentences.ts';
import { beginsEntry } from '../reading/lines.ts';
import { entryDate } from './dates.ts';
import { labelOf } from './line-labels.ts';
import type { PageLine } from './page-lines.ts';
import {
  addUnit,
  beginTurn,
  endAnswer,
  labelAbove,
  sentencesIn,
  textOf,
  type PageState,
} from './page-state.ts';
import { isAskedToBeAnswered, isQuestion, MAX_QUESTION_CHARACTERS } from './questions.ts';
import { readCommenter, readQuotation, readTurn, speakerOf } from './read-speech.ts';
import { possibleSpeaker } from './speakers.ts';
import type { Unit } from './unit.ts';

/** The number of a section before its text: `2.1. To further …`. */
const sectionNumber = /^(?:\d{1,3}\.){2,5}\s+(?=\S)/;
/** The time before what is said or done. */
const time = /^[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?:?\s+(?=\S)/;
/** Paragraphs that may belong to the answer of a question which is only a line of its own. */
const MAX_ANSWER_BLOCKS = 6;

/** A line with what its beginning has told of it. */
interface Told {
  line: PageLine;
  kind: Unit['kind'];
  /** Where what it says begins. */
  begin: number;
  marker: Pick<Unit, 'marker'>;
}

/**
 * Reads a line of a paragraph, item or cell: what its beginning tells (a date, who speaks, a mark, a label),
 * then its sentences. `at` is its place among the lines.
 */
export function readLine(state: PageState, line: PageLine, at: number): void {
  const { text, block } = line;
  const kind = block.kind === 'item' ? 'item' : block.kind === 'row' ? 'row' : 'sentence';
  if (/^-- ?$/.test(text)) {
    // Below it stands a signature, which answers nothing.
    endAnswer(state);
    return;
  }
  state.writer = state.page.marks.writerIn(text.trimEnd()) ?? state.writer;
  if (readCommenter(state, line)) return;
  const stamp = stampOf(state, line);
  let begin = readStamp(state, line, stamp);
  // A day alone on its line is above what happened on it.
  if (stamp && begin === 0 && stamp.length >= text.trimEnd().length && state.date === stamp.date) {
    addUnit(state, line, line, { kind: 'heading' });
    return;
  }
  let marker: Pick<Unit, 'marker'> = line.first && block.marker !== '' ? { marker: block.marker } : {};
  const number = sectionNumber.exec(text.slice(begin))?.[0];
  if (number !== undefined) {
    marker = { marker: number.trim() };
    begin += number.length;
  }
  if (begin === 0 && readQuotation(state, line, kind)) return;
  const speaker = speakerOf(state, line, begin);
  if (speaker) {
    if (speaker.name !== state.speaker) beginTurn(state);
    state.speaker = speaker.name;
    return readTurn(state, line, kind, { start: line.start + speaker.length, end: line.end });
  }
  // A new entry is somebody else's.
  if (stamp && number === undefined) state.speaker = undefined;
  // A label holds for the whole turn.
  if (state.speaker !== undefined)
    return readTurn(state, line, kind, { start: line.start + begin, end: line.end }, marker);
  const told = { line, kind, begin, marker } as const;
  if (readMarked(state, told)) return;
  const spans = sentencesIn(state, { start: line.start + begin, end: line.end });
  if (readQuestion(state, told, spans, at)) return;
  endAnswers(state, line);
  if (!stamp && readLabelled(state, told)) return;
  readSentences(state, told, spans);
}

/**
 * The date that a line begins with, its ordinal number too where that was read as the number of an item.
 */
function stampOf(
  { date, headingDates, page: { marks } }: PageState,
  { block, text, first }: PageLine,
): { date: string; length: number } | undefined {
  const lastYear = (date ?? headingDates.at(-1)?.date)?.slice(0, 4);
  if (!first || !/^\d{1,2}\.$/.test(block.marker)) return entryDate(text, marks, lastYear);
  const whole = entryDate(`${block.marker} ${text}`, marks, lastYear);
  return whole
    ? { date: whole.date, length: whole.length - block.marker.length - 1 }
    : entryDate(text, marks);
}

/** Reads the date or time that a line begins with; returns how many characters say nothing more. */
function readStamp(
  state: PageState,
  line: PageLine,
  stamp: { date: string; length: number } | undefined,
): number {
  const { text } = line;
  const { speakers, marks } = state.page;
  const sender = stamp && speakers.size > 0 ? possibleSpeaker(text, line.lead, marks) : undefined;
  if (stamp && sender && speakers.has(sender.name)) {
    state.date = stamp.date;
    return 0;
  }
  if (
    stamp &&
    (line.first || beginsEntry(text)) &&
    (stamp.length < text.length || !(state.question || state.pending))
  ) {
    // The date is part of what the entry says.
    state.date = stamp.date;
    state.pending = undefined;
    state.question = undefined;
    beginTurn(state);
    return 0;
  }
  const timed = time.exec(text);
  if (!timed || possibleSpeaker(text, line.lead, marks)) return 0;
  beginTurn(state);
  return timed[0].length;
}

/** Reads a question or an answer with its mark, where the page has both; returns whether the line is one. */
function readMarked(state: PageState, { line, kind, begin }: Told): boolean {
  const { hasAnswers, marks } = state.page;
  if (!hasAnswers) return false;
  const said = line.text.slice(begin);
  const asks = marks.questionMarkOf(said);
  if (asks !== undefined) {
    beginTurn(state);
    const length = begin + asks.length;
    state.question = { text: line.text.slice(length).trim(), from: 'mark', blocks: 0 };
    for (const span of sentencesIn(state, { start: line.start + length, end: line.end }))
      addUnit(state, line, span, { kind, question: true });
    return true;
  }
  const replies = state.question ? marks.answerMarkOf(said) : undefined;
  if (replies === undefined) return false;
  for (const span of sentencesIn(state, { start: line.start + begin + replies.length, end: line.end }))
    addUnit(state, line, span, { kind, ...labelAbove(state) });
  return true;
}

/** Reads a line that is a question to be answered below; returns whether it is one. */
function readQuestion(
  state: PageState,
  { line, kind, begin, marker }: Told,
  spans: readonly Span[],
  at: number,
): boolean {
  const isWhole =
    spans.length > 0 &&
    spans.every((span) => isQuestion(textOf(state, span))) &&
    line.text.length <= MAX_QUESTION_CHARACTERS;
  if (!isWhole || !isAskedToBeAnswered(state.page.lines, at, state.question !== undefined)) return false;
  beginTurn(state);
  state.question = { text: line.text.slice(begin).trim(), from: 'line', blocks: 0 };
  state.pending = undefined;
  for (const span of spans) addUnit(state, line, span, { kind, ...marker, question: true });
  return true;
}

/**
 * The answer of a question in a line of its own ends with the next such question, or where it plainly goes
 * elsewhere; what a label announces ends with its list.
 */
function endAnswers(state: PageState, { block, first }: PageLine): void {
  const { question, pending } = state;
  if (
    question?.from === 'line' &&
    first &&
    ++question.blocks > MAX_ANSWER_BLOCKS &&
    block.kind === 'paragraph'
  )
    state.question = undefined;
  if (pending?.kind === 'label' && first && block.kind === 'paragraph' && block.group === 0)
    state.pending = undefined;
}

/** Reads a label with its value; returns whether the line has one. */
function readLabelled(state: PageState, { line, kind, begin, marker }: Told): boolean {
  const label = state.question || line.block.chrome ? undefined : labelOf(line, begin);
  if (!label) return false;
  const start = line.start + begin;
  if (line.text.slice(label.length).trim() === '') {
    // What it announces comes below.
    state.pending = { text: label.name, kind: 'label' };
    addUnit(state, line, { start, end: line.end }, { kind, ...marker });
    return true;
  }
  const [head, ...rest] = sentencesIn(state, { start: line.start + label.length, end: line.end });
  addUnit(
    state,
    line,
    { start, end: head?.end ?? line.end },
    { kind, ...marker, label: label.name, labelled: 'label', value: label.length - begin },
  );
  for (const span of rest) addUnit(state, line, span, { kind });
  return true;
}

/** Reads plain sentences; what follows a question on its line answers it. */
function readSentences(state: PageState, { line, kind, marker }: Told, spans: readonly Span[]): void {
  let asked: string | undefined;
  for (const [n, span] of spans.entries()) {
    const sentence = textOf(state, span);
    const label: Partial<Unit> =
      asked === undefined ? labelAbove(state) : { label: asked, labelled: 'question' };
    if (isQuestion(sentence) && n < spans.length - 1) {
      if (asked === undefined) beginTurn(state);
      asked = sentence;
      addUnit(state, line, span, { kind, ...(n === 0 ? marker : {}), question: true });
    } else
      addUnit(state, line, span, {
        kind,
        ...(n === 0 ? marker : {}),
        ...label,
        ...(isQuestion(sentence) ? { question: true } : {}),
      });
  }
  if (asked !== undefined && state.question === undefined) state.turn = 0;
}
