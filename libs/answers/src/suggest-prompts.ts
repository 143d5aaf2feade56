import type { PromptsResponse } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import { answer, namesOf } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { ownWords } from './extract/own-words.ts';
import { aboutPhrase } from './phrases/phrases.ts';
import { promptMessages, withinBudget, type Persona } from './generate/prompt.ts';
import { whatIsAsked } from './question/what-is-asked.ts';
import {
  concerns,
  fold,
  isQuestion,
  mentions,
  promptCandidates,
  type PromptCandidate,
} from './prompt-candidates.ts';

export interface PromptsQuestion {
  persona: Persona;
  topics: readonly string[];
  context: string | null;
  /** Prompts in all; null: one a topic. */
  count: number | null;
  model: ChatModel | undefined;
  /** Live passages for a query, best first; of one page when its id is given. */
  retrieve: (query: string, pageId?: string) => Promise<readonly Evidence[]>;
  /** Awaited before each question that is put to the persona, because many are. */
  pause: () => Promise<void>;
}

type Item = PromptsResponse['items'][number];

const MAX_PROMPT_CHARACTERS = 200;
const MAX_PASSAGES = 6;
/** Candidates that are tried for each prompt that is wanted, at most. */
const MAX_TRIES_PER_PROMPT = 4;

/**
 * Questions that a visitor would ask and this persona answers, in the order of the topics, none twice. Each
 * is put to the persona before it is offered, and its answer must be what it was made from: `answerable` says
 * whether it is, `evidence` on which pages. A topic without one is a gap.
 */
export async function suggestPrompts(input: PromptsQuestion): Promise<PromptsResponse> {
  const folded = input.topics.map(fold);
  const topics = input.topics.filter((_, i) => folded[i] !== '' && folded.indexOf(folded[i] ?? '') === i);
  const total = input.count ?? topics.length;
  const seen = new Set<string>();
  const items: Item[] = [];
  const gaps: string[] = [];
  for (const [n, topic] of topics.entries()) {
    // What earlier topics could not give, later ones may.
    const share = Math.ceil((total - items.length) / (topics.length - n));
    const made = await promptsOn(topic, Math.max(0, share), input, seen);
    if (!made.known) gaps.push(topic);
    items.push(...made.items);
  }
  return { prompts: items.map(({ prompt }) => prompt), items, gaps };
}

async function promptsOn(
  topic: string,
  count: number,
  input: PromptsQuestion,
  seen: Set<string>,
): Promise<{ items: Item[]; known: boolean }> {
  const asked = whatIsAsked(topic);
  const evidence = await input.retrieve(asked);
  await input.pause();
  const language = languageOf(asked, evidence);
  const plain: PromptCandidate = {
    prompt: isQuestion(topic) ? topic : aboutPhrase(language, topic),
    from: null,
  };
  const first = await put(plain, topic, input);
  const items: Item[] = [];
  if (count === 0) return { items, known: first.answerable };
  const offered = input.model
    ? first.answerable
      ? [...(await fromModel(topic, count, evidence, input)), plain]
      : []
    : ordered(asked, count, plain, promptCandidates(asked, ownWords(evidence, namesOf(input.persona))));
  let tries = MAX_TRIES_PER_PROMPT * count;
  for (const candidate of offered) {
    if (items.length >= count) break;
    const key = fold(candidate.prompt);
    if (key === '' || seen.has(key) || (candidate !== plain && tries-- <= 0)) continue;
    const item = candidate === plain ? first : await put(candidate, topic, input);
    if (!item.answerable) continue;
    seen.add(key);
    items.push(item);
  }
  const known = first.answerable || items.length > 0;
  const key = fold(plain.prompt);
  if (!known && !seen.has(key)) {
    seen.add(key);
    items.push(first);
  }
  return { items, known };
}

/** The topic itself first; of one that is wanted, a question that somebody wrote is better. */
function ordered(
  topic: string,
  count: number,
  plain: PromptCandidate,
  made: readonly PromptCandidate[],
): PromptCandidate[] {
  const written =
    count === 1 ? made.find(({ prompt }) => isQuestion(prompt) && isAbout(prompt, topic)) : undefined;
  return [...(written ? [written] : []), plain, ...made];
}

const isAbout = (prompt: string, topic: string): boolean => mentions(prompt, topic) && !prompt.includes(':');

/** Puts a question to the persona, which answers in its own sentences; the answer has to fit. */
async function put(
  { prompt, from }: PromptCandidate,
  topic: string,
  { persona, retrieve, pause }: PromptsQuestion,
): Promise<Item> {
  await pause();
  const { answer_type, citations } = await answer({
    persona,
    message: prompt,
    history: [],
    context: null,
    model: undefined,
    retrieve,
  });
  const fits =
    from === null ||
    citations.some(({ td_id, locator }) =>
      from.some(
        (place) => place.td_id === td_id && locator && locator.start < place.end && place.start < locator.end,
      ),
    );
  return {
    prompt,
    topic,
    answerable: answer_type === 'grounded' && fits,
    evidence: [...new Set(citations.map(({ td_id }) => td_id))],
  };
}

/** What a model would ask; each is put to the persona like any other. */
async function fromModel(
  topic: string,
  count: number,
  evidence: readonly Evidence[],
  { model, persona, context }: PromptsQuestion,
): Promise<PromptCandidate[]> {
  const messages = promptMessages({
    persona,
    topic,
    count,
    context,
    evidence: withinBudget(evidence, MAX_PASSAGES),
  });
  let text = '';
  for await (const part of (model as ChatModel).stream({ messages }))
    if (part.type === 'text') text += part.text;
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s*/, '')
        .replaceAll(/^["“]|["”]$/g, '')
        .trim(),
    )
    .filter((line) => line.length > 3 && line.length <= MAX_PROMPT_CHARACTERS)
    .map((prompt) => ({ prompt, from: null }));
}

/** The language of the pages that speak of the topic; a word or two are too little to tell it by. */
function languageOf(topic: string, evidence: readonly Evidence[]): string {
  const page = evidence.find((passage) => concerns(topic, passage, passage.units));
  if (page && page.language !== 'und') return page.language;
  const known = evidence[0]?.language;
  const language = detectLanguage(topic, known === undefined ? [] : [known]);
  return language === 'und' ? (known ?? 'en') : language;
}
