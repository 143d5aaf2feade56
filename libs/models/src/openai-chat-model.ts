import type { Usage } from '@persona/contracts';
import type OpenAI from 'openai';
import { createDeadline } from './deadline.ts';
import type { ChatModel, ChatModelRequest } from './models.ts';
import { brokenReply, timeoutError, toProviderError } from './openai-client.ts';

export interface ChatModelOptions {
  /** Milliseconds until the first byte of an answer; a local model may have to load first. */
  firstTokenTimeoutMs?: number;
  /** Milliseconds between two chunks of an answer. */
  idleTimeoutMs?: number;
  /** Characters after which a reply that does not end is cut. */
  maxCharacters?: number;
}

/**
 * A chat model behind `/chat/completions`, streamed. It does not retry: the caller's message is stored and a
 * person is waiting, so the caller decides. Neither a temperature nor a token limit is sent, because newer
 * models refuse the one and rename the other.
 */
export function createOpenAiChatModel(
  client: OpenAI,
  name: string,
  options: ChatModelOptions = {},
): ChatModel {
  const { firstTokenTimeoutMs = 60_000, idleTimeoutMs = 30_000, maxCharacters = 20_000 } = options;
  return {
    name,
    async *stream({ messages, signal }: ChatModelRequest) {
      const deadline = createDeadline(firstTokenTimeoutMs, signal);
      let usage: Usage | null = null;
      let truncated = false;
      let characters = 0;
      try {
        const { data, response } = await client.chat.completions
          .create(
            { model: name, messages: [...messages], stream: true, stream_options: { include_usage: true } },
            // The package's own timeout ends at the headers; ours covers the whole answer.
            { signal: deadline.signal, timeout: firstTokenTimeoutMs + 1000 },
          )
          .withResponse();
        for await (const chunk of isWhole(response) ? asOneChunk(response) : data) {
          deadline.extend(idleTimeoutMs);
          if (chunk.usage) usage = toUsage(chunk.usage);
          const choice = chunk.choices?.[0];
          if (!choice) continue;
          if (choice.finish_reason === 'length') truncated = true;
          const text = choice.delta?.content;
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
        throw deadline.expired ? timeoutError(error) : toProviderError(error);
      } finally {
        deadline.clear();
      }
      yield { type: 'end', usage, truncated };
    },
  };
}

/** Some servers and gateways do not stream, although they were asked to. */
const isWhole = (response: Response): boolean =>
  /^application\/json\b/i.test(response.headers.get('content-type') ?? '');

type Chunk = Pick<OpenAI.ChatCompletionChunk, 'usage'> & {
  choices: { delta: { content?: string | null }; finish_reason: string | null }[];
};

async function* asOneChunk(response: Response): AsyncGenerator<Chunk> {
  const reply = (await response.json()) as Partial<OpenAI.ChatCompletion>;
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
