import { createDeadline } from './deadline.ts';
import type { Speech } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { timeoutError } from './provider-error.ts';

/** A voice behind `/audio/speech`. `idleTimeoutMs` limits the time between two chunks of the file. */
export function createOpenAiSpeech(
  client: ModelClient,
  name: string,
  { idleTimeoutMs = 60_000 }: { idleTimeoutMs?: number | undefined } = {},
): Speech {
  return {
    name,
    async *speak(text, { voice, format, signal }) {
      const deadline = createDeadline(idleTimeoutMs, signal);
      try {
        const reply = await (
          await client.openai()
        ).audio.speech.create(
          { model: name, input: text, voice, response_format: format },
          { signal: deadline.signal, timeout: idleTimeoutMs + 1000 },
        );
        for await (const bytes of reply.body ?? []) {
          deadline.extend(idleTimeoutMs);
          yield bytes as Uint8Array;
        }
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw deadline.expired ? timeoutError(error) : client.toError(error);
      } finally {
        deadline.clear();
      }
    },
  };
}
