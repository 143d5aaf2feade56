// node bench/calibrate-sentences.ts: learns from the questions of the collections which sentence answers, and
// writes the result to libs/answers/src/extract/calibration.json. One half of each collection's questions is
// for training, the other for evaluation. Run it before calibrate-answers.ts, which learns from the sentences
// that are chosen.
import { extractAnswer, sentenceSignalNames } from '@persona/answers';
import { ANSWERED_SETS, RETRIEVED } from './answers.ts';
import { keepCalibration } from './calibration.ts';
import { ABSENT, hasData } from './collections.ts';
import { learnChoice, oddsOf, type Choice } from './learn.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample } from './question-sets.ts';
import { printTable, rounded } from './table.ts';

const QUESTIONS = 600;

/** A question, as the sentences to choose from. */
type Question = readonly Choice[];

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
const weights = learnChoice(taught.filter((question) => question.some(({ answers }) => answers)));
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

function best(question: Question): Choice | undefined {
  return question.toSorted((a, b) => oddsOf(b.signals, weights) - oddsOf(a.signals, weights))[0];
}
