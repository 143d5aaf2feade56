import { AppError, type Sampling, type Usage } from '@persona/contracts';
import type { ChatModel, ChatModelMessage } from '@persona/models';
import { detectLanguage, sentences, type Span } from '@persona/text';
import type { Turn } from '../question/conversation.ts';
import { citationOf, type Draft, type Evidence } from '../evidence.ts';
import { createMarkerStream } from './marker-stream.ts';
import {
  answerMessages,
  FEW_PASSAGES_CHARACTERS,
  NO_ANSWER,
  smallTalkMessages,
  withinBudget,
  type Persona,
} from './prompt.ts';
import { createProver, type Support, type UnprovenReason } from './prove.ts';
import { createDiscretion } from './discretion.ts';

export type Dropped = Partial<Record<UnprovenReason, number>>;

export interface Generation {
  model: ChatModel;
  persona: Persona;
  /** The names that the persona speaks under. */
  names: readonly string[];
  question: string;
  language: string;
  history: readonly Turn[];
  sampling?: Sampling | undefined;
  /** Ends the reply where it is; what was proven by then is the answer. */
  signal?: AbortSignal | undefined;
  /** Given, the answer is told sentence by sentence as they are proven; joined they are the response. */
  onText?: ((text: string) => void) | undefined;
}

export interface Generated {
  /** The proven sentences; null when there is none. */
  draft: Draft | null;
  usage: Usage | null;
  /** How many of the passages the model was shown, the first ones; 0 for small talk. */
  shown: number;
  /** Sentences that were left out, by reason. */
  dropped: Dropped;
  /** The model said that the passages do not answer. */
  refused: boolean;
  /** The caller ended it. */
  stopped: boolean;
  /** A limit cut the reply off. */
  truncated: boolean;
  /** What the model could not take of what it was asked with. */
  limits: ModelLimit[];
}

/** A model's context held few passages only, or it does not take the sampling that was asked for. */
export type ModelLimit = 'context' | 'sampling';

/** Passages put before the model. */
const MAX_MODEL_PASSAGES = 8;

interface AnswerGeneration extends Generation {
  evidence: readonly Evidence[];
  context: string | null;
  passages?: number | undefined;
}

/**
 * Lets the model answer from the passages, and keeps of its reply the sentences that a passage proves. Where
 * all of it is longer than the model's context it is asked once more, with the best passages alone. Throws
 * what the model throws.
 */
export async function generateAnswer(input: AnswerGeneration): Promise<Generated> {
  let hasSpoken = false;
  const onText = (text: string) => {
    hasSpoken = true;
    input.onText?.(text);
  };
  const whole = {
    ...input,
    onText,
    evidence: withinBudget(input.evidence, input.passages ?? MAX_MODEL_PASSAGES),
  };
  try {
    return await generateFrom(whole);
  } catch (error) {
    if (hasSpoken || !isOverflow(error)) throw error;
    const evidence = withinBudget(whole.evidence, MAX_MODEL_PASSAGES, FEW_PASSAGES_CHARACTERS);
    const generated = await generateFrom({ ...whole, evidence, history: [], context: null });
    return { ...generated, limits: ['context', ...generated.limits] };
  }
}

const isOverflow = (error: unknown): boolean =>
  error instanceof AppError && error.extra?.['reason'] === 'context_overflow';

async function generateFrom(input: AnswerGeneration): Promise<Generated> {
  const { model, language, names, evidence } = input;
  const prove = createProver(evidence, names, input.question);
  const languages = [language, ...new Set(evidence.map((passage) => passage.language))];
  const proven: { supports: Support[]; span: Span }[] = [];
  const reply = await read(input, answerMessages({ ...input, evidence }), (sentence, cited, span, text) => {
    const proof = prove(sentence, cited, detectLanguage(text, languages));
    if ('reason' in proof) return proof.reason;
    proven.push({ supports: proof.supports, span });
    return undefined;
  });
  const { text, ...told } = reply;
  const rest = { ...told, shown: evidence.length };
  if (proven.length === 0) return { ...rest, draft: null };
  return {
    ...rest,
    draft: {
      response: text,
      answer_type: 'grounded',
      citations: toCitations(proven, evidence),
      usage: rest.usage,
      model: model.name,
    },
  };
}

/** Lets the model answer a greeting or thanks as the persona; null when it says nothing that may be said. */
export async function generateSmallTalk(input: Generation): Promise<Generated> {
  const messages = smallTalkMessages({ ...input, message: input.question });
  const isDiscreet = createDiscretion(messages, [...input.names, input.question]);
  const { text, ...told } = await read(input, messages, (sentence) => isDiscreet(sentence, input.language));
  const rest = { ...told, shown: 0 };
  if (text === '') return { ...rest, draft: null };
  const draft: Draft = {
    response: text,
    answer_type: 'general',
    citations: [],
    usage: rest.usage,
    model: input.model.name,
  };
  return { ...rest, draft };
}

/** Why a sentence may not be said; undefined when it may. `span` is where it will stand in the reply. */
type Judge = (
  sentence: string,
  cited: readonly number[],
  span: Span,
  text: string,
) => UnprovenReason | undefined;

interface Reply extends Omit<Generated, 'draft' | 'shown'> {
  /** The sentences that may be said, as they were told. */
  text: string;
}

/** Reads a reply sentence by sentence, and tells each that may be said when it is complete. */
async function read(
  {
    model,
    signal,
    sampling,
    onText,
    language,
  }: Pick<Generation, 'model' | 'signal' | 'sampling' | 'onText' | 'language'>,
  messages: ChatModelMessage[],
  judge: Judge,
): Promise<Reply> {
  const stream = createMarkerStream();
  const dropped: Dropped = {};
  let usage: Usage | null = null;
  let truncated = false;
  const limits: ModelLimit[] = [];
  let text = '';
  let judged = 0;
  const said = new Set<string>();
  const isRefusal = () => stream.text.startsWith(NO_ANSWER);
  const isSettled = () => !NO_ANSWER.startsWith(stream.text.slice(0, NO_ANSWER.length));
  const take = ({ start, end }: Span, next: number) => {
    const cited = stream.markers.flatMap(({ at, numbers }) =>
      (at > start || start === 0) && at <= next ? numbers : [],
    );
    // A marker that was cut off before its number.
    const sentence = stream.text.slice(start, end).replace(/\s*[[【]$/u, '');
    const gap = text === '' ? '' : stream.text.slice(judged, start).includes('\n') ? '\n' : ' ';
    const from = text.length + gap.length;
    const isLast = end === stream.text.length;
    // Who ends sentences with a point has not ended one without.
    const isCut =
      isLast && (truncated || signal?.aborted || said.size > 0) && !/[\p{P}\p{S}]$/u.test(sentence);
    judged = end;
    // Small models say the same again and again until they are cut off.
    if (said.has(sentence) || (isCut && signal?.aborted)) return;
    said.add(sentence);
    const reason = isCut
      ? 'cut'
      : judge(sentence, cited, { start: from, end: from + sentence.length }, stream.text.slice(0, end));
    if (reason !== undefined) {
      dropped[reason] = (dropped[reason] ?? 0) + 1;
      return;
    }
    text += gap + sentence;
    onText?.(gap + sentence);
  };
  /** Judges the sentences that are complete: those that another follows, at the end all. */
  const drain = (last: boolean) => {
    if (isRefusal() || (!last && !isSettled())) return;
    const from = judged;
    const spans = sentences(stream.text.slice(from), language);
    for (const [i, span] of spans.entries()) {
      const next = spans[i + 1];
      if (!next && !last) return;
      take({ start: from + span.start, end: from + span.end }, next ? from + next.start : stream.text.length);
    }
  };
  try {
    for await (const part of model.stream({ messages, signal, sampling })) {
      if (part.type === 'end') {
        ({ usage, truncated } = part);
        if (part.samplingRefused) limits.push('sampling');
      } else {
        stream.push(part.text);
        drain(false);
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  const stopped = signal?.aborted ?? false;
  stream.end();
  drain(true);
  return { text, usage, dropped, refused: isRefusal(), stopped, truncated, limits };
}

/** One citation for each quote, in the order of their first sentences, with all the sentences it proves. */
function toCitations(
  proven: readonly { supports: readonly Support[]; span: Span }[],
  evidence: readonly Evidence[],
): Draft['citations'] {
  const byQuote = new Map<string, Support & { spans: Span[] }>();
  for (const { supports, span } of proven)
    for (const { number, quote } of supports) {
      const key = `${number} ${quote.start} ${quote.end}`;
      const known = byQuote.get(key);
      if (known) known.spans.push(span);
      else byQuote.set(key, { number, quote, spans: [span] });
    }
  return [...byQuote.values()].map(({ number, quote, spans }, i) =>
    citationOf(i + 1, evidence[number - 1] as Evidence, quote, spans),
  );
}
