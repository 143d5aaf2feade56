// node bench/calibrate-meaning.ts FOLDER MODEL…: learns when the unit that is nearest in meaning answers what
// the words leave open, and when an answer of words is too far in meaning to be said, with these embedding
// models (names as in EMBEDDING_MODEL; OPENAI_BASE_URL and MODELS_DIR as in the environment), and writes the
// result to libs/answers/src/extract/calibration.json. Questions come from the personas of the asking bench,
// from blogs (asking/taught-blogs.json, which it clones into the folder) and from small parts of two
// collections, half of these foreign. Run it after the other calibrations, which say what the words leave
// open.
import {
  createNearness,
  extractAnswer,
  leavesOpen,
  meaningOf,
  meaningSignalNames,
  wordAnswerSignalNames,
  wordAnswerSignals,
  type Extraction,
} from '@persona/answers';
import { createModels, type EmbeddingModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import { RETRIEVED } from './answers.ts';
import { taughtCases } from './asking/blogs.ts';
import { askingCases, type AskingCase } from './asking/cases.ts';
import { judge } from './asking/judge.ts';
import { keepCalibration } from './calibration.ts';
import { ABSENT, hasData } from './collections.ts';
import { createFieldIndex } from './field/ask.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample, type QuestionSet } from './question-sets.ts';
import { learnLogistic } from './learn.ts';
import { printTable, rounded } from './table.ts';

const COLLECTIONS = ['squad2-dev-cs224n', 'xquad-en'];
/** Personas made of a collection: as many articles each, and as many questions of their own and of others. */
const PERSONAS = 6;
const ARTICLES = 4;
const QUESTIONS = 25;
/** Right answers of words that meaning keeps back, at most, as a share of a set. */
const MAX_KEPT_BACK = 0.015;
/** Foreign questions that words leave open and meaning answers, at most, as a share of all of a set. */
const MAX_FOREIGN = 0.05;

interface Case {
  set: string;
  /** What words find. */
  byWords: Extraction;
  foreign: boolean;
  isRight: (text: string, pageId: string) => boolean;
}

interface Learnt {
  bias: number;
  weights: number[];
}

interface Example {
  /** The model and where the question comes from. */
  set: string;
  foreign: boolean;
  right: boolean;
  signals: readonly number[];
}

if (!hasData()) {
  console.log(ABSENT);
  process.exit(0);
}
const { OPENAI_BASE_URL, OPENAI_API_KEY, MODELS_DIR } = process.env;
const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder in which the blogs are, or into which they go.');
const models = names.map((name) => {
  const { embedding } = createModels({ OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL: name, MODELS_DIR });
  return embedding as EmbeddingModel;
});
if (models.length === 0) throw new Error('Name at least one embedding model.');
const written = askingCases().filter(({ language }) => language === 'en');
const cases = [
  ...(await askedCases('asked', written)),
  ...(await askedCases('blogs', taughtCases(folder))),
  ...(await collectionCases()),
];
await closeKnowledge();
const examples: Example[] = [];
const wordAnswers: Example[] = [];
for (const model of models) await compare(model);
const chanceOf = chanceAfter(learn(examples));
const threshold = lowestThreshold();
const holds = chanceAfter(learn(wordAnswers));
const doubt = highestDoubt();
keepCalibration({
  meaning: learnt(meaningSignalNames, chanceOf.weights, threshold),
  word_answers: learnt(wordAnswerSignalNames, holds.weights, doubt),
});
const answered = examples.filter((example) => chanceOf.of(example) >= threshold);
printTable(
  'What words leave open',
  [...Map.groupBy(examples, ({ set }) => set)].map(([set, list]) => {
    const own = answered.filter((example) => example.set === set);
    return {
      set,
      open: list.length,
      right: own.filter(({ right }) => right).length,
      wrong: own.filter(({ right, foreign }) => !right && !foreign).length,
      'foreign answered': own.filter(({ foreign }) => foreign).length,
    };
  }),
);

printTable(
  'What words answer, and meaning keeps back',
  [...Map.groupBy(wordAnswers, ({ set }) => set)].map(([set, list]) => {
    const kept = list.filter((example) => holds.of(example) < doubt);
    return {
      set,
      answered: list.length,
      right: list.filter(({ right }) => right).length,
      'right kept back': kept.filter(({ right }) => right).length,
      'wrong kept back': kept.filter(({ right }) => !right).length,
    };
  }),
);

function learnt(signals: readonly string[], { bias, weights }: Learnt, at: number) {
  const round = (value: number) => rounded(value, 3);
  return { signals, bias: round(bias), weights: weights.map(round), threshold: rounded(at, 2) };
}

function chanceAfter(weights: Learnt) {
  return {
    weights,
    of: ({ signals }: Example): number =>
      1 /
      (1 +
        Math.exp(-signals.reduce((sum, value, i) => sum + value * (weights.weights[i] ?? 0), weights.bias))),
  };
}

async function askedCases(set: string, list: readonly AskingCase[]): Promise<Case[]> {
  const found: Case[] = [];
  await using index = createFieldIndex();
  for (const [persona, own] of Map.groupBy(list, (one) => one.persona)) {
    using asked = await index.persona(persona.name, persona.pages, persona);
    for (const one of own) {
      if (one.expects === 'talk') continue;
      const extractions: Extraction[] = [];
      await asked.ask(one.ask, (extraction) => extractions.push(extraction));
      const [byWords] = extractions;
      // Two questions in one message have two answers, and none of them all that is judged.
      if (!byWords || extractions.length > 1) continue;
      found.push({
        set,
        byWords,
        foreign: one.expects === 'silence',
        isRight: (response) =>
          one.expects === 'answer' && judge(one, { answer_type: 'grounded', response }) === 'right',
      });
    }
  }
  return found;
}

async function collectionCases(): Promise<Case[]> {
  const found: Case[] = [];
  for (const name of COLLECTIONS) {
    const { pages, questions } = questionSet(name);
    const titles = [...new Set(pages.map(({ title }) => title))];
    for (let seed = 1; seed <= PERSONAS; seed++) {
      const kept = new Set(sample(titles, ARTICLES, seed));
      const inside = pages.filter(({ title }) => kept.has(title));
      const ids = new Set(inside.map(({ id }) => id));
      using knowledge = await knowledgeOf(inside);
      const add = async (list: QuestionSet['questions'], foreign: boolean) => {
        for (const { text, answers = [], pages: gold } of sample(list, QUESTIONS, seed))
          found.push({
            set: name,
            byWords: extractAnswer({
              question: text,
              background: '',
              language: detectLanguage(text),
              evidence: await knowledge.retrieve(text, RETRIEVED),
              personaName: 'Persona',
            }),
            foreign,
            isRight: (response, id) =>
              !foreign &&
              gold.has(id) &&
              answers.some((answer) => response.toLowerCase().includes(answer.toLowerCase())),
          });
      };
      const isInside = ({ pages: gold }: QuestionSet['questions'][number]) =>
        [...gold].some((id) => ids.has(id));
      await add(questions.filter(isInside), false);
      await add(
        questions.filter((question) => !isInside(question)),
        true,
      );
    }
  }
  return found;
}

/** What a model says of the questions that words leave open. */
async function compare(model: EmbeddingModel): Promise<void> {
  const nearness = createNearness((texts, options) => model.embed(texts, options));
  let open = 0;
  for (const { set, byWords, foreign, isRight } of cases) {
    const example = { set: `${model.name} ${set}`, foreign };
    if (byWords.work.input.request) continue;
    if (!leavesOpen(byWords)) {
      const signals = await wordAnswerSignals(byWords, nearness);
      const right = byWords.citations.some(({ td_id }) => isRight(byWords.response, td_id));
      if (signals) wordAnswers.push({ ...example, right, signals });
      continue;
    }
    open++;
    // Nobody is answered by meaning there.
    if (set === 'blogs') continue;
    const meaning = await meaningOf(byWords, nearness);
    if (!meaning) continue;
    const { text, passage, signals } = meaning;
    examples.push({
      ...example,
      right: isRight(text, byWords.work.input.evidence[passage]?.td_id ?? ''),
      signals,
    });
  }
  console.log(`${model.name}: ${open} of ${cases.length} left open`);
}

/** A question of a smaller set counts for more. */
function learn(from: readonly Example[]): Learnt {
  const nameOf = ({ set, foreign }: Example) => `${set} ${foreign}`;
  const sizes = Map.groupBy(from, nameOf);
  const shareOf = (example: Example) => 1 / Math.sqrt(sizes.get(nameOf(example))?.length ?? 1);
  const all = from.reduce((sum, example) => sum + shareOf(example), 0);
  return learnLogistic(
    from.map((example) => ({
      signals: example.signals,
      good: example.right,
      weight: shareOf(example) / all,
    })),
    0,
  );
}

/** The lowest threshold by which no set has more than its share of foreign questions answered. */
function lowestThreshold(): number {
  for (let at = 0.1; at < 0.9; at += 0.01) {
    const isFew = [...Map.groupBy(examples, ({ set }) => set)].every(([set, list]) => {
      const foreign = cases.filter((one) => one.foreign && set.endsWith(` ${one.set}`)).length;
      const told = list.filter((example) => example.foreign && chanceOf.of(example) >= at).length;
      return told <= Math.max(1, MAX_FOREIGN * foreign);
    });
    if (isFew) return at;
  }
  return 0.9;
}

/** The highest threshold by which no set loses more than its share of right answers. */
function highestDoubt(): number {
  const sets = [...Map.groupBy(wordAnswers, ({ set }) => set).values()];
  const isCheap = (at: number) =>
    sets.every((list) => {
      const right = list.filter((example) => example.right);
      return right.filter((example) => holds.of(example) < at).length <= MAX_KEPT_BACK * right.length;
    });
  let at = 0;
  while (at < 0.9 && isCheap(at + 0.01)) at += 0.01;
  return at;
}
