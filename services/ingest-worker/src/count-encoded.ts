import type { Metrics } from '@persona/runtime';
import type { EncoderPool } from '@persona/search';
import { Counter } from 'prom-client';

/**
 * Wraps the encoder to count the passages that it analyses; pages that are sent again unchanged must not
 * raise it.
 */
export function countEncoded(encoder: EncoderPool, { registry }: Pick<Metrics, 'registry'>): EncoderPool {
  const passages = new Counter({
    name: 'persona_passages_encoded_total',
    help: 'Passages analysed for the index; those that stay as they were in a new version are taken over.',
    registers: [registry],
  });
  return {
    ...encoder,
    encode: async (pages) => {
      const results = await encoder.encode(pages);
      for (const result of results) if (result.ok) passages.inc(result.page.analysed);
      return results;
    },
  };
}
