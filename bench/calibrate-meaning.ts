// node bench/calibrate-meaning.ts FOLDER MODEL…: learns which unit answers what the words leave open, by how
// near it is in meaning and by its words, when it does, and when an answer of words is too far in meaning to
// be said, with these embedding models (names as in EMBEDDING_MODEL; OPENAI_BASE_URL and MODELS_DIR as in the
// environment), and writes the result to libs/answers/src/extract/calibration.json. Questions come from
// personas of the asking bench, from blogs (asking/taught-blogs.json, which it clones into the folder) and
// from small parts of two collections, half of these foreign. Run it after the other calibrations, which say
// what the words leave open.
import {
  compareUnits,
  createMeaning,
  isUnsure,
  extractAnswer,
  leavesOpen,
  meaningOf,
  meaningSignalNames,
  nearnessOfAnswer,
  nearestSignalNames,
  sayNearest,
  wordAnswerSignalNames,
  wordAnswerSignals,
  type Compared,
  type Evidence,
  type Extraction,
} from '@persona/answers';
import { createModels, type EmbeddingModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import { RETRIEVED } from './answers.ts';
import { taughtCases } from './asking/blogs.ts';
import { taughtMeaning, type AskingCase } from './asking/cases.ts';
import { judge } from './asking/judge.ts';
import { keepCalibration } from './calibration.ts';
import { ABSENT, hasData } from './collections.ts';
import { createFieldIndex } from './field/ask.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample, type QuestionSet } from './question-sets.ts';
import { learnChoice, learnLogistic } from './learn.ts';
import { printTable, rounded } from './table.ts';

const COLLECTIONS = ['squad2-dev-cs224n', 'xquad-en'];
/** Personas made of a collection: as many articles each, and as many questions of their own and of others. */
const PERSONAS = 6;
const ARTICLES = 4;
const QUESTIONS = 25;
/** Right answers of words that meaning keeps back, at most, as a share of a set. */
const MAX_KEPT_BACK = 0.01;
/** Foreign questions that meaning answers, at most, as a share of all, a mean over the sets. */
const MAX_FOREIGN = 0.02;

interface Case {
  set: string;
  /** What words find. */
  byWords: Extraction;
  /** The same of all passages, those that meaning finds too. */
  looked: Extraction;
  foreign: boolean;
  isRight: (text: string, pageId: string) => boolean;
}

interface Learnt {
  bias: number;
  weights: number[];
}

interface Open {
  set: string;
  foreign: boolean;
  compared: Compared;
  isRight: Case['isRight'];
}

/** What words answer. */
interface Answered {
  set: string;
  foreign: boolean;
  right: boolean;
  byWords: Extraction;
  near: number;
  compared: Compared | undefined;
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
const cases = [...(await askedCases('blogs', taughtCases(folder))), ...(await collectionCases())];
await closeKnowledge();
const opened: Open[] = [];
const answered: Answered[] = [];
/** Foreign questions, by model and set. */
const foreign = new Map<string, number>();
for (const model of models)
  await compare(model, [...cases, ...(await askedCases('asked', taughtMeaning(), model))]);
const nearest = learnChoice(
  opened
    .map(({ compared: { units, input }, isRight }) =>
      units.map(({ candidate, signals }) => ({
        signals,
        answers: isRight(candidate.unit.text, input.evidence[candidate.passage]?.td_id ?? ''),
      })),
    )
    .filter((choice) => choice.some(({ answers }) => answers)),
);
const examples = opened.flatMap((open): Example[] => {
  const { set, compared, isRight } = open;
  const meaning = meaningOf(compared, nearest);
  if (!meaning) return [];
  const { td_id = '' } = compared.input.evidence[meaning.top.passage] ?? {};
  const right = isRight(sayNearest(meaning, compared).response, td_id);
  return [{ set, foreign: open.foreign, right, signals: meaning.signals }];
});
const wordAnswers = answered.map(({ byWords, near, compared, ...one }): Example => ({
  ...one,
  signals: wordAnswerSignals(byWords, near, compared, nearest),
}));
const chanceOf = chanceAfter(learn(examples));
const threshold = lowestThreshold();
const holds = chanceAfter(learn(wordAnswers));
const doubt = highestDoubt();
keepCalibration({
  nearest: { signals: nearestSignalNames, weights: nearest.map((weight) => rounded(weight, 3)) },
  meaning: learnt(meaningSignalNames, chanceOf.weights, threshold),
  word_answers: learnt(wordAnswerSignalNames, holds.weights, doubt),
});
const told = examples.filter((example) => chanceOf.of(example) >= threshold);
printTable(
  'What words leave open',
  [...Map.groupBy(examples, ({ set }) => set)].map(([set, list]) => {
    const own = told.filter((example) => example.set === set);
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

async function askedCases(set: string, list: readonly AskingCase[], model?: EmbeddingModel): Promise<Case[]> {
  const found: Case[] = [];
  await using index = createFieldIndex(model, false);
  for (const [persona, own] of Map.groupBy(list, (one) => one.persona)) {
    using asked = await index.persona(persona.name, persona.pages, persona);
    for (const one of own) {
      if (one.expects === 'talk') continue;
      const extractions: Extraction[] = [];
      let evidence: readonly Evidence[] = [];
      await asked.ask(
        one.ask,
        (extraction) => extractions.push(extraction),
        (retrieved) => (evidence = retrieved),
      );
      const [byWords] = extractions;
      // Two questions in one message have two answers, and none of them all that is judged.
      if (!byWords || extractions.length > 1) continue;
      found.push({
        set,
        byWords,
        looked: model ? extractAnswer({ ...byWords.work.input, evidence }) : byWords,
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
        for (const { text, answers = [], pages: gold } of sample(list, QUESTIONS, seed)) {
          const byWords = extractAnswer({
            question: text,
            background: '',
            language: detectLanguage(text),
            evidence: await knowledge.retrieve(text, RETRIEVED),
            personaName: 'Persona',
          });
          const isRight = (response: string, id: string) =>
            !foreign &&
            gold.has(id) &&
            answers.some((answer) => response.toLowerCase().includes(answer.toLowerCase()));
          found.push({ set: name, byWords, looked: byWords, foreign, isRight });
        }
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

/** What a model says of the questions that words leave open, and of what they answer. */
async function compare(model: EmbeddingModel, all: readonly Case[]): Promise<void> {
  const { nearness } = createMeaning((texts, options) => model.embed(texts, options));
  let open = 0;
  for (const { set: of, byWords, looked, isRight, ...one } of all) {
    const set = `${model.name} ${of}`;
    if (one.foreign) foreign.set(set, (foreign.get(set) ?? 0) + 1);
    if (!leavesOpen(byWords)) {
      if (byWords.work.input.request) continue;
      const near = await nearnessOfAnswer(byWords, nearness);
      const right = byWords.citations.some(({ td_id }) => isRight(byWords.response, td_id));
      if (near === undefined) continue;
      const compared = isUnsure(byWords) ? await compareUnits(looked, nearness) : undefined;
      answered.push({ set, foreign: one.foreign, right, byWords, near, compared });
      continue;
    }
    open++;
    // Nobody is answered by meaning there.
    if (of === 'blogs') continue;
    const compared = await compareUnits(looked, nearness);
    if (compared) opened.push({ set, foreign: one.foreign, compared, isRight });
  }
  console.log(`${model.name}: ${open} of ${all.length} left open`);
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

/** The lowest threshold by which no more than the share of foreign questions is answered. */
function lowestThreshold(): number {
  const sets = [...Map.groupBy(examples, ({ set }) => set)];
  const shareAt = (at: number) =>
    sets.reduce((sum, [set, list]) => {
      const told = list.filter((example) => example.foreign && chanceOf.of(example) >= at).length;
      return sum + told / (foreign.get(set) ?? 1);
    }, 0) / sets.length;
  let at = 0.1;
  while (at < 0.9 && shareAt(at) > MAX_FOREIGN) at += 0.01;
  return at;
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
