// node bench/calibrate-answers.ts: learns when the extractive answerer should say that it does not know, and
// writes the result to libs/answers/src/extract/calibration.json. Good questions are asked of the pages that
// answer them: whole collections, halves of them, and three articles alone, which is the size of a small
// persona. Foreign ones are asked of other collections and of articles that are not their source.
import { extractAnswer, signalNames, signalVector } from '@persona/answers';
import { detectLanguage } from '@persona/text';
import { ANSWERED_SETS, FOREIGN, RETRIEVED } from './answers.ts';
import { keepCalibration } from './calibration.ts';
import { ABSENT, hasData } from './collections.ts';
import { learnLogistic } from './learn.ts';
import { closeKnowledge, knowledgeOf, questionSet, sample, type Question } from './question-sets.ts';
import { printTable, rounded } from './table.ts';

const QUESTIONS = 120;
const SMALL_PERSONAS = 5;
const PULL_TO_ZERO = 0.0005;
/** The share of the good questions that may stay unanswered, as a mean over the sets. */
const UNANSWERED = 0.05;

interface Example {
  set: string;
  good: boolean;
  signals: number[];
}

if (!hasData()) {
  console.log(ABSENT);
  process.exit(0);
}
const examples = await collect();
const { bias, weights } = learn(examples);
const scoreOf = ({ signals }: Example) =>
  signals.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias);
const threshold = thresholdFor(examples, scoreOf, UNANSWERED);

const sets = [...new Set(examples.map(({ set }) => set))];
const measured = sets.map((set) => {
  const of = examples.filter((example) => example.set === set);
  const silent = of.filter((example) => scoreOf(example) < threshold).length;
  return { set, questions: of.length, 'unanswered %': rounded((100 * silent) / of.length) };
});
printTable('Learnt from', measured);
const round = (value: number) => rounded(value, 4);
keepCalibration({
  signals: signalNames,
  bias: round(bias),
  weights: weights.map(round),
  threshold: round(threshold),
  unanswered_percent: Object.fromEntries(measured.map((row) => [row.set, row['unanswered %']])),
});
await closeKnowledge();

async function collect(): Promise<Example[]> {
  const found: Example[] = [];
  const add = async (
    set: string,
    good: boolean,
    pages: Parameters<typeof knowledgeOf>[0],
    questions: readonly Question[],
  ) => {
    using knowledge = await knowledgeOf(pages);
    for (const { text } of questions) {
      const evidence = await knowledge.retrieve(text, RETRIEVED);
      const { signals } = extractAnswer({
        question: text,
        background: '',
        language: detectLanguage(text),
        evidence,
        personaName: '',
      });
      found.push({ set, good, signals: signalVector(signals) });
    }
    console.log(`${set}: ${questions.length}`);
  };
  for (const name of [...ANSWERED_SETS, 'kb-redis']) {
    const { pages, questions } = questionSet(name);
    await add(`own ${name}`, true, pages, sample(questions, QUESTIONS));
  }
  for (const [from, to] of FOREIGN) {
    await add(
      `foreign ${from} to ${to}`,
      false,
      questionSet(to).pages,
      sample(questionSet(from).questions, QUESTIONS),
    );
  }
  for (const name of ANSWERED_SETS) {
    const { pages, questions } = questionSet(name);
    const titles = [...new Set(pages.map(({ title }) => title))];
    const title = new Map(pages.map((page) => [page.id, page.title]));
    const split = async (label: string, kept: ReadonlySet<string>, max: number, seed: number) => {
      const inside = pages.filter((page) => kept.has(page.title));
      const isIn = (question: Question) => [...question.pages].every((id) => kept.has(title.get(id) ?? ''));
      const known = questions.filter(isIn);
      const unknown = questions.filter((question) => !isIn(question));
      await add(`own ${label} of ${name}`, true, inside, sample(known, max, seed));
      await add(`foreign ${label} of ${name}`, false, inside, sample(unknown, max, seed));
    };
    await split('half', new Set(sample(titles, Math.floor(titles.length / 2))), QUESTIONS, 7);
    for (let seed = 1; seed <= SMALL_PERSONAS; seed++) {
      await split('three articles', new Set(sample(titles, 3, seed)), QUESTIONS / SMALL_PERSONAS, seed);
    }
  }
  return found;
}

/** Every set has the same weight, and so have good and foreign questions. */
function learn(from: readonly Example[]): { bias: number; weights: number[] } {
  const counts = Map.groupBy(from, ({ set }) => set);
  const setsOf = (good: boolean) => [...counts.values()].filter(([first]) => first?.good === good).length;
  return learnLogistic(
    from.map((example) => ({
      ...example,
      weight: 1 / (counts.get(example.set)?.length ?? 1) / setsOf(example.good),
    })),
    PULL_TO_ZERO,
  );
}

/**
 * Returns the highest threshold below which at most the share `max` of the good questions falls, as a mean
 * over their sets.
 */
function thresholdFor(from: readonly Example[], score: (example: Example) => number, max: number): number {
  const good = [
    ...Map.groupBy(
      from.filter((example) => example.good),
      ({ set }) => set,
    ).values(),
  ].map((list) => list.map(score));
  const silentAt = (at: number) =>
    good.reduce((sum, scores) => sum + scores.filter((value) => value < at).length / scores.length, 0) /
    good.length;
  let best = -10;
  for (let at = -10; at <= 10; at += 0.01) if (silentAt(at) <= max) best = at;
  return best;
}
