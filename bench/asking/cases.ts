import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AskedPage } from '../field/ask.ts';

/** Somebody who is asked, with all that the persona knows. */
export interface AskingPersona {
  id: string;
  name: string;
  description: string;
  configuration: Record<string, unknown>;
  pages: AskedPage[];
}

/** What becomes of a question when all is well: an answer, small talk, or the word that nothing is known. */
type Expectation = 'answer' | 'talk' | 'silence';

export interface AskingCase {
  persona: AskingPersona;
  kind: string;
  language: string;
  ask: string;
  expects: Expectation;
  /** What the answer tells: see `tells` in judge.ts. */
  tell: readonly string[];
  /** What stands in no right answer, in the same form. */
  not: readonly string[];
  /** Characters of a right answer at most. */
  max: number;
  /** Whether it is for judging only, and never looked at while the answerer is worked on. */
  heldOut: boolean;
}

interface Question {
  ask: string;
  language?: string;
  tell?: string[];
  not?: string[];
  max?: number;
}

/** Questions by kind, as a file of `questions` and of blogs has them; a plain text expects silence. */
export type Questions = Readonly<Record<string, readonly (Question | string)[]>>;

/** Characters of an answer to a question for one thing, and to one for several. */
const MAX_ANSWER = 300;
const MAX_LONG_ANSWER = 700;
/** Statements of a page of the persons that a right answer is as long as at most. */
const MAX_STATEMENTS = 2;
const LONG_KINDS: ReadonlySet<string> = new Set([
  'tell me about',
  'advice',
  'compare',
  'how do I',
  'list',
  'needs',
  'summarise',
  'two in one',
  'what happened',
]);

const folder = import.meta.dirname;
const sampleFolder = path.join(folder, '../../samples/ada-moreau');

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Personas whose questions nothing is learnt from, because what meaning adds is measured with them. */
const MEASURED: ReadonlySet<string> = new Set(['ada-moreau', 'tuner']);

/** Questions in English from which it is learnt what is near in meaning, some in none of the pages' words. */
export const taughtMeaning = (): AskingCase[] => [
  ...askingCases().filter(({ language, persona }) => language === 'en' && !MEASURED.has(persona.id)),
  ...otherWords('taught-words.json'),
];

/** Questions of none of the pages' words that are for measuring only. */
export const heldOutMeaning = (): AskingCase[] => otherWords('other-words.json');

function otherWords(file: string): AskingCase[] {
  const list = readJson(path.join(folder, file)) as {
    persona: string;
    language: string;
    questions: Questions;
  }[];
  return list.flatMap(({ persona, language, questions }) =>
    casesOf(readPersona(persona, path.join(folder, 'personas', persona)), language, questions),
  );
}

/** All that is asked of the personas written for it, of the sample persona, and in many languages. */
export const askingCases = (): AskingCase[] => [...writtenCases(), ...personCases()];

function writtenCases(): AskingCase[] {
  return globSync('questions/*.json', { cwd: folder })
    .toSorted()
    .flatMap((file) => {
      const { persona, language, questions } = readJson(path.join(folder, file)) as {
        persona: string;
        language: string;
        questions: Questions;
      };
      const own =
        persona === path.basename(sampleFolder) ? sampleFolder : path.join(folder, 'personas', persona);
      return casesOf(readPersona(persona, own), language, questions);
    });
}

function readPersona(id: string, from: string): AskingPersona {
  const { name, description, configuration, pages } = readJson(path.join(from, 'persona.json')) as Omit<
    AskingPersona,
    'pages'
  > & { pages: { file: string; title: string; metadata: Record<string, unknown> }[] };
  return {
    id,
    name,
    description,
    configuration,
    pages: pages.map(({ file, title, metadata }) => ({
      title,
      metadata,
      content: readFileSync(path.join(from, 'pages', file), 'utf8'),
    })),
  };
}

export function casesOf(persona: AskingPersona, language: string, questions: Questions): AskingCase[] {
  return Object.entries(questions).flatMap(([kind, list]) =>
    list.map((question): AskingCase => {
      const {
        ask,
        tell,
        not = [],
        max,
        ...own
      } = typeof question === 'string' ? { ask: question } : question;
      return {
        persona,
        kind,
        language: own.language ?? language,
        ask,
        expects: tell ? 'answer' : kind === 'small talk' ? 'talk' : 'silence',
        tell: tell ?? [],
        not,
        max: max ?? (LONG_KINDS.has(kind) ? MAX_LONG_ANSWER : MAX_ANSWER),
        heldOut: isHeldOut(persona.id, ask),
      };
    }),
  );
}

/** By the question alone, so that a question stays in its half whatever is added. */
const isHeldOut = (persona: string, ask: string): boolean =>
  (createHash('sha256').update(`${persona} ${ask}`).digest()[0] ?? 0) % 2 === 1;

/** The same six statements in many languages: asked as one asks somebody, and in the persona's own words. */
function personCases(): AskingCase[] {
  const languages = readJson(path.join(folder, 'persons.json')) as {
    language: string;
    name: string;
    title: string;
    statements: string[];
    asks: { second: string; first: string; tell: string }[];
    smallTalk?: string[];
    beside?: string[];
  }[];
  return languages.flatMap(({ language, name, title, statements, asks, smallTalk = [], beside = [] }) => {
    const joined = (lines: string[]) => lines.join(['ja', 'zh'].includes(language) ? '' : ' ');
    const content = `${joined(statements.slice(0, 3))}\n\n${joined(statements.slice(3))}\n`;
    const persona = {
      id: `person in ${language}`,
      name,
      description: '',
      configuration: { language },
      pages: [{ title, content }],
    };
    // One statement answers, and hardly more: the whole page would tell anything.
    const max = MAX_STATEMENTS * Math.max(...statements.map(({ length }) => length));
    return casesOf(persona, language, {
      'second person': asks.map(({ second, tell }) => ({ ask: second, tell: [tell], max })),
      'first person': asks.map(({ first, tell }) => ({ ask: first, tell: [tell], max })),
      'small talk': smallTalk.map((ask) => ({ ask })),
      'beside the pages': beside,
    });
  });
}
