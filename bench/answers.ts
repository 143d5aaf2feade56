import { extractAnswer } from '@persona/answers';
import { detectLanguage } from '@persona/text';
import {
  closeKnowledge,
  knowledgeOf,
  questionSet,
  sample,
  type Knowledge,
  type Question,
  type QuestionSet,
} from './question-sets.ts';
import { percentile, rounded } from './table.ts';

export const ANSWERED_SETS = [
  'squad2-dev-cs224n',
  'squad-it-test',
  'xquad-en',
  'xquad-de',
  'xquad-es',
  'xquad-hi',
  'xquad-zh',
] as const;

/** Questions for pages that cannot answer them: [questions of, pages of]. */
export const FOREIGN: readonly (readonly [string, string])[] = [
  ['squad2-dev-cs224n', 'kb-redis'],
  ['squad2-dev-cs224n', 'cranfield'],
  ['xquad-en', 'kb-redis'],
  ['xquad-en', 'cranfield'],
  ['squad-it-test', 'xquad-en'],
  ['xquad-de', 'xquad-en'],
  ['xquad-en', 'xquad-es'],
  ['cranfield', 'squad2-dev-cs224n'],
  ['kb-redis', 'squad2-dev-cs224n'],
  ['kb-redis', 'cranfield'],
];

/** How many passages the chat service retrieves for an answer. */
export const RETRIEVED = 30;

const share = (part: number, of: number): number => rounded((100 * part) / Math.max(1, of));

/**
 * Measures the extractive answerer on real collections: gold string in the reply, gold page cited, left
 * unanswered, length; and how many questions that the pages cannot answer are answered nevertheless. It asks
 * up to `maxQuestions` of each set. A quote that is not verbatim fails the run.
 */
export async function runAnswersBench(maxQuestions = 1000) {
  const answers: Record<string, string | number>[] = [];
  const foreign: Record<string, string | number>[] = [];
  for (const name of ANSWERED_SETS) {
    const { pages, questions } = questionSet(name);
    using knowledge = await knowledgeOf(pages);
    answers.push({ collection: name, ...(await measure(knowledge, pages, sample(questions, maxQuestions))) });
  }
  for (const [from, to] of FOREIGN) {
    using knowledge = await knowledgeOf(questionSet(to).pages);
    const asked = sample(questionSet(from).questions, Math.min(maxQuestions, 300));
    let answered = 0;
    for (const { text } of asked) if ((await ask(knowledge, text)).answer_type !== 'no_answer') answered++;
    foreign.push({
      questions_of: from,
      pages_of: to,
      questions: asked.length,
      'answered %': share(answered, asked.length),
    });
  }
  await closeKnowledge();
  const broken = answers.reduce((sum, row) => sum + Number(row['quotes not verbatim']), 0);
  if (broken > 0) {
    console.error(`${broken} quotes do not stand in their pages as they are quoted.`);
    process.exitCode = 1;
  }
  return { 'Extractive answers': answers, 'Questions the pages cannot answer': foreign };
}

async function measure(knowledge: Knowledge, pages: QuestionSet['pages'], questions: readonly Question[]) {
  const texts = new Map(pages.map(({ id, text }) => [id, text]));
  let contained = 0;
  let cited = 0;
  let silent = 0;
  let broken = 0;
  let characters = 0;
  const times: number[] = [];
  for (const { text, answers, pages: gold } of questions) {
    const began = performance.now();
    const { response, citations, answer_type } = await ask(knowledge, text);
    times.push(performance.now() - began);
    if (answer_type === 'no_answer') {
      silent++;
      continue;
    }
    characters += response.length;
    for (const { td_id, quote, locator } of citations) {
      if (texts.get(td_id)?.slice(locator?.start, locator?.end) !== quote) broken++;
    }
    if (answers?.some((answer) => response.toLowerCase().includes(answer.toLowerCase()))) contained++;
    if (citations.some(({ td_id }) => gold.has(td_id))) cited++;
  }
  const { length } = questions;
  return {
    questions: length,
    'gold string %': share(contained, length),
    'gold page cited %': share(cited, length),
    'unanswered %': share(silent, length),
    'quotes not verbatim': broken,
    'mean characters': Math.round(characters / Math.max(1, length - silent)),
    'p50 ms': rounded(percentile(times, 0.5)),
    'p95 ms': rounded(percentile(times, 0.95)),
  };
}

async function ask(knowledge: Knowledge, question: string) {
  const evidence = await knowledge.retrieve(question, RETRIEVED);
  return extractAnswer({
    question,
    background: '',
    language: detectLanguage(question),
    evidence,
    personaName: 'Persona',
  });
}
