import { sentences, type Span } from '../passages/sentences.ts';
import { piecesOf } from '../passages/size.ts';
import { beginsEntry, labelled } from '../reading/lines.ts';
import { rawSpan, type Block, type Reading } from '../reading/reading.ts';
import { entryDate, dateAt } from './dates.ts';
import {
  answerMarkOf,
  asker,
  marksAnswer,
  marksQuestion,
  questionMarkOf,
  remark,
  writerIn,
} from './marks.ts';
import { findSpeakers, hasColon, possibleSpeaker } from './speakers.ts';
import type { Unit } from './unit.ts';

/** A unit with where it stands in the readable text and in which block. */
export interface PlacedUnit extends Unit {
  at: Span;
  block: number;
}

/** A line of a block: what people write on one is one thing. */
interface Line extends Span {
  block: Block;
  number: number;
  text: string;
  /** Characters at its beginning set in bold. */
  lead: number;
  first: boolean;
}

const MAX_LABEL_WORDS = 6;
const MAX_QUESTION = 240;
const commentsHeading =
  /^(?:\d+\s+)?(?:comments?|responses?|replies|leave a (?:comment|reply)|discussion|kommentare?|antworten|commentaires?|comentarios?|commenti|comentários|reacties|kommentarer|komentarze|комментарии|коментарі|yorumlar|评论|コメント|댓글)(?:\s*\(?\d*\)?)?$/iu;
/** `Jana says:` on a line of its own above a comment. */
const commenterLine =
  /^(\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3})(?: \p{Ll}+| a \p{L}+| ha \p{L}+)?\s?[:：]$/u;
const attribution = /^\s*[—–―]\s*(\p{Lu}[\p{L}.'’ -]{1,48})(?:,[^\n]*)?$/u;
/** `Honey ….. 12 €`, `Honey – 12 €`: what it is, a line of dots or a dash, and how much. */
const leader = /^(\S.{1,59}?)\s*(?:\.{3,}|…+|·{3,}|_{3,}|\t|\s{2,}|\s[–—-]\s|\s\|\s)\s*(\S[^\n]{0,59})$/u;

/** The number of a section before its text: `2.1. To further …`. */
const sectionNumber = /^(?:\d{1,3}\.){2,5}\s+(?=\S)/;
/** `"I could not put it down." – The Pixel Tribune`: a quotation and whose it is on one line. */
const attributed = /^(["“„«»][^\n]{8,}[.!?…,]["”“»«])\s*[—–-]\s*(\p{Lu}[^\n]{1,60})$/u;

/** Without one of these a line has no leader. */
const leaderMark = /\.{3}|…|·{3}|_{3}|\t| {2}| [–—|-] /;

/** Reads the units of a page in reading order, in the page's language. Linear in its length. */
export function readUnits(content: string, reading: Reading, language: string): PlacedUnit[] {
  const lines = linesOf(reading);
  const speakers = findSpeakers(
    lines.filter(({ block }) => block.kind !== 'row' && block.kind !== 'code' && block.kind !== 'heading'),
  );
  const hasAnswers =
    lines.some(({ text }) => answerMarkOf(text) !== undefined) &&
    lines.some(({ text }) => questionMarkOf(text) !== undefined);
  const headers = headersOf(reading);
  const remarks = remarksOf(reading);
  const units: PlacedUnit[] = [];
  const pageDate = dateIn(reading.fields);

  /** What is being answered, and by which kind of thing it was asked. */
  let question:
    | {
        text: string;
        by?: string;
        /** Who answers: where friends talk the next one does, and the others go on to something else. */
        to?: string;
        from: 'heading' | 'line' | 'mark' | 'speaker' | 'term';
        level: number;
        blocks: number;
      }
    | undefined;
  /** A label whose values follow: `Ingredients:`. */
  let pending: { text: string; block: number; kind: 'label' | 'term' } | undefined;
  let speaker: string | undefined;
  let date: string | undefined;
  let headingDates: { level: number; date: string }[] = [];
  let comments: number | undefined;
  /** Who wrote the mail that is quoted. */
  let writer: string | undefined;
  let turn = 0;
  let turns = 0;

  const add = (
    line: Line,
    span: Span,
    more: Partial<Unit> & { kind: Unit['kind'] },
  ): PlacedUnit | undefined => {
    let first: PlacedUnit | undefined;
    for (const piece of piecesOf(reading.text, span)) {
      const unit = addPiece(line, piece, more);
      first ??= unit;
    }
    return first;
  };
  const addPiece = (
    line: Line,
    piece: Span,
    more: Partial<Unit> & { kind: Unit['kind'] },
  ): PlacedUnit | undefined => {
    const whole = reading.text.slice(piece.start, piece.end);
    const text = whole.trim();
    if (text === '') return undefined;
    // The indentation of code is at its end too.
    const start = piece.start + whole.indexOf(text);
    const span = { start, end: start + text.length };
    const raw = withMarks(content, rawSpan(reading.map, span), reading.format === 'markdown');
    const quoted = remarks.has(line.block) ? 0 : line.block.quoted;
    const own = date ?? headingDates.at(-1)?.date ?? pageDate;
    const unit: PlacedUnit = {
      text,
      start: raw.start,
      end: raw.end,
      first: piece.start === line.start,
      ...(turn > 0 ? { turn } : {}),
      ...(speaker !== undefined
        ? { speaker }
        : writer !== undefined && (quoted > 0 || comments !== undefined)
          ? { speaker: writer }
          : {}),
      ...(quoted > 0 || comments !== undefined ? { quoted: Math.max(quoted, 1) } : {}),
      ...(own === undefined ? {} : { date: own }),
      ...(line.block.chrome ? { chrome: true as const } : {}),
      ...more,
      at: span,
      block: line.number,
    };
    units.push(unit);
    return unit;
  };
  const newTurn = (): void => void (turn = ++turns);
  const answers = (): Partial<Unit> =>
    question && question.by !== speaker
      ? { label: question.text, labelled: 'question' }
      : question && question.from !== 'speaker'
        ? { label: question.text, labelled: 'question' }
        : pending
          ? { label: pending.text, labelled: pending.kind }
          : {};

  for (const [at, line] of lines.entries()) {
    const { block, text } = line;
    // Behind a rule line nothing answers what was asked before it; right under its question it is only drawn.
    if (block.ruled && line.first && !units.at(-1)?.question) endAnswer();
    switch (block.kind) {
      case 'heading':
        readHeading(line);
        continue;
      case 'code':
        add(line, line, { kind: 'code', ...(question ? answers() : {}) });
        continue;
      case 'row':
        readRow(line);
        continue;
      case 'term':
        readTerm(line);
        continue;
      default:
        if (attribution.test(text) && readAttribution(line)) continue;
        readLine(line, text, at);
    }
  }
  return units;

  function endAnswer(): void {
    question = undefined;
    pending = undefined;
    turn = 0;
  }

  function readHeading(line: Line): void {
    const level = line.block.level;
    speaker = undefined;
    writer = undefined;
    pending = undefined;
    question = undefined;
    turn = 0;
    date = undefined;
    headingDates = headingDates.filter((entry) => entry.level < level);
    if (comments !== undefined && level <= comments) comments = undefined;
    if (commentsHeading.test(line.text.trim())) comments = level;
    const dated = dateAt(line.text) ?? undefined;
    if (dated) headingDates.push({ level, date: dated.date });
    const asks = isQuestion(line.text);
    if (asks) {
      question = { text: line.text, from: 'heading', level, blocks: 0 };
      newTurn();
    }
    add(line, line, { kind: 'heading', ...(asks ? { question: true } : {}) });
  }

  function readRow(line: Line): void {
    const cells = line.block.cells ?? [];
    const texts = cells.map(({ start, end }) => reading.text.slice(start, end));
    const [first = '', ...rest] = texts;
    const header = headers.get(line.block.group);
    if (line.block.header || header?.block === line.block) {
      add(line, line, { kind: 'heading' });
      return;
    }
    // A record of two rows: `question | …`, `answer | …`.
    if (
      cells.length === 2 &&
      marksQuestion(first) &&
      (isQuestion(rest[0] ?? '') || line.block.header === undefined) &&
      /\p{L}{4}/u.test(first)
    ) {
      newTurn();
      question = { text: rest[0] ?? '', from: 'mark', level: 9, blocks: 0 };
      add(line, cells[1] as Span, { kind: 'row', question: true });
      return;
    }
    if (cells.length === 2 && marksAnswer(first) && question?.from === 'mark') {
      for (const [n, span] of spansIn(cells[1] as Span).entries()) {
        const unit = add(line, span, { kind: 'sentence', ...answers() });
        if (unit) unit.first = n === 0;
      }
      return;
    }
    if (cells.length >= 2 && (isQuestion(first) || isQuestionColumn(header?.names))) {
      newTurn();
      const asked = cells[0] as Span;
      add(line, asked, { kind: 'row', question: true, label: '' });
      const answer = { start: (cells[1] as Span).start, end: line.end };
      for (const [n, span] of spansIn(answer).entries()) {
        const unit = add(line, span, {
          kind: 'sentence',
          label: first.slice(questionMarkOf(first)?.length ?? 0),
          labelled: 'question',
        });
        if (unit) unit.first = n === 0;
      }
      turn = 0;
      return;
    }
    if (cells.length < 2) return readLine(line, line.text, -1);
    const names = header?.names ?? [];
    const keyed = isKey(first, rest);
    if (names.length > 0) {
      // A cell is of its row and its column.
      add(line, line, {
        kind: 'row',
        label: [first, ...names.slice(1)].join(' | '),
        labelled: 'columns',
        value: (cells[1] as Span).start - line.start,
      });
    } else if (keyed)
      add(line, line, {
        kind: 'row',
        label: first,
        labelled: 'label',
        value: (cells[1] as Span).start - line.start,
      });
    else add(line, line, { kind: 'row' });
  }

  function readTerm(line: Line): void {
    newTurn();
    question = undefined;
    pending = undefined;
    const asks = isQuestion(line.text);
    if (asks) question = { text: line.text, from: 'term', level: 9, blocks: 0 };
    else pending = { text: line.text.replace(/[:：]\s*$/, ''), block: line.number, kind: 'term' };
    add(line, line, { kind: 'heading', ...(asks ? { question: true } : {}) });
  }

  /** `— Name` under a quotation says whose it is. */
  function readAttribution(line: Line): boolean {
    const name = attribution.exec(line.text)?.[1]?.trim();
    const last = units.at(-1);
    if (!name || !last || last.block < line.number - 1) return false;
    const isQuote = (last.quoted ?? 0) > 0 || /["”“»]\s*$/.test(last.text);
    if (!isQuote) return false;
    for (let i = units.length - 1; i >= 0; i--) {
      const unit = units[i] as PlacedUnit;
      if (
        unit.speaker !== undefined ||
        unit.kind === 'heading' ||
        ((unit.quoted ?? 0) === 0 && i < units.length - 1)
      )
        break;
      unit.speaker = name;
      unit.quoted ??= 1;
      if (unit.quoted === 0) break;
    }
    add(line, line, { kind: 'heading' });
    return true;
  }

  function readLine(line: Line, text: string, at: number): void {
    const kind = line.block.kind === 'item' ? 'item' : line.block.kind === 'row' ? 'row' : 'sentence';
    let marker = line.first && line.block.marker !== '' ? { marker: line.block.marker } : {};
    let begin = 0;
    if (/^-- ?$/.test(text)) {
      // Below it stands a signature, which answers nothing.
      return endAnswer();
    }
    writer = writerIn(text.trimEnd()) ?? writer;
    const commenter = comments === undefined ? undefined : commenterLine.exec(text.trim())?.[1];
    if (commenter !== undefined) {
      writer = commenter;
      newTurn();
      add(line, line, { kind: 'heading' });
      return;
    }
    const stamp = stampOf(line);
    const sender = possibleSpeaker(text, line.lead);
    if (stamp && sender && speakers.has(sender.name)) date = stamp.date;
    else if (
      stamp &&
      (line.first || beginsEntry(text)) &&
      (stamp.length < text.length || !(question || pending))
    ) {
      // The date is part of what the entry says.
      date = stamp.date;
      pending = undefined;
      question = undefined;
      newTurn();
    } else {
      const time = /^[[(\d]/.test(text) && /^[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?:?\s+(?=\S)/.exec(text);
      if (time && !sender) {
        begin = time[0].length;
        newTurn();
      }
    }
    const number = sectionNumber.exec(text.slice(begin))?.[0];
    if (number !== undefined) {
      marker = { marker: number.trim() };
      begin += number.length;
    }
    const quotation = begin === 0 && line.block.quoted === 0 ? attributed.exec(text) : null;
    if (quotation?.[1] && quotation[2]) {
      const end = line.start + quotation[1].length;
      for (const span of spansIn({ start: line.start, end }))
        add(line, span, { kind, speaker: quotation[2].trim(), quoted: 1 });
      add(
        line,
        { start: end + (quotation[0].length - quotation[2].length - quotation[1].length), end: line.end },
        { kind: 'heading' },
      );
      return;
    }
    const said = text.slice(begin);
    const mark = speakerOf(line, begin);
    if (mark) {
      if (mark.name !== speaker) newTurn();
      speaker = mark.name;
      return readTurn(line, kind, { start: line.start + mark.length, end: line.end });
    }
    // A new entry is somebody else's.
    if (stamp && number === undefined) speaker = undefined;
    // A label holds for the whole turn.
    if (speaker !== undefined)
      return readTurn(line, kind, { start: line.start + begin, end: line.end }, marker);

    const asks = hasAnswers ? questionMarkOf(said) : undefined;
    if (asks !== undefined) {
      newTurn();
      const length = begin + asks.length;
      question = { text: text.slice(length).trim(), from: 'mark', level: 9, blocks: 0 };
      for (const span of spansIn({ start: line.start + length, end: line.end }))
        add(line, span, { kind, question: true });
      return;
    }
    const replies = hasAnswers && question ? answerMarkOf(said) : undefined;
    if (replies !== undefined) {
      const length = begin + replies.length;
      for (const span of spansIn({ start: line.start + length, end: line.end }))
        add(line, span, { kind, ...answers() });
      return;
    }
    const spans = spansIn({ start: line.start + begin, end: line.end });
    const whole =
      spans.length > 0 && spans.every((span) => isQuestion(textOf(span))) && text.length <= MAX_QUESTION;
    if (whole && isAskedHere(line, at)) {
      newTurn();
      question = { text: said.trim(), from: 'line', level: 9, blocks: 0 };
      pending = undefined;
      for (const span of spans) add(line, span, { kind, ...marker, question: true });
      return;
    }
    // The answer of a question in a line of its own ends with the next such question, or where it plainly
    // goes elsewhere.
    if (
      question?.from === 'line' &&
      line.first &&
      ++question.blocks > MAX_ANSWER_BLOCKS &&
      line.block.kind === 'paragraph'
    )
      question = undefined;
    if (
      pending &&
      line.first &&
      line.block.kind === 'paragraph' &&
      line.block.group === 0 &&
      pending.kind === 'label'
    )
      pending = undefined;

    const label = question || line.block.chrome || stamp ? undefined : labelOf(line, begin);
    if (label) {
      const value = text.slice(label.length).trim();
      if (value === '') {
        // What it announces comes below.
        pending = { text: label.name, block: line.number, kind: 'label' };
        add(line, { start: line.start + begin, end: line.end }, { kind, ...marker });
        return;
      }
      const [head, ...rest] = spansIn({
        start: line.start + begin + label.length - label.begin,
        end: line.end,
      });
      add(
        line,
        { start: line.start + begin, end: head?.end ?? line.end },
        { kind, ...marker, label: label.name, labelled: 'label', value: label.length - begin },
      );
      for (const span of rest) add(line, span, { kind });
      return;
    }
    let asked: string | undefined;
    for (const [n, span] of spans.entries()) {
      const sentence = textOf(span);
      const here: Partial<Unit> = asked === undefined ? answers() : { label: asked, labelled: 'question' };
      if (isQuestion(sentence) && n < spans.length - 1) {
        // What follows a question on its line answers it.
        if (asked === undefined) newTurn();
        asked = sentence;
        add(line, span, { kind, ...(n === 0 ? marker : {}), question: true });
      } else
        add(line, span, {
          kind,
          ...(n === 0 ? marker : {}),
          ...here,
          ...(isQuestion(sentence) ? { question: true } : {}),
        });
    }
    if (asked !== undefined && question === undefined) turn = 0;
  }

  /** Who speaks in a line: a name before what is said, with the time before it or without. */
  function speakerOf({ text, lead }: Line, begin: number): { name: string; length: number } | undefined {
    const whole = possibleSpeaker(text, lead);
    if (whole && speakers.has(whole.name)) return whole;
    const inside = begin > 0 ? possibleSpeaker(text.slice(begin), Math.max(0, lead - begin)) : undefined;
    return inside && speakers.has(inside.name)
      ? { name: inside.name, length: begin + inside.length }
      : undefined;
  }

  /**
   * The date that a line begins with, its ordinal number too where that was read as the number of an item.
   */
  function stampOf({ block, text, first }: Line): { date: string; length: number } | undefined {
    const lastYear = (date ?? headingDates.at(-1)?.date)?.slice(0, 4);
    if (!first || !/^\d{1,2}\.$/.test(block.marker)) return entryDate(text, lastYear);
    const whole = entryDate(`${block.marker} ${text}`, lastYear);
    return whole ? { date: whole.date, length: whole.length - block.marker.length - 1 } : entryDate(text);
  }

  /** What a speaker says: questions that another answers, or answers. */
  function readTurn(line: Line, kind: Unit['kind'], body: Span, marker: Partial<Unit> = {}): void {
    const spans = spansIn(body);
    if (speaker === undefined || spans.length === 0) return;
    const last = textOf(spans.at(-1) as Span);
    const asks = asker.test(speaker) || (isQuestion(last) && isAskersTurn(spans));
    if (asks) question = { text: textOf(body).trim(), by: speaker, from: 'speaker', level: 9, blocks: 0 };
    else if (question?.by !== undefined && speaker !== question.by && !asker.test(question.by)) {
      question.to ??= speaker;
      if (question.to !== speaker) question = undefined;
    }
    for (const [n, span] of spans.entries())
      add(line, span, {
        kind,
        ...(n === 0 ? marker : {}),
        ...(asks ? { question: true } : question && question.by !== speaker ? answers() : {}),
      });
  }

  /** Whether a turn that ends with a question asks as a whole: an interviewer often begins with a remark. */
  function isAskersTurn(spans: readonly Span[]): boolean {
    return spans.length <= 3;
  }

  /** Whether a line that is a question is asked to be answered below, rather than in passing. */
  function isAskedHere(line: Line, at: number): boolean {
    if (line.block.kind !== 'item' && !line.first && line.lead === 0) {
      const before = lines[at - 1];
      if (before && before.block === line.block && !isQuestion(before.text) && question === undefined) {
        // In the middle of lines: only where questions and answers alternate.
        return lines[at + 1]?.block === line.block;
      }
    }
    const next = lines[at + 1];
    if (!next || next.block.kind === 'heading' || next.block.kind === 'term') return false;
    if (line.block.kind === 'item' && next.block.kind === 'item' && next.block.level === line.block.level) {
      // A list of questions alone answers none; one of questions and answers in turn does.
      return !isQuestion(next.text);
    }
    return !isQuestion(next.text) || line.lead > 0;
  }

  function textOf({ start, end }: Span): string {
    return reading.text.slice(start, end);
  }

  function spansIn({ start, end }: Span): Span[] {
    return sentences(reading.text.slice(start, end), language).map((span) => ({
      start: start + span.start,
      end: start + span.end,
    }));
  }

  /** The label that a line begins with: before a colon, in bold, or before dots and a price. */
  function labelOf(
    { text, lead, block }: Line,
    begin: number,
  ): { name: string; length: number; begin: number } | undefined {
    const line = text.slice(begin);
    const found = hasColon(line) ? labelled.exec(line) : null;
    if (found?.[1] && isLabelName(found[1])) {
      return { name: found[1].trim(), length: begin + found[0].length, begin };
    }
    if (lead > 0 && lead < text.length && begin === 0) {
      const name = text.slice(0, lead).trim();
      if (name.split(/\s+/).length <= MAX_LABEL_WORDS && !/[.!?。！？؟।]$/.test(name))
        return { name: name.replace(/[:：]$/, ''), length: lead, begin };
    }
    const dotted = leaderMark.test(line) ? leader.exec(line) : null;
    if (
      dotted?.[1] &&
      dotted[2] &&
      !dateAt(dotted[1]) &&
      !/[.!?。]$/.test(line) &&
      (/\p{Nd}/u.test(dotted[2]) ||
        /\.{3,}|…|\t|\s{2,}/.test(line.slice(dotted[1].length, line.length - dotted[2].length)))
    ) {
      if (block.kind === 'paragraph' && line.split(/\s+/).length > 14) return undefined;
      return { name: dotted[1].trim(), length: begin + line.length - dotted[2].length, begin };
    }
    return undefined;
  }
}

/** A few words, and no beginning of a bracket that closes later. */
const isLabelName = (name: string): boolean =>
  name.trim().split(/\s+/).length <= MAX_LABEL_WORDS &&
  !/^https?$/i.test(name) &&
  name.split('(').length === name.split(')').length;

/** Paragraphs that may belong to the answer of a question which is only a line of its own. */
const MAX_ANSWER_BLOCKS = 6;

function linesOf({ text, blocks }: Reading): Line[] {
  const lines: Line[] = [];
  for (const [number, block] of blocks.entries()) {
    if (block.kind === 'code' || block.kind === 'row') {
      lines.push({
        block,
        number,
        start: block.start,
        end: block.end,
        text: text.slice(block.start, block.end),
        lead: 0,
        first: true,
      });
      continue;
    }
    for (let start = block.start; start < block.end;) {
      const found = text.indexOf('\n', start);
      const end = found < 0 || found > block.end ? block.end : found;
      const lead = leadOf(block, text, start, end);
      lines.push({
        block,
        number,
        start,
        end,
        text: text.slice(start, end),
        lead,
        first: start === block.start,
      });
      start = end + 1;
    }
  }
  return lines;
}

/** How many characters at the beginning of a line are set in bold. */
function leadOf({ bold = [] }: Block, text: string, start: number, end: number): number {
  let to = start;
  // A break is written after the blanks before it.
  for (const span of bold)
    if (span.start <= to + 1 && span.end > to && text.slice(to, span.start).trim() === '')
      to = Math.min(span.end, end);
  return to - start;
}

/**
 * The names of the columns of each table that has them: marked as such, or a first row of words over rows
 * with figures.
 */
function headersOf({ text, blocks }: Reading): Map<number, { names: string[]; block: Block }> {
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
      names.every((name) => name.length <= 40 && !/\p{Nd}/u.test(name) && !/[.!?]$/.test(name));
    if (
      (marked && !isQuestion(names[0] ?? '')) ||
      (!marked && rest.length >= 2 && figures && isNames && names.length >= 3)
    )
      headers.set(group, { names, block: first });
  }
  return headers;
}

/** Quotes that are none: they begin with the label of a remark. */
function remarksOf({ text, blocks }: Reading): ReadonlySet<Block> {
  const own = new Set<Block>();
  let isRemark = false;
  for (const [n, block] of blocks.entries()) {
    if (block.quoted === 0) continue;
    if ((blocks[n - 1]?.quoted ?? 0) === 0)
      isRemark = remark.test(text.slice(block.start, Math.min(block.end, block.start + 40)));
    if (isRemark) own.add(block);
  }
  return own;
}

/** Whether a row's first cell names what the others tell. */
const isKey = (first: string, rest: readonly string[]): boolean =>
  first.trim() !== '' && first.length <= 60 && rest.some((cell) => cell.trim() !== '');

/** Whether a table's columns are called questions and answers. */
const isQuestionColumn = ([first = '', second = '']: readonly string[] = []): boolean =>
  marksQuestion(first) && marksAnswer(second) && /\p{L}{4}|[^\0-\x7f]/u.test(first);

/** The date of the whole page, as its front matter or head has it. */
function dateIn(fields: ReadonlyMap<string, string>): string | undefined {
  for (const name of [
    'date',
    'published',
    'publishdate',
    'pubdate',
    'article:published_time',
    'created',
    'updated',
  ]) {
    const found = dateAt(fields.get(name) ?? '');
    if (found) return found.date;
  }
  return undefined;
}

const asksAtEnd = /[?？؟;]["'”’»)\]*_]*\s*$/u;

/** Whether a text is a question, by its mark. Greek asks with a semicolon, and nobody else does. */
function isQuestion(text: string): boolean {
  const line = text.trim();
  if (!asksAtEnd.test(line) || line.length > MAX_QUESTION) return false;
  return !/;["'”’»)\]*_]*$/u.test(line) || /\p{Script=Greek}/u.test(line);
}

const isMark = (content: string, at: number): boolean => '[`*_~]'.includes(content.charAt(at) || ' ');
const openingMarks = /(?<![^\s>|(])(?:!?\[|[`*_~])+$/;
const closingMarks = /^(?:[`*_~]+|\]\([^()\s]*\))+/;

/**
 * A stretch with the marks that open right before it or close right behind it, so that a quote begins with a
 * whole `code` or **word**.
 */
function withMarks(content: string, { start, end }: Span, isMarkdown: boolean): Span {
  if (!isMarkdown || !(isMark(content, start - 1) || isMark(content, end))) return { start, end };
  const before = openingMarks.exec(content.slice(Math.max(0, start - 12), start))?.[0].length ?? 0;
  const after = closingMarks.exec(content.slice(end, end + 300))?.[0].length ?? 0;
  return { start: start - before, end: end + after };
}
