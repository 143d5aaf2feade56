import { createHash } from 'node:crypto';
import type { ChatReply } from './model-server.ts';

/** The bodies of an OpenAI-compatible server's replies. */
const CREATED = 1_700_000_000;

const tokensIn = (text: string): number => Math.ceil(text.length / 4);

export function completion(body: Record<string, unknown>, { content, finishReason, usage }: ChatReply) {
  const prompt_tokens = usage?.prompt_tokens ?? tokensIn(JSON.stringify(body['messages'] ?? ''));
  const completion_tokens = usage?.completion_tokens ?? tokensIn(content);
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: CREATED,
    model: body['model'],
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: finishReason ?? 'stop',
      },
    ],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** One server-sent event of a streamed completion. The event without a delta carries the usage. */
export function streamEvent(
  body: Record<string, unknown>,
  delta: { content?: string } | undefined,
  finishReason: string | null = null,
  usage?: unknown,
): string {
  const event = {
    id: 'chatcmpl-scripted',
    object: 'chat.completion.chunk',
    created: CREATED,
    model: body['model'],
    choices: delta ? [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finishReason }] : [],
    ...(usage === undefined ? {} : { usage }),
  };
  return `data: ${JSON.stringify(event)}\n\n`;
}

export const chunksOf = (content: string): string[] => content.match(/\S+\s*|\s+/g) ?? [];

/**
 * Vectors of unit length in which every word of a text has its own direction, as numbers or base64 as the
 * request asks.
 */
export function embeddingList(body: Record<string, unknown>, defaultDimensions: number) {
  const inputs = [body['input']].flat() as string[];
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : defaultDimensions;
  const tokens = inputs.reduce((sum, text) => sum + tokensIn(text), 0);
  return {
    object: 'list',
    model: body['model'],
    data: inputs.map((text, index) => {
      const vector = wordVector(text, dimensions);
      const encoded =
        body['encoding_format'] === 'base64'
          ? Buffer.from(vector.buffer).toString('base64')
          : Array.from(vector);
      return { object: 'embedding', index, embedding: encoded };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function wordVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    // Random bytes derived from a word, one for each dimension: the same word gives the same bytes.
    const direction = createHash('shake256', { outputLength: dimensions }).update(word).digest();
    for (const [i, byte] of direction.entries()) vector[i] = (vector[i] ?? 0) + byte - 127.5;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** A transcript in the format that the request asks for; verbose_json has one segment of ten seconds. */
export function transcription(
  body: Record<string, unknown>,
  text: string,
): { contentType: string; text: string } {
  const json = (value: unknown) => ({ contentType: 'application/json', text: JSON.stringify(value) });
  switch (body['response_format']) {
    case 'text':
      return { contentType: 'text/plain', text: `${text}\n` };
    case 'vtt':
      return { contentType: 'text/vtt', text: `WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n${text}\n` };
    case 'srt':
      return { contentType: 'text/plain', text: `1\n00:00:00,000 --> 00:00:10,000\n${text}\n` };
    case 'verbose_json': {
      const segment = { id: 0, seek: 0, start: 0, end: 10, text, tokens: [], temperature: 0 };
      return json({ task: 'transcribe', language: 'english', duration: 10, text, segments: [segment] });
    }
    default:
      return json({ text });
  }
}
