import type { Span } from '../passages/sentences.ts';
import type { Block, Reading } from '../reading/reading.ts';
import type { Marks } from './marks.ts';
import type { PageLine } from './page-lines.ts';
import {
  addUnit,
  beginTurn,
  labelAbove,
  sentencesIn,
  textOf,
  type PageState,
  type PlacedUnit,
} from './page-state.ts';
import { isQuestion } from './questions.ts';
import { possibleSpeaker, type SpeakerMark } from './speakers.ts';
import type { Unit } from './unit.ts';

const attribution = /^\s*[—–―]\s*(\p{Lu}[\p{L}.'’ -]{1,48})(?:,[^\n]*)?$/u;
/** `"I could not put it down." – The Pixel Tribune`: a quotation and whose it is on one line. */
const attributed = /^(["“„«»][^\n]{8,}[.!?…,]["”“»«])\s*[—–-]\s*(\p{Lu}[^\n]{1,60})$/u;
/** `Jana says:`, whatever the verb. */
const commenter =
  /^(\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3})(?: \p{Ll}+| a \p{L}+| ha \p{L}+)?\s?[:：]$/u;
/** An interviewer often begins with a remark: so many sentences ask as a whole when the last one does. */
const MAX_ASKED_SENTENCES = 3;

/** Quotes that are none: they begin with the label of a remark. */
export function remarksOf({ text, blocks }: Reading, { beginsRemark }: Marks): ReadonlySet<Block> {
  const own = new Set<Block>();
  let isRemark = false;
  for (const [n, block] of blocks.entries()) {
    if (block.quoted === 0) continue;
    if ((blocks[n - 1]?.quoted ?? 0) === 0)
      isRemark = beginsRemark(text.slice(block.start, Math.min(block.end, block.start + 40)));
    if (isRemark) own.add(block);
  }
  return own;
}

/** `— Name` under a quotation says whose it is; returns whether the line is that. */
export function readAttribution(state: PageState, line: PageLine): boolean {
  const { units } = state;
  const name = attribution.exec(line.text)?.[1]?.trim();
  const last = units.at(-1);
  if (!name || !last || last.block < line.number - 1) return false;
  const isQuote = (last.quoted ?? 0) > 0 || /["”“»]\s*$/.test(last.text);
  if (!isQuote) return false;
  for (let i = units.length - 1; i >= 0; i--) {
    const unit = units[i] as PlacedUnit;
    const isBefore = (unit.quoted ?? 0) === 0 && i < units.length - 1;
    if (unit.speaker !== undefined || unit.kind === 'heading' || isBefore) break;
    unit.speaker = name;
    unit.quoted ??= 1;
  }
  addUnit(state, line, line, { kind: 'heading' });
  return true;
}

/** Reads a quotation with whose it is behind it; returns whether the line is that. */
export function readQuotation(state: PageState, line: PageLine, kind: Unit['kind']): boolean {
  const found = line.block.quoted === 0 ? attributed.exec(line.text) : null;
  if (!found?.[1] || !found[2]) return false;
  const [whole, quotation, name] = found;
  const end = line.start + quotation.length;
  for (const span of sentencesIn(state, { start: line.start, end }))
    addUnit(state, line, span, { kind, speaker: name.trim(), quoted: 1 });
  addUnit(
    state,
    line,
    { start: line.start + whole.length - name.length, end: line.end },
    { kind: 'heading' },
  );
  return true;
}

/** Reads a name alone on its line above a comment; returns whether the line is that. */
export function readCommenter(state: PageState, line: PageLine): boolean {
  const name = state.comments === undefined ? undefined : commenter.exec(line.text.trim())?.[1];
  if (name === undefined) return false;
  state.writer = name;
  beginTurn(state);
  addUnit(state, line, line, { kind: 'heading' });
  return true;
}

/** Who speaks in a line: a name before what is said, with the time before it or without. */
export function speakerOf(
  { page: { speakers, marks } }: PageState,
  { text, lead, block: { voice } }: PageLine,
  begin: number,
): SpeakerMark | undefined {
  if (voice !== undefined && text.startsWith(`${voice}: `)) return { name: voice, length: voice.length + 2 };
  if (speakers.size === 0) return undefined;
  const whole = possibleSpeaker(text, lead, marks);
  if (whole && speakers.has(whole.name)) return whole;
  const inside = begin > 0 ? possibleSpeaker(text.slice(begin), Math.max(0, lead - begin), marks) : undefined;
  return inside && speakers.has(inside.name)
    ? { name: inside.name, length: begin + inside.length }
    : undefined;
}

/** Reads what a speaker says: questions that another answers, or answers. */
export function readTurn(
  state: PageState,
  line: PageLine,
  kind: Unit['kind'],
  body: Span,
  marker: Partial<Unit> = {},
): void {
  const { speaker } = state;
  const spans = sentencesIn(state, body);
  const last = spans.at(-1);
  if (speaker === undefined || last === undefined) return;
  const asks =
    state.page.marks.isAsker(speaker) ||
    (isQuestion(textOf(state, last)) && spans.length <= MAX_ASKED_SENTENCES);
  if (asks) state.question = { text: textOf(state, body).trim(), by: speaker, from: 'speaker', blocks: 0 };
  // Who goes on after the answer has done with the question.
  else if (state.question?.by === speaker && state.question.to !== undefined) state.question = undefined;
  else if (state.question?.by !== undefined && state.question.by !== speaker) {
    state.question.to ??= speaker;
    // An interviewer's question is answered by all.
    if (state.question.to !== speaker && !state.page.marks.isAsker(state.question.by))
      state.question = undefined;
  }
  const isAnswer = !asks && state.question !== undefined && state.question.by !== speaker;
  for (const [n, span] of spans.entries())
    addUnit(state, line, span, {
      kind,
      ...(n === 0 ? marker : {}),
      ...(asks ? { question: true } : isAnswer ? labelAbove(state) : {}),
    });
}
