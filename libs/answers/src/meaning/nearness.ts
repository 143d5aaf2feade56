/**
 * How near each text is in meaning to a question, in the order of the texts: 0 as any two texts are on
 * average, 1 as a question and its answer are. Rejects as the model does.
 */
export type Nearness = (
  question: string,
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly number[]>;

/** The same where a model may be away or slow: undefined then. */
export type TimelyNearness = (
  question: string,
  texts: readonly string[],
) => Promise<readonly number[] | undefined>;

/** The vectors of texts, of unit length, in order. */
export type Embed = (
  texts: readonly string[],
  options: { as: 'query' | 'passage'; signal?: AbortSignal | undefined },
) => Promise<Float32Array[]>;

/** Numbers of the vectors that are kept, 8 MB: pages that are asked about again are not encoded again. */
const MAX_KEPT_NUMBERS = 2_000_000;

/**
 * Questions and their answers in other words. Models differ in how near they place what belongs together and
 * what does not; with these pairs, straight and crossed, a model's own scale is measured.
 */
const pairs: readonly (readonly [question: string, answer: string])[] = [
  ['Do you own a bicycle?', 'I never learned to cycle, and I walk to work.'],
  ['What does a loaf cost?', 'We ask four euros for the bread.'],
  ['Where did you grow up?', 'My childhood was spent on a farm near Dijon.'],
  ['How many people work for you?', 'There are nine of us in the workshop.'],
  ['Why did you leave the bank?', 'I quit because the days had become too long.'],
  ['When do you open in the morning?', 'The shop is open from half past seven.'],
  ['Who taught you to paint?', 'I learned it from my aunt, who had a studio.'],
  ['How do you keep your knives sharp?', 'Every Sunday I draw the blades over a wet stone.'],
  ['Were you ever afraid up there?', 'On the summit I was scared only once.'],
  ['Which book do you like best?', 'My favourite novel is Moby Dick.'],
  ['How long does the journey take?', 'By train it is two hours to the coast.'],
  ['Can children take part?', 'Anybody from six years on may join the course.'],
];

interface Scale {
  /** The mean cosine of a question with the answer to another one. */
  common: number;
  /** What a question's own answer is nearer by, on average. */
  range: number;
}

/** The nearness that a model tells. Its scale is measured with the first question. */
export function createNearness(embed: Embed): Nearness {
  const kept = new Map<string, Float32Array>();
  let scale: Scale | undefined;

  const vectorsOf = async (texts: readonly string[], signal: AbortSignal | undefined) => {
    const missing = [...new Set(texts)].filter((text) => !kept.has(text));
    const made = missing.length > 0 ? await embed(missing, { as: 'passage', signal }) : [];
    const fresh = new Map(missing.map((text, i) => [text, made[i] as Float32Array]));
    const vectors = texts.map((text) => fresh.get(text) ?? (kept.get(text) as Float32Array));
    // The oldest leave; what was used again counts as new.
    for (const [i, text] of texts.entries()) {
      kept.delete(text);
      kept.set(text, vectors[i] as Float32Array);
    }
    const maxKept = MAX_KEPT_NUMBERS / (vectors[0]?.length || 1);
    for (const text of kept.keys()) {
      if (kept.size <= maxKept) break;
      kept.delete(text);
    }
    return vectors;
  };

  return async (question, texts, signal) => {
    scale ??= await measureScale(embed, signal);
    const [asked] = await embed([question], { as: 'query', signal });
    const vectors = await vectorsOf(texts, signal);
    const { common, range } = scale;
    return vectors.map((vector) => (cosine(asked as Float32Array, vector) - common) / range);
  };
}

/** The least difference that is taken for one: below it the model knows nothing of these texts. */
const MIN_RANGE = 0.01;

async function measureScale(embed: Embed, signal: AbortSignal | undefined): Promise<Scale> {
  const questions = await embed(
    pairs.map(([question]) => question),
    { as: 'query', signal },
  );
  const answers = await embed(
    pairs.map(([, answer]) => answer),
    { as: 'passage', signal },
  );
  let own = 0;
  let others = 0;
  for (const [i, question] of questions.entries())
    for (const [k, answer] of answers.entries())
      if (i === k) own += cosine(question, answer) / pairs.length;
      else others += cosine(question, answer) / (pairs.length * (pairs.length - 1));
  // A model without a scale places nothing near.
  return { common: others, range: own - others >= MIN_RANGE ? own - others : Infinity };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
