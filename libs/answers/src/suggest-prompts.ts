import type { PromptsResponse } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import type { Evidence } from './evidence.ts';
import { extractAnswer } from './extract/extract.ts';
import { aboutPhrase } from './phrases/phrases.ts';
import { promptMessages, withinBudget, type Persona } from './generate/prompt.ts';

export interface PromptsQuestion {
  persona: Persona;
  topics: readonly string[];
  context: string | null;
  /** Prompts in all; null: one a topic. */
  count: number | null;
  model: ChatModel | undefined;
  retrieve: (query: string) => Promise<readonly Evidence[]>;
}

type Item = PromptsResponse['items'][number];

const MAX_PROMPT_CHARACTERS = 200;
const MAX_PASSAGES = 6;

/**
 * Prompts that the knowledge base can answer, in the order of the topics, none twice. Each is put to the
 * persona before it is offered: `answerable` says whether it found an answer, `evidence` on which pages. A
 * topic without one is a gap.
 */
export async function suggestPrompts(input: PromptsQuestion): Promise<PromptsResponse> {
  const folded = input.topics.map(fold);
  const topics = input.topics.filter((_, i) => folded[i] !== '' && folded.indexOf(folded[i] ?? '') === i);
  const total = input.count ?? topics.length;
  const seen = new Set<string>();
  const items: Item[] = [];
  const gaps: string[] = [];
  const perTopic: Item[][] = [];
  for (const topic of topics) {
    const made = perTopic.reduce((sum, list) => sum + list.length, 0);
    // What earlier topics could not give, later ones may.
    const share = Math.ceil((total - made) / (topics.length - perTopic.length));
    const list = await promptsOn(topic, Math.max(0, share), input, seen);
    if (!list.known) gaps.push(topic);
    perTopic.push(list.items);
  }
  for (const list of perTopic) items.push(...list);
  return { prompts: items.map(({ prompt }) => prompt), items, gaps };
}

async function promptsOn(
  topic: string,
  count: number,
  input: PromptsQuestion,
  seen: Set<string>,
): Promise<{ items: Item[]; known: boolean }> {
  const evidence = await input.retrieve(topic);
  const language = languageOf(topic, evidence);
  const items: Item[] = [];
  let known = false;
  const ask = async (prompt: string): Promise<Item> => {
    const found = await input.retrieve(prompt);
    const answered = extractAnswer({
      question: prompt,
      background: '',
      language,
      evidence: found,
      personaName: input.persona.name,
    });
    const pages = [...new Set(answered.citations.map(({ td_id }) => td_id))];
    return { prompt, topic, answerable: answered.answer_type === 'grounded', evidence: pages };
  };
  const plain = isQuestion(topic) ? topic : aboutPhrase(language, topic);
  const first = await ask(plain);
  known = first.answerable;
  if (count === 0) return { items, known };

  const offered = known ? await candidates(topic, count, language, evidence, input) : [];
  for (const prompt of [...offered, plain]) {
    if (items.length >= count) break;
    const key = fold(prompt);
    if (key === '' || seen.has(key)) continue;
    const item = prompt === plain ? first : await ask(prompt);
    if (!item.answerable && prompt !== plain) continue;
    seen.add(key);
    items.push(item);
  }
  return { items, known };
}

/**
 * What may be asked on a topic: by the model, or the questions and headings of the pages that speak of it.
 */
async function candidates(
  topic: string,
  count: number,
  language: string,
  evidence: readonly Evidence[],
  { model, persona, context }: PromptsQuestion,
): Promise<string[]> {
  if (model) {
    const messages = promptMessages({
      persona,
      topic,
      count,
      context,
      evidence: withinBudget(evidence, MAX_PASSAGES),
    });
    let text = '';
    for await (const part of model.stream({ messages })) if (part.type === 'text') text += part.text;
    return text
      .split('\n')
      .map((line) =>
        line
          .replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s*/, '')
          .replaceAll(/^["“]|["”]$/g, '')
          .trim(),
      )
      .filter((line) => line.length > 3 && line.length <= MAX_PROMPT_CHARACTERS);
  }
  const names = evidence.slice(0, 4 * MAX_PASSAGES).flatMap(({ title, headings }) => {
    const last = headings.at(-1);
    return last !== undefined && fold(last) !== fold(title) ? [{ name: last, title }] : [];
  });
  const questions = names.filter(({ name }) => isQuestion(name)).map(({ name }) => name);
  const about = names
    .filter(({ name }) => !isQuestion(name))
    .map(({ name, title }) => aboutPhrase(language, mentions(name, title) ? name : `${title}: ${name}`));
  const prompts = [aboutPhrase(language, topic), ...questions, ...about];
  // With one to give, a question somebody wrote is better than one we can make.
  if (count === 1 && questions[0] !== undefined && mentions(questions[0], topic))
    prompts.unshift(questions[0]);
  return prompts.filter((prompt) => prompt.length <= MAX_PROMPT_CHARACTERS);
}

function languageOf(topic: string, evidence: readonly Evidence[]): string {
  const known = evidence[0]?.language;
  const language = detectLanguage(topic, known === undefined ? [] : [known]);
  return language === 'und' ? (known ?? 'en') : language;
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const isQuestion = (text: string): boolean => /[?？؟]\s*$/u.test(text);

const mentions = (text: string, name: string): boolean => ` ${fold(text)} `.includes(` ${fold(name)} `);
