import { isProse } from '../passages/prose.ts';
import type { Span } from '../passages/sentences.ts';
import type { Block, Reading } from '../reading/reading.ts';
import { dateAt } from './dates.ts';
import type { Marks } from './marks.ts';
import type { PageLine } from './page-lines.ts';
import { addUnit, beginTurn, labelAbove, sentencesIn, textOf, type PageState } from './page-state.ts';
import { isQuestion } from './questions.ts';
import type { Unit } from './unit.ts';

/** Characters of a column's name and of the cell that names a row, at most. */
const MAX_COLUMN_NAME_CHARACTERS = 40;
const MAX_KEY_CHARACTERS = 60;

/**
 * The names of the columns of each table that has them: marked as such, or a first row of words over rows
 * with figures.
 */
export function headersOf({ text, blocks }: Reading): Map<number, { names: string[]; block: Block }> {
  const headers = new Map<number, { names: string[]; block: Block }>();
  const namesOf = (block: Block) => (block.cells ?? []).map(({ start, end }) => text.slice(start, end));
  const tables = Map.groupBy(
    blocks.filter(({ kind }) => kind === 'row'),
    ({ group }) => group,
  );
  for (const [group, rows] of tables) {
    const [first, ...rest] = rows;
    if (!first) continue;
    const names = namesOf(first);
    const marked = first.header === true;
    const figures =
      rest.length > 0 &&
      rest.every((row) =>
        namesOf(row)
          .slice(1)
          .some((cell) => /\p{Nd}/u.test(cell)),
      );
    const isNames =
      names.length >= 2 &&
      names.every(
        (name) => name.length <= MAX_COLUMN_NAME_CHARACTERS && !/\p{Nd}/u.test(name) && !/[.!?]$/.test(name),
      );
    if (
      (marked && !isQuestion(names[0] ?? '')) ||
      (!marked && rest.length >= 2 && figures && isNames && names.length >= 3)
    )
      headers.set(group, { names, block: first });
  }
  return headers;
}

/**
 * Reads a row of at least two cells: a question with its answer, or a thing with what is told of it.
 */
export function readRow(state: PageState, line: PageLine, cells: readonly [Span, Span, ...Span[]]): void {
  const { reading, headers, marks } = state.page;
  const [first = '', ...rest] = cells.map(({ start, end }) => reading.text.slice(start, end));
  const header = headers.get(line.block.group);
  const [, second] = cells;
  // A record of two rows: `question | …`, `answer | …`.
  if (
    cells.length === 2 &&
    marks.marksQuestion(first) &&
    (isQuestion(rest[0] ?? '') || line.block.header === undefined) &&
    /\p{L}{4}/u.test(first)
  ) {
    beginTurn(state);
    state.question = { text: rest[0] ?? '', from: 'mark', blocks: 0 };
    addUnit(state, line, second, { kind: 'row', question: true });
    return;
  }
  if (cells.length === 2 && marks.marksAnswer(first) && state.question?.from === 'mark') {
    addAnswer(state, line, second, labelAbove(state));
    return;
  }
  if (isQuestion(first) || isQuestionColumn(marks, header?.names)) {
    beginTurn(state);
    addUnit(state, line, cells[0], { kind: 'row', question: true, label: '' });
    const label = first.slice(marks.questionMarkOf(first)?.length ?? 0);
    addAnswer(state, line, { start: second.start, end: line.end }, { label, labelled: 'question' });
    state.turn = 0;
    return;
  }
  if (readProse(state, line, cells, header?.names ?? [])) return;
  addUnit(state, line, line, { kind: 'row', ...keyOf(first, rest, header?.names ?? [], second, line) });
}

/**
 * Reads a row that has several sentences in a cell: these one by one, called by the row and the column, and
 * what stands around them. Returns whether it has such a cell.
 */
function readProse(
  state: PageState,
  line: PageLine,
  cells: readonly Span[],
  names: readonly string[],
): boolean {
  const texts = cells.map((cell) => textOf(state, cell).trim());
  const isLong = texts.map((text) => isProse(text, state.page.language));
  if (!isLong.includes(true)) return false;
  const isRecord = names.length === 0 && cells.length === 2;
  // A row is called by its first cell that is no date, by which it is only dated.
  const keyAt = texts.findIndex((text, n) => !isLong[n] && text !== '' && !isDate(text));
  const key = texts[keyAt] ?? '';
  const { date } = state;
  state.date = texts.map((text) => (isDate(text) ? dateAt(text)?.date : undefined)).find(Boolean) ?? date;
  beginTurn(state);
  for (let at = isRecord ? 1 : 0; at < cells.length; at++) {
    const cell = cells[at] as Span;
    if (isLong[at]) {
      const columns = names[at] === undefined ? [] : [names[at]];
      const label: Partial<Unit> =
        key === '' || key.length > MAX_KEY_CHARACTERS
          ? labelAbove(state)
          : isRecord
            ? { label: key, labelled: 'label' }
            : { label: [key, ...columns].join(' | '), labelled: 'columns' };
      addAnswer(state, line, cell, { ...labelAbove(state), ...label });
      continue;
    }
    // The cells up to the next long one.
    const next = isLong.indexOf(true, at);
    const to = next < 0 ? cells.length : next;
    const span = { start: cell.start, end: (cells[to - 1] as Span).end };
    const said = texts.slice(at, to).filter((text, n) => text !== '' && at + n !== keyAt && !isDate(text));
    const columns = names.slice(at, to).filter((_, n) => at + n !== keyAt);
    // Behind the key, where that stands among them.
    const valueAt = keyAt >= at && keyAt < to ? (cells[keyAt + 1]?.start ?? span.end) : span.start;
    addUnit(
      state,
      line,
      span,
      said.length === 0
        ? { kind: 'heading' }
        : {
            kind: 'row',
            ...(key === ''
              ? {}
              : {
                  label: [key, ...columns].join(' | '),
                  labelled: names.length > 0 ? 'columns' : 'label',
                  value: valueAt - span.start,
                }),
          },
    );
    at = to - 1;
  }
  state.turn = 0;
  state.date = date;
  return true;
}

/** Whether a text is a day and nothing else. */
function isDate(text: string): boolean {
  const found = dateAt(text);
  return (
    found !== undefined &&
    found.date.length > YEAR_LENGTH &&
    /^[\sT\d:.Z+-]*$/u.test(text.slice(found.length))
  );
}

const YEAR_LENGTH = 4;

/** How records name the day that they are of. */
const dateKey = new RegExp(
  '^(?:date|datum|fecha|data|dato|dag|day|published|publish date|published at|pub date|created|created at|' +
    'posted|posted at|time|timestamp|päivä|päivämäärä|päiväys|dátum|dată|dată|tarih|дата|ημερομηνία|' +
    '日期|日付|날짜|날자|दिनांक|तारीख|तिथि|تاريخ|التاريخ|תאריך|ngày)$',
  'iu',
);

/** The day of each record that tells one beside its sentences, by its group. */
export function recordDates({ text, blocks }: Reading): Map<number, string> {
  const dates = new Map<number, string>();
  for (const { kind, group, cells = [], header } of blocks) {
    const [key, value, third] = cells;
    if (kind !== 'row' || header || !key || !value || third || dates.has(group)) continue;
    const said = text.slice(value.start, value.end).trim();
    if (dateKey.test(text.slice(key.start, key.end).trim()) && isDate(said))
      dates.set(group, dateAt(said)?.date ?? '');
  }
  return dates;
}

/** A row is called by its first cell, and a cell by its row and column. */
function keyOf(
  first: string,
  rest: readonly string[],
  [, ...names]: readonly string[],
  second: Span,
  line: PageLine,
): Partial<Unit> {
  const value = second.start - line.start;
  if (names.length > 0) return { label: [first, ...names].join(' | '), labelled: 'columns', value };
  return isKey(first, rest) ? { label: first, labelled: 'label', value } : {};
}

function addAnswer(state: PageState, line: PageLine, answer: Span, label: Partial<Unit>): void {
  for (const [n, span] of sentencesIn(state, answer).entries()) {
    const unit = addUnit(state, line, span, { kind: 'sentence', ...label });
    if (unit) unit.first = n === 0;
  }
}

/** Whether a row's first cell names what the others tell. */
const isKey = (first: string, rest: readonly string[]): boolean =>
  first.trim() !== '' && first.length <= MAX_KEY_CHARACTERS && rest.some((cell) => cell.trim() !== '');

/** Whether a table's columns are called questions and answers. */
const isQuestionColumn = (
  { marksQuestion, marksAnswer }: Marks,
  [first = '', second = '']: readonly string[] = [],
): boolean => marksQuestion(first) && marksAnswer(second) && /\p{L}{4}|[^\0-\x7f]/u.test(first);
