import type { Sampling, Usage } from '@persona/contracts';
import type OpenAI from 'openai';
import { createDeadline } from './deadline.ts';
import type { ChatModel, ChatModelRequest } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { errorInBody, isBadRequest } from './openai-package.ts';
import { brokenReply, timeoutError } from './provider-error.ts';

export interface ChatModelOptions {
  /** Milliseconds until the first token of an answer; a local model may have to load first. */
  firstTokenTimeoutMs?: number | undefined;
  /** Milliseconds between two tokens of an answer. */
  idleTimeoutMs?: number | undefined;
  /** Milliseconds for a whole answer, after which it is cut. */
  replyTimeoutMs?: number | undefined;
  /** Characters after which a reply that does not end is cut. */
  maxCharacters?: number | undefined;
}

type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & {
  /** What reasoning models think, under the two names that servers give it. */
  reasoning_content?: string | null;
  reasoning?: string | null;
};

/**
 * A chat model behind `/chat/completions`, streamed. It does not retry: the caller's message is stored and a
 * person is waiting, so the caller decides. Neither a temperature nor a token limit is sent of itself,
 * because newer models refuse the one and rename the other; a sampling that a model refuses is left out.
 */
export function createOpenAiChatModel(
  client: ModelClient,
  name: string,
  options: ChatModelOptions = {},
): ChatModel {
  const {
    firstTokenTimeoutMs = 60_000,
    idleTimeoutMs = 30_000,
    replyTimeoutMs = 180_000,
    maxCharacters = 20_000,
  } = options;

  const open = async (messages: ChatModelRequest['messages'], sampling: Sampling, signal: AbortSignal) =>
    (await client.openai()).chat.completions
      .create(
        {
          ...sampling,
          model: name,
          messages: [...messages],
          stream: true,
          stream_options: { include_usage: true },
        },
        // The package's own timeout ends at the headers; ours covers the whole answer.
        { signal, timeout: firstTokenTimeoutMs + 1000 },
      )
      .withResponse();

  return {
    name,
    async *stream({ messages, signal, sampling = {} }: ChatModelRequest) {
      const deadline = createDeadline(firstTokenTimeoutMs, signal);
      const lastMs = performance.now() + replyTimeoutMs;
      let usage: Usage | null = null;
      let truncated = false;
      let characters = 0;
      let samplingRefused = false;
      try {
        const { data, response } = await open(messages, sampling, deadline.signal).catch((error: unknown) => {
          if (Object.keys(sampling).length === 0 || !refusesSampling(error)) throw error;
          samplingRefused = true;
          return open(messages, {}, deadline.signal);
        });
        // Where a reply comes whole, its headers may come long before it.
        if (isWhole(response)) deadline.extend(replyTimeoutMs);
        for await (const chunk of isWhole(response) ? asOneChunk(response) : data) {
          if (chunk.usage) usage = toUsage(chunk.usage);
          const choice = chunk.choices?.[0];
          if (!choice) continue;
          if (choice.finish_reason === 'length') truncated = true;
          const { content: text, reasoning_content, reasoning } = (choice.delta ?? {}) as Delta;
          // A chunk that only names the role says nothing of when the first token comes.
          if (text || reasoning_content || reasoning)
            deadline.extend(Math.max(1, Math.min(idleTimeoutMs, lastMs - performance.now())));
          if (!text) continue;
          characters += text.length;
          yield { type: 'text', text };
          if (characters > maxCharacters) {
            truncated = true;
            break;
          }
        }
        // An aborted body ends the package's stream without an error.
        if (deadline.signal.aborted) throw deadline.signal.reason;
        if (characters === 0) throw brokenReply('an empty answer');
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        // What was said in the time for a whole reply is kept.
        const isCut = deadline.expired && characters > 0 && performance.now() >= lastMs - 5;
        if (!isCut) throw deadline.expired ? timeoutError(error) : client.toError(error);
        truncated = true;
      } finally {
        deadline.clear();
      }
      yield { type: 'end', usage, truncated, ...(samplingRefused ? { samplingRefused } : {}) };
    },
  };
}

/** Whether a server refused one of the parameters that newer models do not take. */
const refusesSampling = (error: unknown): boolean =>
  isBadRequest(error) &&
  /unsupported|not supported|does not support|temperature|top_p|seed|penalty/i.test(
    `${String(error.code)} ${String(error.param)} ${error.message}`,
  );

/** Some servers and gateways do not stream, although they were asked to. */
const isWhole = (response: Response): boolean =>
  /^application\/json\b/i.test(response.headers.get('content-type') ?? '');

type Chunk = Pick<OpenAI.ChatCompletionChunk, 'usage'> & {
  choices: { delta: { content?: string | null }; finish_reason: string | null }[];
};

async function* asOneChunk(response: Response): AsyncGenerator<Chunk> {
  const reply = (await response.json()) as Partial<OpenAI.ChatCompletion> & { error?: object };
  // Some gateways tell an error with the status of a success.
  if (reply.error) throw await errorInBody(reply.error, response.headers);
  const choices = (reply.choices ?? []).map(({ message, finish_reason }) => ({
    delta: { content: message?.content ?? null },
    finish_reason,
  }));
  yield { choices, usage: reply.usage ?? null };
}

function toUsage(usage: {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
}): Usage {
  const prompt = Math.trunc(usage.prompt_tokens ?? 0);
  const completion = Math.trunc(usage.completion_tokens ?? 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: Math.trunc(usage.total_tokens ?? prompt + completion),
  };
}
