import { createDeadline } from './deadline.ts';
import type { Reranker } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { brokenReply, timeoutError } from './provider-error.ts';

const TIMEOUT_MS = 30_000;

interface Reply {
  results?: { index?: unknown; relevance_score?: unknown }[];
}

/** A reranking model behind `/rerank`, in the format of Cohere, Jina, vLLM and others. */
export function createReranker(client: ModelClient, name: string): Reranker {
  return {
    name,
    async rerank(query, texts, { signal } = {}) {
      if (texts.length === 0) return [];
      const deadline = createDeadline(TIMEOUT_MS, signal);
      try {
        const reply = (await (
          await client.openai()
        ).post('/rerank', {
          body: { model: name, query, documents: texts, top_n: texts.length },
          signal: deadline.signal,
          timeout: TIMEOUT_MS,
        })) as Reply;
        if (!Array.isArray(reply.results)) throw brokenReply('no list of results');
        const scores = texts.map(() => NaN);
        for (const { index, relevance_score } of reply.results) {
          if (!Number.isInteger(index) || !((index as number) in scores) || !Number.isFinite(relevance_score))
            throw brokenReply('a result that names no text or has no number');
          scores[index as number] = relevance_score as number;
        }
        if (scores.includes(NaN)) throw brokenReply('no number for some of the texts');
        return scores;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw deadline.expired ? timeoutError(error) : client.toError(error);
      } finally {
        deadline.clear();
      }
    },
  };
}
