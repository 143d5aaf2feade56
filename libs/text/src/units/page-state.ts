import { sentences, type Span } from '../passages/sentences.ts';
import { piecesOf } from '../passages/size.ts';
import { rawSpan, type Block, type Reading } from '../reading/reading.ts';
import type { Marks } from './marks.ts';
import type { PageLine } from './page-lines.ts';
import { withMarks } from './quoted-source.ts';
import type { Unit } from './unit.ts';

/** A unit with where it stands in the readable text and in which block. */
export interface PlacedUnit extends Unit {
  at: Span;
  block: number;
}

/** A question that is being answered, and by which kind of thing it was asked. */
interface OpenQuestion {
  text: string;
  /** The speaker who asks. */
  by?: string;
  /** Who answers: where friends talk the next one does, and the others go on to something else. */
  to?: string;
  from: 'heading' | 'line' | 'mark' | 'speaker' | 'term';
  /** Blocks that have gone by since. */
  blocks: number;
}

/** What is known of a whole page before its lines are read. */
export interface PageFacts {
  content: string;
  reading: Reading;
  language: string;
  marks: Marks;
  lines: readonly PageLine[];
  /** Names of those who speak on the page. */
  speakers: ReadonlySet<string>;
  /** Whether both questions and answers have their marks: `Q:`, `A:`. */
  hasAnswers: boolean;
  /** The names of the columns of each table that has them, by the table's group. */
  headers: ReadonlyMap<number, { names: string[]; block: Block }>;
  /** The day of each record that tells one, by its group. */
  recordDates: ReadonlyMap<number, string>;
  /** Quoted blocks that are remarks of the page's own. */
  remarks: ReadonlySet<Block>;
  date: string | undefined;
}

/** What the lines that have been read say of the next one, and their units. */
export interface PageState {
  readonly page: PageFacts;
  readonly units: PlacedUnit[];
  question: OpenQuestion | undefined;
  /** A label whose values follow: `Ingredients:`. */
  pending: { text: string; kind: 'label' | 'term' } | undefined;
  speaker: string | undefined;
  /** Who wrote the mail that is quoted. */
  writer: string | undefined;
  /** The date of the entry that is being read. */
  date: string | undefined;
  headingDates: { level: number; date: string }[];
  /** The level of the heading below which others comment. */
  comments: number | undefined;
  /** The turn that units belong to, 0 for none, and how many there were. */
  turn: number;
  turns: number;
}

export const beginPage = (page: PageFacts): PageState => ({
  page,
  units: [],
  question: undefined,
  pending: undefined,
  speaker: undefined,
  writer: undefined,
  date: undefined,
  headingDates: [],
  comments: undefined,
  turn: 0,
  turns: 0,
});

export function beginTurn(state: PageState): void {
  state.turn = ++state.turns;
}

/** What stands next answers nothing that was asked before. */
export function endAnswer(state: PageState): void {
  state.question = undefined;
  state.pending = undefined;
  state.turn = 0;
}

/** The question that is being answered, or the label whose values follow, as a unit's label. */
export function labelAbove({ question, pending, speaker }: PageState): Partial<Unit> {
  // Nobody answers their own question.
  if (question && (question.by !== speaker || question.from !== 'speaker'))
    return { label: question.text, labelled: 'question' };
  return pending ? { label: pending.text, labelled: pending.kind } : {};
}

/** Adds a stretch of a line as a unit, or several where it is long; returns the first. */
export function addUnit(
  state: PageState,
  line: PageLine,
  span: Span,
  more: Partial<Unit> & Pick<Unit, 'kind'>,
): PlacedUnit | undefined {
  let first: PlacedUnit | undefined;
  for (const piece of piecesOf(state.page.reading.text, span)) {
    const unit = addPiece(state, line, piece, more);
    first ??= unit;
  }
  return first;
}

function addPiece(
  state: PageState,
  line: PageLine,
  piece: Span,
  more: Partial<Unit> & Pick<Unit, 'kind'>,
): PlacedUnit | undefined {
  const { content, reading, remarks, recordDates, date: pageDate } = state.page;
  const { turn, speaker, writer, comments } = state;
  const whole = reading.text.slice(piece.start, piece.end);
  const text = whole.trim();
  if (text === '') return undefined;
  // The indentation of code is at its end too.
  const start = text.length === whole.length ? piece.start : piece.start + whole.indexOf(text);
  const span = { start, end: start + text.length };
  const source = rawSpan(reading.map, span);
  const raw = reading.format === 'markdown' ? withMarks(content, source) : source;
  const quoted = remarks.has(line.block) ? 0 : line.block.quoted;
  const date = state.date ?? recordDates.get(line.block.group) ?? state.headingDates.at(-1)?.date ?? pageDate;
  const isQuoted = quoted > 0 || comments !== undefined;
  const first = piece.start === line.start;
  const unit: PlacedUnit = {
    ...more,
    text,
    start: raw.start,
    end: raw.end,
    first,
    at: span,
    block: line.number,
  };
  if (turn > 0) unit.turn = turn;
  const said = speaker ?? (isQuoted ? writer : undefined);
  if (said !== undefined) unit.speaker ??= said;
  if (isQuoted) unit.quoted ??= Math.max(quoted, 1);
  if (date !== undefined) unit.date = date;
  if (line.block.chrome) unit.chrome = true;
  state.units.push(unit);
  return unit;
}

export const textOf = ({ page }: PageState, { start, end }: Span): string =>
  page.reading.text.slice(start, end);

/** The sentences of a stretch. */
export const sentencesIn = ({ page }: PageState, span: Span): Span[] =>
  sentences(page.reading.text, page.language, span);
