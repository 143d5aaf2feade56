import type { Suggestion } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import { retrieveFor } from './question/persona-query.ts';
import { standalone, type Turn } from './question/conversation.ts';
import type { Draft, Evidence } from './evidence.ts';
import { extractAnswer } from './extract/extract.ts';
import { generateAnswer, generateSmallTalk } from './generate/generate.ts';
import { withLeadPassages } from './extract/lead-passages.ts';
import { phrase, phraseLanguages } from './phrases/phrases.ts';
import type { Persona } from './generate/prompt.ts';
import { smallTalk, withoutGreeting } from './question/small-talk.ts';
import { suggestPages } from './suggest-pages.ts';
import type { UnsupportedReason } from './generate/verify.ts';

export interface Ask {
  persona: Persona;
  message: string;
  /** Earlier turns of the chat, oldest first. */
  history: readonly Turn[];
  /** What the caller says of this turn; helps a model, is never quoted or stored. */
  context: string | null;
  /** Without one the answer is made of the persona's own sentences. */
  model: ChatModel | undefined;
  /** Live passages for a query, best first; of one page when its id is given. */
  retrieve: (query: string, pageId?: string) => Promise<readonly Evidence[]>;
  /** Passages a model may see and cite. */
  passages?: number | undefined;
  signal?: AbortSignal | undefined;
  onRetrieved?: ((evidence: readonly Evidence[]) => void) | undefined;
  /** Pieces of the response as they come; joined they are the response. */
  onText?: ((text: string) => void) | undefined;
}

export interface Answer extends Draft {
  /** 0–1: how sure it is that the pages answer the question; missing where nothing was looked up. */
  confidence?: number;
  /** Where it knows no answer: pages near to the question, nearest first. */
  suggestions?: Suggestion[];
  /** Citations of a model that could not be proven, by reason. */
  droppedCitations: Partial<Record<UnsupportedReason, number>>;
}

/**
 * Answers a message as the persona: retrieves, lets the model or the extractive answerer speak, proves the
 * citations.
 */
export async function answer(ask: Ask): Promise<Answer> {
  const { persona, message, history, model, onText } = ask;
  const generation = { model: model as ChatModel, persona, history, signal: ask.signal, onText };
  const talk = smallTalk(message, persona.name);
  if (talk) {
    ask.onRetrieved?.([]);
    if (model)
      return {
        ...(await generateSmallTalk({ ...generation, question: message, language: talk.language })),
        droppedCitations: {},
      };
    const said = phrase(talk.kind, talk.language, persona.name);
    onText?.(said);
    return {
      response: said,
      answer_type: 'general',
      citations: [],
      usage: null,
      model: 'extractive',
      droppedCitations: {},
    };
  }

  const asked = withoutGreeting(message, persona.name);
  const language = languageOf(asked, history);
  const { question, background } = standalone(asked, history, language);
  const found = await retrieveFor(question, background, language, ask.retrieve);
  const evidence = await withLeadPassages(found, question, language, ask.retrieve);
  ask.onRetrieved?.(evidence);
  const names = namesOf(persona);
  const extraction = extractAnswer({
    question,
    background,
    language,
    evidence,
    personaName: persona.name,
    aliases: aliasesOf(persona),
    passages: ask.passages,
  });
  const confidence = Math.round(extraction.confidence * 1000) / 1000;
  /** What goes with a reply, whoever wrote it. */
  const complete = (written: Omit<Answer, 'confidence' | 'suggestions'>): Answer => {
    if (written.answer_type !== 'no_answer') return { ...written, confidence };
    return { ...written, confidence, suggestions: suggestPages({ question, language, evidence, names }) };
  };
  if (model && evidence.length > 0) {
    const generated = await generateAnswer({
      ...generation,
      question,
      language,
      evidence,
      context: ask.context,
      passages: ask.passages,
    });
    return complete(generated);
  }
  onText?.(extraction.response);
  const { response, answer_type, citations, usage } = extraction;
  return complete({ response, answer_type, citations, usage, model: 'extractive', droppedCitations: {} });
}

/** The names that a persona speaks under. */
export const namesOf = (persona: Pick<Persona, 'name' | 'configuration'>): string[] => [
  persona.name,
  ...aliasesOf(persona),
];

/** Names that the persona has in transcripts: `configuration.speakers`, a name or several. */
function aliasesOf({ configuration }: Pick<Persona, 'configuration'>): string[] {
  const speakers = configuration['speakers'];
  const names = Array.isArray(speakers) ? speakers : [speakers];
  return names.filter((name) => typeof name === 'string');
}

/** The language to answer in: that of the message, in doubt that of the chat so far. */
function languageOf(message: string, history: readonly Turn[]): string {
  const before = history.findLast(({ role }) => role === 'user')?.text;
  const likely = before ? [detectLanguage(before)] : [];
  const language = detectLanguage(
    message,
    likely.filter((code) => code !== 'und'),
  );
  return phraseLanguages.includes(language) || language !== 'und' ? language : 'en';
}
