import type { Sampling, Suggestion } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage } from '@persona/text';
import { questionsOf } from './question/compound.ts';
import { personalFact } from './question/personal-facts.ts';
import { retrieveFor } from './question/persona-query.ts';
import { standalone, type Turn } from './question/conversation.ts';
import { isQuestion, readRequest, withoutCourtesy, type Request } from './question/read-request.ts';
import { distinct, withWholePages } from './question/request-passages.ts';
import { joinDrafts } from './join-drafts.ts';
import { introduce, pagesAboutSelf, sayTopics, selfEvidence, type PageName } from './about-persona.ts';
import type { Draft, Evidence } from './evidence.ts';
import { extractAnswer, type Extraction } from './extract/extract.ts';
import { extractByMeaning } from './meaning/extract-by-meaning.ts';
import type { TimelyNearness } from './meaning/nearness.ts';
import {
  generateAnswer,
  generateSmallTalk,
  type Dropped,
  type Generated,
  type ModelLimit,
} from './generate/generate.ts';
import { withLeadPassages } from './extract/lead-passages.ts';
import { phrase, phraseLanguages } from './phrases/phrases.ts';
import type { Persona } from './generate/prompt.ts';
import { addressedByName } from './question/persons.ts';
import { smallTalk, withoutGreeting } from './question/small-talk.ts';
import { whatIsAsked } from './question/what-is-asked.ts';
import { suggestPages } from './suggest-pages.ts';

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
  /** A live page passage by passage; without it, no more is known of a page than was found. */
  readPage?: ((pageId: string) => Promise<readonly Evidence[]>) | undefined;
  /** The newest live pages, by which the persona knows what it may be asked; none when not given. */
  pages?: (() => Promise<readonly PageName[]>) | undefined;
  /** How near texts are in meaning, where a model tells it; undefined where it does not in time. */
  nearness?: TimelyNearness | undefined;
  /** Passages a model may see and cite. */
  passages?: number | undefined;
  /** Whether pages are missing that may know the answer: then nothing is plainly unknown. */
  isIncomplete?: boolean | undefined;
  /** How the model chooses its words. */
  sampling?: Sampling | undefined;
  signal?: AbortSignal | undefined;
  onRetrieved?: ((evidence: readonly Evidence[]) => void) | undefined;
  /** What the persona's own sentences say to a question of the message, and why. */
  onExtracted?: ((extraction: Extraction) => void) | undefined;
  /** Pieces of the response as they come; joined they are the response. */
  onText?: ((text: string) => void) | undefined;
}

export interface Answer extends Draft {
  /** 0–1: how sure it is that the pages answer the question; missing where nothing was looked up. */
  confidence?: number;
  /** Where it knows no answer: pages near to the question, nearest first. */
  suggestions?: Suggestion[];
  /** Sentences of a model that nothing proves, by reason. */
  dropped: Dropped;
  /** A limit cut the model's reply off. */
  truncated?: boolean;
  /** What the model could not take of what it was asked with. */
  limits?: readonly ModelLimit[];
  /** How many of the passages a model was shown, the first ones; missing where none was asked. */
  shown?: number;
  /** The model said that the passages do not answer. */
  refused?: boolean;
  /** Why the model said nothing, where the persona's own sentences answer in its place. */
  modelError?: unknown;
}

/** One question of a message, as it is looked up and answered. */
interface Heard {
  question: string;
  background: string;
  language: string;
  request: Request | null;
}

/**
 * Answers a message as the persona: retrieves, lets the model or the extractive answerer speak, proves the
 * citations.
 */
export async function answer(ask: Ask): Promise<Answer> {
  const { persona, model, onText } = ask;
  const message = whatIsAsked(ask.message);
  const history = ask.history.map((turn) => ({ ...turn, text: whatIsAsked(turn.text) }));
  const { name } = persona;
  if (!/[\p{L}\p{N}]/u.test(message))
    return general(ask, phrase('wordless', languageOf(message, history, persona), name));
  const heardAs = withoutGreeting(message, name);
  const language = languageOf(heardAs, history, persona);
  const asked = addressedByName(heardAs, name, language);
  const request = readRequest(asked, language);
  if (request?.kind === 'topics') {
    const topics = await sayTopics(ask, request.language);
    return topics ? say(ask, topics) : general(ask, phrase('help', request.language, name));
  }
  const isSelf = request?.kind === 'self';
  const talk = isSelf ? { kind: 'who' as const, language: request.language } : smallTalk(message, name);
  if (talk && model) {
    ask.onRetrieved?.([]);
    const generation = { ...generationOf(ask, model), question: message, language: talk.language };
    const kind = isSelf ? 'who' : talk.kind;
    return smallTalkOr(ask, generation, phrase(kind, talk.language, name));
  }
  if (talk && !isSelf) return general(ask, phrase(talk.kind, talk.language, name));

  const heard = hearAll(asked, request, history, language);
  const found: (readonly Evidence[])[] = [];
  for (const one of heard) found.push(await lookUp(ask, one));
  const evidence = heard.length === 1 ? (found[0] ?? []) : interleave(found);
  ask.onRetrieved?.(evidence);
  const { draft, confidence } = await extractAll(ask, asked, heard, found);
  /** What goes with a reply, whoever wrote it. */
  const complete = (written: Omit<Answer, 'confidence' | 'suggestions'>): Answer => {
    if (written.answer_type !== 'no_answer') return { ...written, confidence };
    const question = heard.map((one) => one.question).join('\n');
    const names = namesOf(persona);
    return { ...written, confidence, suggestions: suggestPages({ question, language, evidence, names }) };
  };
  if (model && evidence.length > 0) {
    const { context, passages } = ask;
    const generation = {
      ...generationOf(ask, model),
      question: message === ask.message ? asked : ask.message,
      language,
      evidence,
      context,
      passages,
    };
    return complete(await generateOr(ask, generation, { draft, confidence }));
  }
  if (talk && draft.answer_type === 'no_answer')
    return general(ask, introduce(persona, talk.language), false);
  onText?.(draft.response);
  return complete({ ...draft, dropped: {} });
}

/** Small talk of a model; where it fails or says nothing that may be said, the persona's own phrase. */
async function smallTalkOr(
  ask: Ask,
  generation: Parameters<typeof generateSmallTalk>[0],
  own: string,
): Promise<Answer> {
  let hasSpoken = false;
  const onText = (text: string) => {
    hasSpoken = true;
    ask.onText?.(text);
  };
  let generated: Generated;
  try {
    generated = await generateSmallTalk({ ...generation, onText });
  } catch (modelError) {
    if (hasSpoken) throw modelError;
    return { ...general(ask, own, false), modelError };
  }
  const { draft, usage, dropped, stopped, truncated, limits } = generated;
  if (draft) return { ...draft, dropped, truncated, limits };
  return { ...general(ask, stopped ? '' : own, false), usage, dropped };
}

/** What is said where nothing is known. */
const unknownPhrase = ({ persona, isIncomplete = false }: Ask, language: string): string =>
  phrase(isIncomplete ? 'still_reading' : 'no_answer', language, persona.name);

/** How sure the persona's own sentences must be to answer what the model found no answer to. */
const MIN_CONFIDENCE_AGAINST_MODEL = 0.8;

/**
 * What a model says and the passages prove. Where nothing is left of it, or it fails before it said anything,
 * the persona's own sentences answer; what it was stopped in stays where it is.
 */
async function generateOr(
  ask: Ask,
  generation: Parameters<typeof generateAnswer>[0],
  extracted: { draft: Draft; confidence: number },
): Promise<Omit<Answer, 'confidence' | 'suggestions'>> {
  const { onText } = ask;
  let hasSpoken = false;
  const tell = (text: string) => {
    hasSpoken = true;
    onText?.(text);
  };
  const { draft, confidence } = extracted;
  let generated: Generated;
  try {
    generated = await generateAnswer({ ...generation, onText: tell });
  } catch (modelError) {
    if (hasSpoken || draft.answer_type !== 'grounded') throw modelError;
    onText?.(draft.response);
    return { ...draft, dropped: {}, modelError };
  }
  const { usage, dropped, refused, stopped, truncated, limits } = generated;
  const asked = { shown: generated.shown, refused };
  if (generated.draft) return { ...generated.draft, ...asked, dropped, truncated, limits };
  const isKnown =
    draft.answer_type === 'grounded' && (!refused || confidence >= MIN_CONFIDENCE_AGAINST_MODEL);
  if (isKnown && !stopped) {
    onText?.(draft.response);
    return { ...draft, ...asked, usage, dropped, limits };
  }
  const response = stopped ? '' : unknownPhrase(ask, generation.language);
  onText?.(response);
  const { name: model } = generation.model;
  return { response, answer_type: 'no_answer', citations: [], usage, model, ...asked, dropped, limits };
}

/**
 * The answers of the persona's own sentences to the questions of a message, as one. Where it knows none of
 * them, the message is asked as a whole.
 */
async function extractAll(
  ask: Ask,
  message: string,
  heard: readonly Heard[],
  found: readonly (readonly Evidence[])[],
): Promise<{ draft: Draft; confidence: number }> {
  // A model that writes sees the passages itself.
  const nearness = ask.model ? undefined : ask.nearness;
  const extract = async (one: Heard, evidence: readonly Evidence[]) => {
    const extractFrom = (passages: readonly Evidence[]) =>
      extractAnswer({
        ...one,
        evidence: passages,
        personaName: ask.persona.name,
        aliases: aliasesOf(ask.persona),
        passages: ask.passages,
      });
    const byWords = extractFrom(foundByWords(evidence));
    const said = nearness ? await extractByMeaning(byWords, () => extractFrom(evidence), nearness) : byWords;
    ask.onExtracted?.(said);
    const { response, answer_type, citations, usage, confidence } = said;
    const unknown = answer_type === 'no_answer' && unknownPhrase(ask, one.language);
    const draft: Draft = {
      response: unknown || response,
      answer_type,
      citations,
      usage,
      model: 'extractive',
    };
    return { draft, confidence: Math.round(confidence * 1000) / 1000 };
  };
  const all = await Promise.all(heard.map((one, i) => extract(one, found[i] ?? [])));
  const [only] = all;
  if (only && all.length === 1) return only;
  const known = all.filter(({ draft }) => draft.answer_type === 'grounded');
  const joined = joinDrafts(known.map(({ draft }) => draft));
  if (joined) return { draft: joined, confidence: Math.min(...known.map(({ confidence }) => confidence)) };
  const [{ language, background } = { language: 'en', background: '' }] = heard;
  return extract({ question: message, background, language, request: null }, interleave(found));
}

/** What words find, as words alone order it, so that their answer is the same with and without vectors. */
function foundByWords(evidence: readonly Evidence[]): readonly Evidence[] {
  const found = evidence.filter(({ wordPlace }) => wordPlace !== undefined);
  return found.length === 0 ? evidence : found.toSorted((a, b) => (a.wordPlace ?? 0) - (b.wordPlace ?? 0));
}

const generationOf = ({ persona, history, sampling, signal, onText }: Ask, model: ChatModel) => ({
  model,
  persona,
  names: namesOf(persona),
  history,
  sampling,
  signal,
  onText,
});

/** What is known without looking for it. */
function say(ask: Ask, draft: Pick<Draft, 'response' | 'citations'>): Answer {
  return { ...general(ask, draft.response), ...draft, answer_type: 'grounded' };
}

/** A sentence that no page is needed for. */
function general({ onText, onRetrieved }: Ask, said: string, isFirst = true): Answer {
  if (isFirst) onRetrieved?.([]);
  onText?.(said);
  return {
    response: said,
    answer_type: 'general',
    citations: [],
    usage: null,
    model: 'extractive',
    dropped: {},
  };
}

/** The questions of a message, each with what it leans on: an earlier one of the chat, or the one before. */
function hearAll(
  message: string,
  request: Request | null,
  history: readonly Turn[],
  language: string,
): Heard[] {
  const questions = request && !isQuestion(request) ? [message] : questionsOf(message, language);
  return questions.map((question, i) => {
    const before = questions.slice(0, i).map((text) => ({ role: 'user' as const, text }));
    const own = question === message ? request : readRequest(question, language);
    return hear(question, [...history, ...before], language, own);
  });
}

function hear(message: string, history: readonly Turn[], language: string, request: Request | null): Heard {
  const { background } = standalone(message, history, language);
  if (!request) return { question: withoutCourtesy(message, language), background, language, request };
  const question = isQuestion(request) ? request.question : request.subjects.join(' ');
  return { question, background, language: request.language, request };
}

/** The live passages that a question may be answered from. */
async function lookUp(
  ask: Ask,
  { question, background, language, request }: Heard,
): Promise<readonly Evidence[]> {
  const { retrieve } = ask;
  if (request?.kind === 'self') return selfEvidence(ask);
  const query = (text: string) => retrieveFor(text, background, language, retrieve);
  const find = async (): Promise<readonly Evidence[]> => {
    if (!request) return withLeadPassages(await query(question), question, language, retrieve);
    const found =
      request.subjects.length > 1
        ? interleave(await Promise.all(request.subjects.map(query)))
        : await query(question);
    return withWholePages(found, request, ask.readPage);
  };
  // A page about the persona tells such facts in a line that no search for common words finds.
  return personalFact(question, language)
    ? distinct([...(await find()), ...(await pagesAboutSelf(ask))])
    : find();
}

/** The passages of several searches, the best of each first, none twice. */
function interleave(found: readonly (readonly Evidence[])[]): Evidence[] {
  const depth = Math.max(0, ...found.map(({ length }) => length));
  const all = Array.from({ length: depth }, (_, i) => found.flatMap((one) => one[i] ?? [])).flat();
  return distinct(all);
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

/** What speaks for a persona's own language, which is more than a single word does for another. */
const OWN_LANGUAGE_TRUST = 1.1;

/** The language to answer in: that of the message, in doubt of the chat so far, then the persona's own. */
function languageOf(message: string, history: readonly Turn[], persona: Persona): string {
  const before = history.findLast(({ role }) => role === 'user')?.text;
  const spoken = before === undefined ? 'und' : detectLanguage(before);
  if (spoken !== 'und') {
    const language = detectLanguage(message, [spoken]);
    if (language !== 'und') return language;
  }
  const own = ownLanguage(persona);
  const language = detectLanguage(message, own === undefined ? [] : [own], OWN_LANGUAGE_TRUST);
  return language === 'und' ? (own ?? 'en') : language;
}

/** The language that a persona is described in, else the one that its configuration names. */
function ownLanguage({ description, configuration }: Persona): string | undefined {
  const described = detectLanguage(description);
  if (described !== 'und') return described;
  const { language } = configuration;
  return typeof language === 'string' && phraseLanguages.includes(language) ? language : undefined;
}
