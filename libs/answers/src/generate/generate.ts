import type { Usage } from '@persona/contracts';
import type { ChatModel, ChatModelMessage } from '@persona/models';
import { detectLanguage } from '@persona/text';
import type { Turn } from '../question/conversation.ts';
import type { Draft, Evidence } from '../evidence.ts';
import { createMarkerStream, type Marker } from './marker-stream.ts';
import { phrase } from '../phrases/phrases.ts';
import { answerMessages, NO_ANSWER, smallTalkMessages, withinBudget, type Persona } from './prompt.ts';
import { verifyReply, type UnsupportedReason } from './verify.ts';

export interface GeneratedDraft extends Draft {
  droppedCitations: Partial<Record<UnsupportedReason, number>>;
}

export interface Generation {
  model: ChatModel;
  persona: Persona;
  question: string;
  language: string;
  history: readonly Turn[];
  /** Ends the reply where it is; what was said by then is the answer, proven like any other. */
  signal?: AbortSignal | undefined;
  /** Given, the answer is told piece by piece as it is written; the pieces joined are the response. */
  onText?: ((text: string) => void) | undefined;
}

/** Passages put before the model. */
const MAX_MODEL_PASSAGES = 8;

/**
 * Lets the model answer from the passages and keeps of its citations what can be proven. Throws what the
 * model throws.
 */
export async function generateAnswer(
  input: Generation & {
    evidence: readonly Evidence[];
    context: string | null;
    passages?: number | undefined;
  },
): Promise<GeneratedDraft> {
  const { model, persona, language, onText } = input;
  const evidence = withinBudget(input.evidence, input.passages ?? MAX_MODEL_PASSAGES);
  const reply = await read(input, answerMessages({ ...input, evidence }));
  const none = phrase('no_answer', language, persona.name);
  const base = { usage: reply.usage, model: model.name };
  if (reply.refused && !reply.stopped) {
    onText?.(none);
    return { ...base, response: none, answer_type: 'no_answer', citations: [], droppedCitations: {} };
  }
  const verified = verifyReply(
    { text: reply.text, markers: reply.markers, language: detectLanguage(reply.text, [language]) },
    evidence,
    persona.name,
  );
  if (verified.citations.length > 0) {
    return {
      ...base,
      response: reply.text,
      answer_type: 'grounded',
      citations: verified.citations,
      droppedCitations: verified.droppedCitations,
    };
  }
  // Nothing of it can be proven. What was already shown can only be taken back in words; who cut it short
  // needs none.
  let response = reply.stopped ? reply.text : none;
  if (onText && !reply.stopped) {
    const more = `\n\n${none}`;
    onText(more);
    response = reply.text + more;
  }
  return {
    ...base,
    response,
    answer_type: 'no_answer',
    citations: [],
    droppedCitations: verified.droppedCitations,
  };
}

/** Lets the model answer a greeting or thanks as the persona. */
export async function generateSmallTalk(input: Generation): Promise<Draft> {
  const reply = await read(input, smallTalkMessages({ ...input, message: input.question }));
  return {
    response: reply.text,
    answer_type: 'general',
    citations: [],
    usage: reply.usage,
    model: input.model.name,
  };
}

interface Reply {
  text: string;
  markers: readonly Marker[];
  usage: Usage | null;
  /** The model said that the passages do not answer. */
  refused: boolean;
  stopped: boolean;
}

async function read(
  { model, signal, onText }: Pick<Generation, 'model' | 'signal' | 'onText'>,
  messages: ChatModelMessage[],
): Promise<Reply> {
  const stream = createMarkerStream();
  let usage: Usage | null = null;
  let shown = 0;
  // The word that means "no answer" is not shown, nor what may become it.
  const show = (last: boolean) => {
    if (!last && NO_ANSWER.startsWith(stream.text.slice(0, NO_ANSWER.length))) return;
    if (isRefusal(stream.text)) return;
    if (stream.text.length > shown) onText?.(stream.text.slice(shown));
    shown = stream.text.length;
  };
  try {
    for await (const part of model.stream({ messages, signal })) {
      if (part.type === 'end') usage = part.usage;
      else {
        stream.push(part.text);
        show(false);
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  stream.end();
  show(true);
  const refused = isRefusal(stream.text) || stream.text === '';
  const stopped = signal?.aborted ?? false;
  return { text: stream.text, markers: stream.markers, usage, refused, stopped };
}

const isRefusal = (text: string): boolean => text.startsWith(NO_ANSWER);
