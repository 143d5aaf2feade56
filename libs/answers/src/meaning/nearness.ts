import { known, packOf } from '@persona/languages';

/** What is asked, in which language (ISO 639). */
interface Asked {
  question: string;
  language: string;
}

/**
 * How near each text is in meaning to a question, in the order of the texts: 0 as any two texts are on
 * average, 1 as a question and its answer are. Undefined in a language that the model does not know. Rejects
 * as the model does.
 */
export type Nearness = (
  asked: Asked,
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly number[] | undefined>;

/** What an embedding model knows of meaning. */
export interface Meaning {
  nearness: Nearness;
  /**
   * Whether it tells a question's answer from others in a language (ISO 639). Rejects as the model does.
   */
  knows: (language: string, signal?: AbortSignal) => Promise<boolean>;
}

/** Nearness where a model may be away or slow: undefined then, too. */
export type TimelyNearness = (
  asked: Asked,
  texts: readonly string[],
) => Promise<readonly number[] | undefined>;

/** The vectors of texts, of unit length, in order. */
export type Embed = (
  texts: readonly string[],
  options: { as: 'query' | 'passage'; signal?: AbortSignal | undefined },
) => Promise<Float32Array[]>;

/** Numbers of the vectors that are kept, 8 MB: pages that are asked about again are not encoded again. */
const MAX_KEPT_NUMBERS = 2_000_000;

type Pairs = readonly (readonly [question: string, answer: string])[];

interface Scale {
  /** The mean cosine of a question with the answer to another one. */
  common: number;
  /** What a question's own answer is nearer by, on average. */
  range: number;
}

/**
 * What a model tells of meaning. Its scale in a language is measured with the first question in it; a
 * language without questions to measure it by counts as one that the model does not know.
 */
export function createMeaning(embed: Embed): Meaning {
  const kept = new Map<string, Float32Array>();
  const scales = new Map<string, Scale | undefined>();

  const scaleOf = async (language: string, signal: AbortSignal | undefined) => {
    const pairs = known(packOf(language)?.inOtherWords);
    if (!scales.has(language)) scales.set(language, pairs && (await measureScale(pairs, embed, signal)));
    return scales.get(language);
  };

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

  return {
    knows: async (language, signal) => (await scaleOf(language, signal)) !== undefined,
    async nearness({ question, language }, texts, signal) {
      const scale = await scaleOf(language, signal);
      if (!scale) return undefined;
      const [asked] = await embed([question], { as: 'query', signal });
      const vectors = await vectorsOf(texts, signal);
      const { common, range } = scale;
      return vectors.map((vector) => (cosine(asked as Float32Array, vector) - common) / range);
    },
  };
}

/**
 * How far a question's own answer stands out, at least, where a model knows the language: by the standard
 * deviation of all other answers. In English two English models reach 3.3 and 3.5, in other languages at most
 * 1.5.
 */
const MIN_STANDING = 2;

async function measureScale(
  pairs: Pairs,
  embed: Embed,
  signal: AbortSignal | undefined,
): Promise<Scale | undefined> {
  const textsOf = (side: 0 | 1) => pairs.map((pair) => pair[side]);
  const questions = await embed(textsOf(0), { as: 'query', signal });
  const answers = await embed(textsOf(1), { as: 'passage', signal });
  const straight: number[] = [];
  const crossed: number[] = [];
  for (const [i, question] of questions.entries())
    for (const [k, answer] of answers.entries())
      (i === k ? straight : crossed).push(cosine(question, answer));
  const { mean: common, deviation } = meanAndDeviation(crossed);
  const range = meanAndDeviation(straight).mean - common;
  return range > 0 && range >= MIN_STANDING * deviation ? { common, range } : undefined;
}

/** The mean of values, and their standard deviation from it. */
function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
