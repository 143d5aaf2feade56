// node bench/calibrate-sentences.ts: learns from the questions of the collections which sentence answers, and
// writes the result to libs/answers/src/extract/calibration.json. One half of each collection's questions is
// for training, the other for evaluation. Run it before calibrate-answers.ts, which learns from the sentences
// that are chosen.
import { extractAnswer, sentenceSignalNames } from '@persona/answers';
import { ANSWERED_SETS, RETRIEVED } from './answers.ts';
import { keepCalibration } from './calibration.ts';
import { ABSENT, hasData } from './collections.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample } from './question-sets.ts';
import { printTable, rounded } from './table.ts';

const QUESTIONS = 600;
const STEPS = 300;
const PULL_TO_ZERO = 0.001;

interface Example {
  signals: readonly number[];
  answers: boolean;
}
/** A question, as the sentences to choose from. */
type Question = readonly Example[];

if (!hasData()) {
  console.log(ABSENT);
  process.exit(0);
}
const taught: Question[] = [];
const held: { collection: string; questions: Question[] }[] = [];
for (const name of ANSWERED_SETS) {
  const questions = await read(name);
  const half = Math.floor(questions.length / 2);
  taught.push(...questions.slice(0, half));
  held.push({ collection: name, questions: questions.slice(half) });
}
await closeKnowledge();
const weights = learn(taught.filter((question) => question.some(({ answers }) => answers)));
keepCalibration({ sentences: { signals: sentenceSignalNames, weights: weights.map((w) => rounded(w, 3)) } });
printTable(
  'Held out: the first sentence answers',
  held.map(({ collection, questions }) => ({
    collection,
    questions: questions.length,
    'first %': rounded(
      (100 * questions.filter((question) => best(question)?.answers).length) / questions.length,
    ),
    'any %': rounded(
      (100 * questions.filter((question) => question.some(({ answers }) => answers)).length) /
        questions.length,
    ),
  })),
);

/**
 * Reads the sentences that each question of a collection has to choose from. A sentence answers when it is on
 * a gold page and contains the gold answer.
 */
async function read(name: string): Promise<Question[]> {
  const { pages, questions } = questionSet(name);
  using knowledge = await knowledgeOf(pages);
  const found: Question[] = [];
  for (const { text, answers = [], pages: gold } of sample(questions, QUESTIONS)) {
    const evidence = await knowledge.retrieve(text, RETRIEVED);
    const language = evidence[0]?.language ?? 'und';
    const { considered } = extractAnswer({
      question: text,
      background: '',
      language,
      evidence,
      personaName: '',
    });
    found.push(
      considered.map(({ unit, passage, signals }) => {
        const said = unit.text.toLowerCase();
        const isGold = gold.has(evidence[passage]?.td_id ?? '');
        return { signals, answers: isGold && answers.some((answer) => said.includes(answer.toLowerCase())) };
      }),
    );
  }
  console.log(`${name}: ${found.length}`);
  return found;
}

function best(question: Question): Example | undefined {
  return question.toSorted((a, b) => oddsOf(b.signals, weights) - oddsOf(a.signals, weights))[0];
}

function oddsOf(signals: readonly number[], by: readonly number[]): number {
  return signals.reduce((sum, value, i) => sum + value * (by[i] ?? 0), 0);
}

function zeros(size: number): number[] {
  return Array.from({ length: size }, () => 0);
}

/** Fits a choice among the sentences of a question (softmax) by gradient descent with Adam's steps. */
function learn(questions: readonly Question[]): number[] {
  const size = sentenceSignalNames.length;
  const by = zeros(size);
  const mean = zeros(size);
  const square = zeros(size);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = zeros(size);
    for (const question of questions) {
      const powers = question.map(({ signals }) => Math.exp(oddsOf(signals, by)));
      const all = powers.reduce((sum, power) => sum + power, 0);
      const right = powers.reduce((sum, power, i) => sum + (question[i]?.answers ? power : 0), 0);
      for (const [i, { signals, answers }] of question.entries()) {
        const power = powers[i] ?? 0;
        const error = power / all - (answers ? power / right : 0);
        for (const [k, value] of signals.entries()) gradient[k] = (gradient[k] ?? 0) + error * value;
      }
    }
    for (let k = 0; k < size; k++) {
      const slope = (gradient[k] ?? 0) / questions.length + PULL_TO_ZERO * (by[k] ?? 0);
      mean[k] = 0.9 * (mean[k] ?? 0) + 0.1 * slope;
      square[k] = 0.99 * (square[k] ?? 0) + 0.01 * slope ** 2;
      const stride =
        (mean[k] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[k] ?? 0) / (1 - 0.99 ** step)) + 1e-8);
      by[k] = (by[k] ?? 0) - 0.1 * stride;
    }
  }
  return by;
}
