import type { Metrics } from '@persona/runtime';
import type { EncoderPool } from '@persona/search';
import { Counter } from 'prom-client';

/** The same encoder, counting the passages that it made: what was sent again unchanged must not raise it. */
export function countEncoded(encoder: EncoderPool, { registry }: Pick<Metrics, 'registry'>): EncoderPool {
  const passages = new Counter({
    name: 'persona_passages_encoded_total',
    help: 'Passages cut and encoded for the index.',
    registers: [registry],
  });
  return {
    ...encoder,
    encode: async (pages) => {
      const results = await encoder.encode(pages);
      for (const result of results) if (result.ok) passages.inc(result.page.passages.length);
      return results;
    },
  };
}
