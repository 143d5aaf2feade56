import { extractAnswer, handSetOdds, type Evidence, type Odds } from '@persona/answers';
import { detectLanguage } from '@persona/text';
import { ANSWERED_SETS, RETRIEVED } from './answers.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample, type Question } from './question-sets.ts';
import { rounded } from './table.ts';

/** Questions of each collection. */
const QUESTIONS = 200;

interface Asked {
  question: Question;
  evidence: readonly Evidence[];
}

/**
 * What each of the hand-set odds is worth: all answers again without it. Beside the collections, whose pages
 * are plain prose, stand the pages of Redis' documentation, asked by name what a command does: right is a
 * citation of the command's page before all others.
 */
export async function runOddsBench() {
  const sets = new Map<string, Asked[]>();
  for (const name of ANSWERED_SETS) sets.set(name, await retrieveFor(name));
  const foreign = await retrieveFor('kb-redis', 'squad2-dev-cs224n');
  const commands = await retrieveFor('kb-redis', 'kb-redis', (question) => {
    const [page = ''] = question.pages;
    const command = page.replace(/^commands\/(.+)\.md$/, '$1').replaceAll('-', ' ');
    return { text: `What does ${command.toUpperCase()} do?`, pages: question.pages };
  });
  await closeKnowledge();

  const keys = Object.keys(handSetOdds) as (keyof Odds)[];
  const variants: [string, Odds][] = [
    ['all', handSetOdds],
    ...keys.map((key): [string, Odds] => [`without ${key}`, { ...handSetOdds, [key]: 0 }]),
    ['none', Object.fromEntries(keys.map((key) => [key, 0])) as unknown as Odds],
  ];
  const rows = variants.map(([odds, values]) => {
    const measured = [...sets.values()].map((asked) => measure(asked, values));
    const mean = (of: (one: Measured) => number) =>
      rounded(measured.reduce((sum, one) => sum + of(one), 0) / measured.length, 2);
    const named = measure(commands, values);
    return {
      odds,
      'gold string %': mean(({ contained }) => contained),
      'gold page cited %': mean(({ cited }) => cited),
      'unanswered %': mean(({ silent }) => silent),
      'mean characters': Math.round(mean(({ characters }) => characters)),
      'foreign unanswered %': rounded(measure(foreign, values).silent, 2),
      'command page first %': rounded(named.citedFirst, 2),
      'command characters': Math.round(named.characters),
    };
  });
  return { 'Hand-set odds, left out one by one': rows };
}

async function retrieveFor(
  questionsOf: string,
  pagesOf = questionsOf,
  reword: (question: Question) => Question = (question) => question,
): Promise<Asked[]> {
  using knowledge = await knowledgeOf(questionSet(pagesOf).pages);
  const asked: Asked[] = [];
  for (const original of sample(questionSet(questionsOf).questions, QUESTIONS)) {
    const question = reword(original);
    asked.push({ question, evidence: await knowledge.retrieve(question.text, RETRIEVED) });
  }
  return asked;
}

type Measured = Record<'contained' | 'cited' | 'citedFirst' | 'silent' | 'characters', number>;

/** Shares of the questions in per cent, and the mean length of the answers. */
function measure(asked: readonly Asked[], odds: Odds): Measured {
  const sum: Measured = { contained: 0, cited: 0, citedFirst: 0, silent: 0, characters: 0 };
  for (const { question, evidence } of asked) {
    const { text, answers, pages } = question;
    const language = detectLanguage(text);
    const { response, citations, answer_type } = extractAnswer(
      { question: text, background: '', language, evidence, personaName: 'Persona' },
      odds,
    );
    if (answer_type === 'no_answer') {
      sum.silent++;
      continue;
    }
    sum.characters += response.length;
    if (answers?.some((answer) => response.toLowerCase().includes(answer.toLowerCase()))) sum.contained++;
    if (citations.some(({ td_id }) => pages.has(td_id))) sum.cited++;
    if (pages.has(citations[0]?.td_id ?? '')) sum.citedFirst++;
  }
  const share = (count: number) => (100 * count) / asked.length;
  return {
    contained: share(sum.contained),
    cited: share(sum.cited),
    citedFirst: share(sum.citedFirst),
    silent: share(sum.silent),
    characters: sum.characters / Math.max(1, asked.length - sum.silent),
  };
}
