import OpenAI, { APIConnectionError, AuthenticationError, RateLimitError, toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startModelServer, type ModelServer } from './model-server.ts';

describe('the scripted model server, asked by the official client', () => {
  let server: ModelServer;
  let client: OpenAI;
  beforeAll(async () => {
    server = await startModelServer({ apiKey: 'secret' });
    client = new OpenAI({ baseURL: server.url, apiKey: 'secret', maxRetries: 0 });
  });
  afterAll(() => server.close());
  const ask = () => ({ model: 'scripted', messages: [{ role: 'user' as const, content: 'Who are you?' }] });

  test('says what it was told to, in order, and keeps what it was asked', async () => {
    server.chat.next('first', { content: 'second', usage: { prompt_tokens: 7, completion_tokens: 2 } });
    const [first, second] = [
      await client.chat.completions.create(ask()),
      await client.chat.completions.create(ask()),
    ];
    expect(first.choices[0]?.message.content).toBe('first');
    expect(second.usage).toEqual({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 });
    expect(server.requests.at(-1)).toMatchObject({ endpoint: '/chat/completions', body: ask() });
  });

  test('streams, waits between pieces when told to, and reports usage', async () => {
    const gate = Promise.withResolvers<void>();
    server.chat.next({ content: 'one two', chunks: ['one ', gate.promise, 'two'] });
    const stream = await client.chat.completions.create({
      ...ask(),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage;
    for await (const event of stream) {
      text += event.choices[0]?.delta.content ?? '';
      usage = event.usage ?? usage;
      if (text === 'one ') gate.resolve();
    }
    expect(text).toBe('one two');
    expect(usage?.completion_tokens).toBe(2);
  });

  test('fails, limits and cuts', async () => {
    server.chat.next(
      { status: 429, retryAfter: 3 },
      { cut: true },
      { content: '', chunks: ['half '], cutAtEnd: true },
    );
    const limited = await client.chat.completions.create(ask()).catch((error: unknown) => error);
    expect(limited).toBeInstanceOf(RateLimitError);
    expect((limited as RateLimitError).headers?.get('retry-after')).toBe('3');
    await expect(client.chat.completions.create(ask())).rejects.toBeInstanceOf(APIConnectionError);
    const stream = await client.chat.completions.create({ ...ask(), stream: true });
    const heard: unknown[] = [];
    await expect(
      (async () => {
        for await (const event of stream) heard.push(event.choices[0]?.delta.content);
      })(),
    ).rejects.toThrow();
    expect(heard).toEqual(['half ']);
    await expect(
      new OpenAI({ baseURL: server.url, apiKey: 'x', maxRetries: 0 }).models.list(),
    ).rejects.toBeInstanceOf(AuthenticationError);
  });

  test('notices a client that goes away', async () => {
    const never = new Promise(() => {});
    server.chat.next({ content: '', chunks: ['hello ', never] });
    const stream = await client.chat.completions.create({ ...ask(), stream: true });
    stream.controller.abort();
    await eventually(() => server.requests.at(-1)?.aborted);
  });

  test('embeds: texts that share words are near, in both encodings', async () => {
    const input = ['the cat sleeps', 'a cat sleeps', 'quarterly tax report'];
    const [asBase64, asFloats] = await Promise.all([
      client.embeddings.create({ model: 'scripted', input }),
      client.embeddings.create({ model: 'scripted', input, encoding_format: 'float' }),
    ]);
    const [a, b, c] = asFloats.data.map(({ embedding }) => embedding);
    const dot = (x: number[] = [], y: number[] = []) =>
      x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.2);
    expect(dot(a, a)).toBeCloseTo(1, 4);
    expect(asBase64.data[0]?.embedding.length).toBe(64);
    expect(asBase64.data[0]?.embedding[0]).toBeCloseTo(a?.[0] ?? 0, 5);
  });

  test('transcribes what it is told, and keeps the file it was sent', async () => {
    server.transcriptions.next('Ask not what your country can do for you.');
    const file = await toFile(Buffer.from('RIFF'), 'jfk.wav');
    const transcript = await client.audio.transcriptions.create({
      model: 'scripted',
      file,
      response_format: 'verbose_json',
    });
    expect(transcript.segments?.[0]?.text).toBe('Ask not what your country can do for you.');
    expect(server.requests.at(-1)?.body).toMatchObject({
      file: { name: 'jfk.wav', bytes: new Uint8Array(Buffer.from('RIFF')) },
    });
  });
});
