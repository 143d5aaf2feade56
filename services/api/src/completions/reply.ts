import type { Annotation, ChatAnswer, Citation, CompletionReply } from '@persona/contracts';
import type { Static } from 'typebox';
import { presentAnswer, type Presentation } from '../present-answer.ts';
import { createLimitedText } from './limit-text.ts';
import type { ReplyParameters } from './read-parameters.ts';

export const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

export const idOf = (messageId: string): string => `chatcmpl-${messageId}`;
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export type FinishReason = NonNullable<ChatAnswer['finish_reason']>;

/** An answer as the parameters of a completion want it. */
export interface Shaped {
  content: string;
  annotations: Annotation[];
  finish_reason: FinishReason;
}

/** Whether a reply can only be shown when it is complete. */
export const isWhole = ({ isJson }: ReplyParameters, { inline }: Presentation): boolean => isJson || inline;

export function shape(answer: ChatAnswer, parameters: ReplyParameters, presentation: Presentation): Shaped {
  const limited = createLimitedText(parameters);
  const response = limited.push(answer.response) + limited.end();
  const finish_reason = limited.ended ?? answer.finish_reason ?? 'stop';
  const { citations, ...shown } = presentAnswer(
    { response, citations: within(answer.citations, response.length) },
    { ...presentation, inline: presentation.inline && !parameters.isJson },
  );
  if (!parameters.isJson)
    return { content: shown.response, annotations: annotationsOf(citations), finish_reason };
  const sources = citations.map(({ index, title, quote, url }) => ({ index, title, quote, url }));
  const content = JSON.stringify({ answer: response, sources });
  const everywhere = citations.map((citation) => ({
    ...citation,
    spans: [{ start: 0, end: content.length }],
  }));
  return { content, annotations: annotationsOf(everywhere), finish_reason };
}

/** What of the citations concerns the beginning of a text. */
const within = (citations: readonly Citation[], length: number): Citation[] =>
  citations.flatMap((citation) => {
    const spans = citation.spans.filter(({ end }) => end <= length);
    return spans.length === 0 ? [] : [{ ...citation, spans }];
  });

/** Returns one annotation for each statement that a quote supports. */
const annotationsOf = (citations: readonly Citation[]): Annotation[] =>
  citations.flatMap(({ index, td_id, version, title, quote, url = '', spans }) =>
    spans.map(({ start, end }) => ({
      type: 'url_citation' as const,
      url_citation: { url, title, start_index: start, end_index: end, td_id, version, index, quote },
    })),
  );

export function completion(
  model: string,
  answer: ChatAnswer,
  parameters: ReplyParameters,
  presentation: Presentation,
): Static<typeof CompletionReply> {
  const { content, annotations, finish_reason } = shape(answer, parameters, presentation);
  return {
    id: idOf(answer.message_id),
    object: 'chat.completion',
    created: nowSeconds(),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations },
        logprobs: null,
        finish_reason,
      },
    ],
    usage: answer.usage ?? NO_USAGE,
    ...(answer.chat_id === '' ? {} : { chat_id: answer.chat_id }),
    message_id: answer.message_id,
    answer_type: answer.answer_type,
    ...besideContent(answer),
    instance_id: answer.instance_id,
  };
}

/** Extra fields: how sure the persona is, what it offers where it does not know, what it did not use. */
export const besideContent = ({ confidence, suggestions, dropped, warnings }: ChatAnswer) => ({
  ...(confidence === undefined ? {} : { confidence }),
  ...(suggestions === undefined ? {} : { suggestions }),
  ...(dropped === undefined ? {} : { dropped }),
  ...(warnings === undefined ? {} : { warnings }),
});
