// node bench/calibrate-asked.ts FOLDER: learns when somebody who is asked should rather say nothing, though
// the pages speak of the question, and writes the result to libs/answers/src/extract/calibration.json. It
// learns from questions to blogs (asking/taught-blogs.json), which it clones into the folder, judged by the
// rules of the asking bench. Run it last: it learns from what the answerer would say.
import { answerSignalNames } from '@persona/answers';
import { taughtCases } from './asking/blogs.ts';
import { judgeAsked, sharesOf, type Judged } from './asking/asking.ts';
import { keepCalibration } from './calibration.ts';
import { learnLogistic } from './learn.ts';
import { printTable, rounded } from './table.ts';

/** Few questions teach little: their weights are kept small. */
const PULL_TO_ZERO = 0.05;
/** How likely an answer has to be for it to be said. */
const THRESHOLD = 0.5;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder in which the blogs are, or into which they go.');
const judged = await judgeAsked(taughtCases(folder), { all: true });
const learnt = judged.filter(({ signals, grounded }) => grounded && signals !== undefined);
const isGood = ({ verdict }: Judged): boolean => verdict === 'right' || verdict === 'partly';
const learn = (from: readonly Judged[]) =>
  learnLogistic(
    from.map((one) => ({ signals: one.signals ?? [], good: isGood(one), weight: 1 / from.length })),
    PULL_TO_ZERO,
  );
const { bias, weights } = learn(learnt);

// Each blog by what the others teach.
const chances = new Map<Judged, number>();
for (const [persona, own] of Map.groupBy(learnt, (one) => one.persona)) {
  const others = learn(learnt.filter((one) => one.persona !== persona));
  for (const one of own) {
    const sum = (one.signals ?? []).reduce(
      (total, value, i) => total + value * (others.weights[i] ?? 0),
      others.bias,
    );
    chances.set(one, 1 / (1 + Math.exp(-sum)));
  }
}
const asked = judged.filter(({ expects }) => expects === 'answer');
printTable(
  'By what the other blogs teach',
  [0, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7].map((threshold) => {
    const said = asked.map((one) =>
      (chances.get(one) ?? 1) < threshold ? { ...one, verdict: 'silent' as const } : one,
    );
    const shares = Object.entries(sharesOf(said)).map(([verdict, share]) => [
      `${verdict} %`,
      rounded(100 * share),
    ]);
    return { threshold, ...Object.fromEntries(shares) };
  }),
);
const round = (value: number) => rounded(value, 3);
keepCalibration({
  answers: {
    signals: answerSignalNames,
    bias: round(bias),
    weights: weights.map(round),
    threshold: THRESHOLD,
  },
});
