import { known, languages, packOf, type PageMarks } from '@persona/languages';

/** What people write on pages beside their sentences, to be recognised in one language. */
export interface Marks {
  /** The mark of a question that a line begins with, the blanks behind it included: `Q: `, `Frage 3: `. */
  questionMarkOf: (line: string) => string | undefined;
  /** The mark of an answer. */
  answerMarkOf: (line: string) => string | undefined;
  /** Whether a word is one that questions or answers are marked with. */
  marksQuestion: (word: string) => boolean;
  marksAnswer: (word: string) => boolean;
  /** Whether one of this name asks, in a transcript. */
  isAsker: (name: string) => boolean;
  /** Whether people call themselves so on their own pages. */
  isSelf: (name: string) => boolean;
  /** Whether a text begins with the label of a remark: `Note: …`. */
  beginsRemark: (text: string) => boolean;
  /** Whether a name is the label of a fact and so no speaker's. */
  isCommonLabel: (name: string) => boolean;
  /** Whether others comment below a heading. */
  isCommentsHeading: (heading: string) => boolean;
  /** Who wrote what is quoted below a line: `On Mon, 13 May, Daniel Meyer wrote:`. */
  writerIn: (line: string) => string | undefined;
  /** Whether a text begins with the end of a period that goes on: `present`. */
  beginsWithNow: (text: string) => boolean;
}

const compiled = new Map<string, Marks>();
const everywhere = languages.flatMap(({ pageMarks }) => known(pageMarks) ?? []);

/**
 * The marks of pages in a language: its own and the English ones, which are used everywhere. Those of all
 * languages where the language is unknown or has none of its own. Labels are those of all: a page may hold
 * facts in any, and a label taken for a speaker would make its value somebody's words.
 */
export function marksIn(language: string): Marks {
  const own = known(packOf(language)?.pageMarks);
  const key = own ? language : 'und';
  let marks = compiled.get(key);
  if (!marks) {
    const english = known(packOf('en')?.pageMarks);
    marks = compile(own && english ? [own, english] : everywhere);
    compiled.set(key, marks);
  }
  return marks;
}

const NAME = String.raw`((?:\p{Lu}[\p{L}\p{M}.'’-]*[ \t]?){1,4})`;
const MAX_WRITER = 120;

function compile(all: readonly PageMarks[]): Marks {
  const source = (field: keyof PageMarks) => all.map((marks) => marks[field]).join('|');
  const whole = (field: keyof PageMarks) => new RegExp(`^(?:${source(field)})$`, 'iu');
  const mark = (field: keyof PageMarks) =>
    new RegExp(
      String.raw`^[([]?(?:${source(field)})[)\]]?\s*\d{0,3}\s*(?:[:：.)]|[-–—](?=\s))\s*(?=\S)`,
      'iu',
    );
  const question = mark('question');
  const answer = mark('answer');
  const asker = whole('asker');
  const self = whole('self');
  const label = new RegExp(`^(?:${everywhere.map((marks) => marks.label).join('|')})$`, 'iu');
  const remark = new RegExp(String.raw`^[^\p{L}]{0,4}(?:${source('remark')})\s?[:：!]`, 'iu');
  const comments = new RegExp(String.raw`^(?:\d+\s+)?(?:${source('comments')})(?:\s*\(?\d*\)?)?$`, 'iu');
  const untilNow = new RegExp(`^(?:${source('untilNow')})`, 'iu');
  // A name is known by its capitals, so these verbs are written as they stand in the middle of a sentence.
  const address = String.raw`(?:<[^<>\n]*>\s*)?`;
  const wrote = `(?:${source('wrote')})`;
  const verb = new RegExp(wrote, 'u');
  const writes = new RegExp(
    String.raw`${NAME}${address}${wrote}\s*[:：]$|(?<!\p{L})${wrote}\s+${NAME}${address}[:：]$`,
    'u',
  );
  return {
    questionMarkOf: (line) => (hasMarkEnd(line) ? question.exec(line)?.[0] : undefined),
    answerMarkOf: (line) => (hasMarkEnd(line) ? answer.exec(line)?.[0] : undefined),
    marksQuestion: (word) => question.test(`${word}: x`),
    marksAnswer: (word) => answer.test(`${word}: x`),
    isAsker: (name) => asker.test(name),
    isSelf: (name) => self.test(name),
    beginsRemark: (text) => remark.test(text),
    isCommonLabel: (name) => label.test(name),
    isCommentsHeading: (heading) => comments.test(heading.trim()),
    writerIn: (line) => {
      if (!line.endsWith(':') && !line.endsWith('：')) return undefined;
      const end = line.slice(-MAX_WRITER);
      // Most lines that announce something name no writer.
      const found = verb.test(end) ? writes.exec(end) : null;
      return (found?.[1] ?? found?.[2])?.trim();
    },
    beginsWithNow: (text) => untilNow.test(text),
  };
}

/** A mark is short and ends with one of these. */
const hasMarkEnd = (line: string): boolean => /[:：.)\]–—-]/.test(line.slice(0, 24));
