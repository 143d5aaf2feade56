import { known, languages, type SmallTalkKind } from '@persona/languages';

/**
 * Small talk is recognised whole or not at all: a message counts when nothing but such a phrase (and the
 * persona's name) is in it, so that a question that begins with "Hi" stays a question. Patterns are written
 * folded: lower case, no marks, no punctuation, single spaces.
 */
const patterns = languages.flatMap(({ code: language, smallTalk: forms }) =>
  Object.entries(known(forms) ?? {}).map(([kind, form]) => ({
    language,
    kind: kind as SmallTalkKind,
    pattern: new RegExp(`^(?:${form})$`, 'u'),
  })),
);

interface SmallTalk {
  kind: SmallTalkKind;
  language: string;
}

/** Which small talk a message is and in which language; null when it asks for anything else. */
export function smallTalk(message: string, personaName: string): SmallTalk | null {
  // Nobody greets at length: what is longer holds something else.
  if (message.length > 120) return null;
  const name = fold(personaName);
  let text = fold(message);
  if (text === '') return null;
  for (const part of [name, ...name.split(' ')]) {
    if (part.length > 1) text = without(text, part);
  }
  const direct = match(text) ?? chain(text);
  if (direct) return direct;
  // "Hello! How are you?", "thanks, bye": several such phrases; the last one says what is wanted.
  const parts = message
    .split(/[.,;:!?…—\n。！？、，؟।]+/u)
    .map((part) => without(fold(part), name))
    .filter(Boolean);
  if (parts.length < 2 || parts.length > MAX_PARTS) return null;
  const kinds = parts.map(chain);
  return kinds.every((kind) => kind !== null) ? (kinds.at(-1) ?? null) : null;
}

/** Phrases in a message, and words of one without punctuation, at most. */
const MAX_PARTS = 4;
const MAX_CHAIN_WORDS = 12;

/**
 * The last of several phrases in a row, perhaps with a word between them that joins: "ok thanks and bye".
 * Null when anything else is among them.
 */
function chain(text: string): SmallTalk | null {
  const words = text.split(' ');
  if (words.length > MAX_CHAIN_WORDS) return null;
  const whole = match(text);
  if (whole) return whole;
  for (let end = words.length - 1; end > 0; end--) {
    if (!match(words.slice(0, end).join(' '))) continue;
    const rest = words.slice(joining.has(words[end] ?? '') ? end + 1 : end).join(' ');
    const last = rest === '' ? null : chain(rest);
    if (last) return last;
  }
  return null;
}

const joining: ReadonlySet<string> = new Set(
  languages.flatMap((pack) => known(pack.compoundQuestions)?.conjunctions.split(' ') ?? []).map(fold),
);

/** The message without a greeting before its question: "Hi Ada, when …" → "when …". */
export function withoutGreeting(message: string, personaName: string): string {
  const cut = /^([^,.!?。！，\n]{1,40})[,.!。！，\n]+\s*(\S[^]*)$/u.exec(message);
  if (!cut?.[1] || !cut[2]) return message;
  const kind = smallTalk(cut[1], personaName)?.kind;
  return kind === 'greeting' || kind === 'thanks' || kind === 'fine' ? cut[2] : message;
}

function match(text: string): SmallTalk | null {
  const found = patterns.find(({ pattern }) => pattern.test(text));
  return found ? { kind: found.kind, language: found.language } : null;
}

const without = (text: string, part: string): string =>
  part === '' ? text : ` ${text} `.replaceAll(` ${part} `, ' ').trim();

/**
 * Lower case without marks, punctuation and emoji; Indic vowel signs stay, they are letters of their word.
 */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}])\p{M}+/gu, '')
    .replaceAll(/(?<=\p{L})['’ʼ](?=(?:s|re|m|ll|ve|d|t)\b)/gu, '')
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
