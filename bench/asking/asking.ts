import type { Extraction } from '@persona/answers';
import { createModels } from '@persona/models';
import { createFieldIndex } from '../field/ask.ts';
import { rounded } from '../table.ts';
import { blogCases } from './blogs.ts';
import { askingCases, type AskingCase } from './cases.ts';
import { judge, type Verdict } from './judge.ts';

export interface Judged extends AskingCase {
  verdict: Verdict;
  grounded: boolean;
  response: string;
  /** By what it is decided whether it is said, where that is in question. */
  signals: readonly number[] | undefined;
}

export interface AskingOptions {
  language?: string | undefined;
  /** The id of a persona. */
  persona?: string | undefined;
  kind?: string | undefined;
  /** A folder of blogs, or for them: these are asked instead of the personas written for it. */
  blogs?: string | undefined;
  /** Print each case that is not right, except those held out. */
  verbose?: boolean | undefined;
}

const VERDICTS: readonly Verdict[] = ['right', 'partly', 'beside', 'silent'];

/**
 * Puts each question to its persona as the first message of a chat; with the embedding model that the
 * environment names, if any. Where `all` is given, what it withholds is judged as if it said it.
 */
export async function judgeAsked(cases: readonly AskingCase[], { all = false } = {}): Promise<Judged[]> {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR } = process.env;
  const { embedding } = createModels({ OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR });
  await using index = createFieldIndex(embedding);
  const judged: Judged[] = [];
  for (const [persona, own] of Map.groupBy(cases, (one) => one.persona)) {
    using asked = await index.persona(persona.name, persona.pages, persona);
    for (const one of own) {
      const extractions: Extraction[] = [];
      const answered = await asked.ask(one.ask, (extraction) => extractions.push(extraction));
      const [{ answerSignals: signals, withheld } = {}] = extractions.length === 1 ? extractions : [];
      const reply =
        all && withheld !== undefined && answered.answer_type === 'no_answer'
          ? { answer_type: 'grounded' as const, response: withheld }
          : answered;
      judged.push({
        ...one,
        verdict: judge(one, reply),
        grounded: reply.answer_type === 'grounded',
        response: reply.response,
        signals,
      });
    }
  }
  return judged;
}

/** Questions as people ask a person, by kind and language, and what becomes of them. */
export async function runAskingBench({ language, persona, kind, blogs, verbose }: AskingOptions) {
  const cases = (blogs === undefined ? askingCases() : blogCases(blogs)).filter(
    (one) =>
      (language === undefined || one.language === language) &&
      (persona === undefined || one.persona.id === persona) &&
      (kind === undefined || one.kind === kind),
  );
  if (cases.length === 0) throw new Error('There is no question of that persona, language and kind.');
  const judged = await judgeAsked(cases);
  if (verbose)
    for (const one of judged) if (one.verdict !== 'right' && !one.heldOut) console.log(describeCase(one));
  return {
    'Asking: kinds': table(judged, 'kind', (one) => one.kind),
    'Asking: languages': table(judged, 'language', (one) => one.language),
    'Asking: personas': table(judged, 'persona', (one) => one.persona.id.replace(/ in .*/, 's')),
    'Asking: halves': table(judged, 'half', ({ heldOut }) => (heldOut ? 'held out' : 'to work on')),
    'Asking: all': table(judged, 'expected', ({ expects }) => expects),
  };
}

/** Shares of verdicts among some of the cases. */
export function sharesOf(judged: readonly Judged[]): Record<Verdict, number> {
  const share = (verdict: Verdict) =>
    judged.filter((one) => one.verdict === verdict).length / Math.max(1, judged.length);
  return {
    right: share('right'),
    partly: share('partly'),
    beside: share('beside'),
    silent: share('silent'),
  };
}

export function describeCase({ verdict, persona, kind, language, ask, response, tell, not }: Judged): string {
  const wanted = [...tell, ...not.map((one) => `not ${one}`)].join(' + ');
  return `\n── ${verdict}: ${persona.id} · ${kind} · ${language} ──\n> ${ask}   [${wanted}]\n< ${response}`;
}

function table(
  judged: readonly Judged[],
  column: string,
  keyOf: (one: Judged) => string,
): Record<string, string | number>[] {
  return [...Map.groupBy(judged, keyOf)].map(([key, list]) => {
    const shares = sharesOf(list);
    const answers = list.filter(({ grounded }) => grounded);
    const characters = answers.reduce((sum, { response }) => sum + response.length, 0);
    return {
      [column]: key,
      n: list.length,
      ...Object.fromEntries(VERDICTS.map((verdict) => [`${verdict} %`, rounded(100 * shares[verdict])])),
      characters: Math.round(characters / Math.max(1, answers.length)),
    };
  });
}
