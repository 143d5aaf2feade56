import { known, languages, requestKinds, type RequestKind } from '@persona/languages';

/** A message that asks for something else than a fact, or for a fact in a way of its own. */
export interface Request {
  kind: RequestKind;
  /** What is spoken of, in the words of the message: nothing, one thing, or the two that are compared. */
  subjects: readonly string[];
  /** The message without words of courtesy. */
  question: string;
  /** ISO 639 code of the language whose form it has. */
  language: string;
}

/** Kinds that are questions by themselves: what they ask for is known from their words alone. */
const questionKinds: ReadonlySet<RequestKind> = new Set([
  'reason',
  'since',
  'frequency',
  'place',
  'company',
  'manner',
  'needs',
  'list',
  'events',
]);

/** Whether the words of a request say what kind of fact is asked for, so that they belong to the question. */
export const isQuestion = ({ kind }: Request): boolean => questionKinds.has(kind);

interface Forms {
  language: string;
  kinds: readonly (readonly [RequestKind, RegExp])[];
  courtesies: RegExp;
  interrogatives: RegExp | undefined;
}

/** At most so many words of courtesy are taken off: "hey, could you please tell me …". */
const MAX_COURTESIES = 5;
/** Nobody asks for an overview at such length. */
const MAX_REQUEST_CHARACTERS = 240;

const all: readonly Forms[] = languages.flatMap((pack) => {
  const requests = known(pack.requests);
  if (!requests) return [];
  return [
    {
      language: pack.code,
      kinds: requestKinds.map((kind) => [kind, formsOf(requests.kinds[kind])] as const),
      courtesies: formsOf(requests.courtesies),
      interrogatives: known(pack.compoundQuestions)?.interrogatives,
    },
  ];
});

/** One expression for the forms of a pack, each a line; `…` is what is spoken of, the second one another. */
function formsOf(lines: string): RegExp {
  const forms = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => foldMarks(line).replace('…', '(?<first>.+?)').replace('…', '(?<second>.+?)'));
  return new RegExp(`^(?:${forms.join('|')})$`, 'du');
}

/** An expression is compiled for texts of Latin letters and for others, and for good when it runs again. */
const SAMPLES = ['how was it', 'how was it', '怎么样', '怎么样'];

/** Compiles the forms of all languages, which takes some hundred ms: else the first message waits for it. */
export function compileRequests(): void {
  for (const { kinds, courtesies } of all)
    for (const form of [...kinds.map(([, pattern]) => pattern), courtesies])
      for (const text of SAMPLES) form.test(text);
}

/**
 * Reads what kind of request a message is, its likely language first. Null for a message that has no such
 * form: most are questions for a fact.
 */
export function readRequest(message: string, language: string): Request | null {
  if (message.length > MAX_REQUEST_CHARACTERS) return null;
  const likely = all.toSorted((a, b) => Number(b.language === language) - Number(a.language === language));
  for (const forms of likely) {
    const request = readWith(forms, message);
    if (request) return request;
  }
  return null;
}

function readWith({ kinds, courtesies, language }: Forms, message: string): Request | null {
  // The fewer words of courtesy are left, the less is taken for what is spoken of.
  for (const text of withLessCourtesy(message, courtesies).toReversed()) {
    const folded = foldMarks(text).toLowerCase();
    for (const [kind, pattern] of kinds) {
      const found = pattern.exec(folded);
      if (found) return { kind, subjects: subjectsOf(found, text), question: text, language };
    }
  }
  return null;
}

/** A message, and what remains of it as words of courtesy are taken off, one form after the other. */
function withLessCourtesy(message: string, courtesies: RegExp): string[] {
  const texts: string[] = [];
  let text = trimmed(message);
  while (text !== '' && texts.length <= MAX_COURTESIES) {
    const folded = foldMarks(text).toLowerCase();
    // A letter that changes its length in lower case would shift every offset behind it.
    if (folded.length !== text.length) break;
    texts.push(text);
    const around = courtesies.exec(folded)?.indices?.groups?.['first'];
    text = around ? trimmed(text.slice(...around)) : '';
  }
  return texts;
}

const subjectsOf = ({ indices }: RegExpExecArray, text: string): string[] =>
  ['first', 'second']
    .flatMap((name) => {
      const span = indices?.groups?.[name];
      return span ? [trimmed(text.slice(...span))] : [];
    })
    .filter(Boolean);

/** The question without words of courtesy around it: "Could you tell me when …?" → "when …?" */
export function withoutCourtesy(message: string, language: string): string {
  const forms = all.find((one) => one.language === language);
  const asks = forms?.interrogatives;
  if (!asks) return message;
  const [, ...texts] = withLessCourtesy(message, forms.courtesies);
  // "Do you know Tomas?" asks nothing else.
  const question = texts.findLast((text) => asks.test(text.toLowerCase()));
  return question === undefined ? message : question + (/[?？؟]\s*$/u.exec(message)?.[0] ?? '');
}

/** How a message begins that only asks to be told something: "Can you tell me about"; else undefined. */
export function askingSpan(message: string, language: string): { start: number; end: number } | undefined {
  const forms = all.find((one) => one.language === language);
  const request = forms && readWith(forms, message);
  const [told] = request && !isQuestion(request) ? request.subjects : [withoutCourtesy(message, language)];
  const end = told === undefined ? -1 : message.indexOf(told);
  return end > 0 && /\p{L}/u.test(message.slice(0, end)) ? { start: 0, end } : undefined;
}

/** Where a question has words of courtesy or of a request, which its answer need not repeat. */
export function requestSpans(question: string, language: string): { start: number; end: number }[] {
  const forms = all.find((one) => one.language === language);
  const request = forms && readWith(forms, question);
  const kept = request ? request.subjects : [withoutCourtesy(question, language)];
  const spans: { start: number; end: number }[] = [];
  let from = 0;
  for (const part of kept) {
    const start = question.indexOf(part, from);
    if (start < 0) return [];
    if (start > from) spans.push({ start: from, end: start });
    from = start + part.length;
  }
  if (kept.length > 0 && from < question.length) spans.push({ start: from, end: question.length });
  return spans;
}

const isBefore = /[\s¿¡"“„«»'‘,;:–—-]/u;
const isBehind = /[\s?!.。？！،؟…"”“«»'’,;:–—、，-]/u;

/** Letter by letter: an expression that looks for an end begins anew at each letter of a run. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBefore.test(text.charAt(start))) start++;
  while (end > start && isBehind.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Without the marks that people leave out when they type, letter by letter, so that offsets stay. */
function foldMarks(text: string): string {
  let folded = '';
  for (const letter of text) {
    const bare = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]/u.test(letter)
      ? letter.normalize('NFD').replaceAll(/\p{M}/gu, '')
      : letter === '’' || letter === 'ʼ'
        ? "'"
        : letter;
    folded += bare.length === letter.length ? bare : letter;
  }
  return folded.replaceAll('ı', 'i');
}
