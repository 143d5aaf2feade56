import { known, languagesWith, packOf, type Persons } from '@persona/languages';
import { askingSpan } from './read-request.ts';
import { wordPattern } from './self-words.ts';

/** A question as the persona would put it to itself. */
export interface OwnQuestion {
  /** "What is my dog called?" for "What is your dog called?"; as it was where nobody is addressed. */
  text: string;
  /** Whether it addresses the persona. */
  addresses: boolean;
  /** Words of one who speaks of oneself that stand for those of the question: "my", "abito", "koirani". */
  own: readonly string[];
  /** Other words by which an answer may say one of the text's: the word, and another form of it. */
  forms: readonly (readonly [word: string, form: string])[];
}

interface Rules {
  you: ReadonlyMap<string, readonly string[]>;
  /** Words of several words and, where words are not written apart, all: longest first. */
  within: RegExp | undefined;
  verbs: ReadonlyMap<string, readonly string[]>;
  endings: readonly { ending: RegExp; own: readonly string[] }[];
  addressed: RegExp | undefined;
}

const unspaced = languagesWith('unspaced');
const compiled = new Map<string, Rules | undefined>();

/** Questions that pages answer are turned for each question that is put to them. */
const remembered = new Map<string, OwnQuestion>();
const MAX_REMEMBERED = 2_000;

/** Letters that a word has before an ending, at least. */
const MIN_STEM_LETTERS = 2;

/**
 * Turns a question to the persona into one that it could ask itself, in the words in which it speaks of
 * itself. What only asks to be told something ("can you tell me …") stays as it is.
 */
export function asPersona(question: string, language: string): OwnQuestion {
  const key = `${language} ${question}`;
  let own = remembered.get(key);
  if (!own) {
    own = turn(question, language);
    // Forgetting everything now and then keeps memory bounded and costs less than keeping order of use.
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, own);
  }
  return own;
}

function turn(question: string, language: string): OwnQuestion {
  const rules = rulesOf(language);
  const asWritten = { text: question, addresses: false, own: [], forms: [] };
  if (!rules) return asWritten;
  const lower = (text: string) => text.toLocaleLowerCase(language);
  const request = askingSpan(question, language);
  const isRequest = (at: number) => request !== undefined && at >= request.start && at < request.end;
  const forms: [string, string][] = [];
  const own: string[] = [];
  const edits: { start: number; end: number; own: string }[] = [];
  const replace = (start: number, end: number, words: readonly string[]): void => {
    const [first = '', ...others] = words;
    edits.push({ start, end, own: first });
    own.push(...words);
    for (const other of [...others, question.slice(start, end)]) forms.push([first, other]);
  };
  for (const { index, 0: found } of rules.within ? question.matchAll(rules.within) : []) {
    const words = rules.you.get(lower(found));
    if (words && !isRequest(index)) replace(index, index + found.length, words);
  }
  const isEdited = (at: number) => edits.some(({ start, end }) => at >= start && at < end);
  const others: string[] = [];
  for (const [n, { index, 0: found }] of [...question.matchAll(wordPattern)].entries()) {
    if (isRequest(index) || isEdited(index) || isLinking(question, index, found)) continue;
    // A capital at the beginning of a sentence says nothing.
    const words =
      (n > 0 ? rules.you.get(found) : undefined) ??
      rules.you.get(lower(found)) ??
      rules.verbs.get(lower(found));
    if (words) replace(index, index + found.length, words);
    else others.push(found);
  }
  const rest = request ? question.slice(request.end).trim() : question.replace(/^[^\p{L}]+/u, '');
  const addressed = rules.addressed?.test(rest.charAt(0).toLowerCase() + rest.slice(1));
  if (edits.length === 0 && !addressed) return asWritten;
  for (const written of others)
    for (const form of ownForms(lower(written), rules)) {
      forms.push([written, form]);
      own.push(form);
    }
  return { text: edited(question, edits), addresses: true, own, forms };
}

/** Whether a letter only links two words: "y a-t-il". */
const isLinking = (text: string, at: number, word: string): boolean =>
  word.length === 1 && text[at - 1] === '-' && text[at + 1] === '-';

function edited(text: string, edits: readonly { start: number; end: number; own: string }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, own } of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + own;
    at = end;
  }
  return result + text.slice(at);
}

/** The forms that a word may have where one speaks of oneself. */
function ownForms(written: string, { endings }: Rules): string[] {
  return endings.flatMap(({ ending, own }) => {
    const at = written.search(ending);
    if (at < 0 || (at < MIN_STEM_LETTERS && !ending.source.startsWith('(?:^'))) return [];
    return own.map((form) => written.replace(ending, form));
  });
}

/** What a verb of "you", in lower case, is in the mouth of who speaks of oneself; nouns may look like one. */
export function ownFormsOf(word: string, language: string): readonly string[] {
  const rules = rulesOf(language);
  return rules ? (rules.verbs.get(word) ?? ownForms(word, rules)) : [];
}

function rulesOf(language: string): Rules | undefined {
  if (!compiled.has(language)) {
    const persons = known(packOf(language)?.persons);
    compiled.set(language, persons && compile(persons, language));
  }
  return compiled.get(language);
}

function compile({ you, verbs, endings, addressed }: Persons, language: string): Rules {
  const words = pairsOf(you);
  const within = [...words.keys()].filter((key) => key.includes(' ') || unspaced.has(language));
  return {
    you: words,
    within:
      within.length === 0
        ? undefined
        : new RegExp(
            unspaced.has(language)
              ? byLength(within).join('|')
              : String.raw`(?<!\p{L})(?:${byLength(within).join('|')})(?!\p{L})`,
            'giu',
          ),
    verbs: pairsOf(verbs),
    endings: endings.map(([ending, ...own]) => ({ ending: new RegExp(`(?:${ending})$`, 'u'), own })),
    addressed: addressed === '' ? undefined : new RegExp(addressed, 'u'),
  };
}

const byLength = (words: readonly string[]): string[] => words.toSorted((a, b) => b.length - a.length);

/** `you=I/we your=my` by its words. */
function pairsOf(pairs: string): Map<string, readonly string[]> {
  return new Map(
    pairs
      .split(' ')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', own = ''] = pair.replaceAll('_', ' ').split('=');
        return [key, own.split('/')] as const;
      }),
  );
}

/** "You", where words are not written apart. */
const youOf: ReadonlyMap<string, string> = new Map([
  ['zh', '你'],
  ['ja', 'あなた'],
]);

/**
 * A question that asks about the persona by its name, as one that is put to it. Where words are not written
 * apart, a name is cut into characters that no other sentence has.
 */
export function addressedByName(question: string, name: string, language: string): string {
  const you = youOf.get(language);
  if (you === undefined || name === '' || !question.includes(name)) return question;
  return question.replaceAll(name, you).replaceAll(`${you}さん`, you);
}
