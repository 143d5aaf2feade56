import type { CompletionBody, CompletionMessage } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { readMessages } from './read-messages.ts';
import { readParameters } from './read-parameters.ts';

const user = (content: NonNullable<CompletionMessage['content']>): CompletionMessage => ({
  role: 'user',
  content,
});
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };

describe('messages', () => {
  const read = (messages: CompletionMessage[]) => {
    const warnings: string[] = [];
    return { ...readMessages(messages, warnings), warnings };
  };

  test('an image of an earlier turn is left out and told; of the message itself it is refused', () => {
    const earlier = user([{ type: 'text', text: 'See?' }, image]);
    expect(read([earlier, { role: 'assistant', content: 'I do.' }, user('And now?')])).toEqual({
      message: 'And now?',
      history: [
        { role: 'user', text: 'See?' },
        { role: 'assistant', text: 'I do.' },
      ],
      warnings: ['messages: parts of type "image_url" were not read'],
    });
    expect(() => read([earlier])).toThrow(/messages\[0\]\.content has a part of type "image_url"/);
  });

  test('of a long conversation the end is read, of long instructions the beginning', () => {
    const turns = Array.from({ length: 1500 }, (_, n) => user(`Turn ${n}`));
    const system = { role: 'system' as const, content: `Be brief. ${'ä'.repeat(20_000)}` };
    const { history, context, warnings } = read([system, ...turns]);
    expect(history).toHaveLength(24);
    expect(history?.at(-1)?.text).toBe('Turn 1498');
    expect(context).toMatch(/^Be brief\. ä+$/);
    expect(Buffer.byteLength(context ?? '')).toBeLessThanOrEqual(16 * 1024);
    expect(warnings).toEqual([
      'messages: turns before the last 24 were not read',
      expect.stringContaining('first 16 KB'),
    ]);
  });

  test('messages of tools and what stands behind the last message are told', () => {
    const call = { role: 'assistant' as const, content: null };
    const result = { role: 'tool' as const, content: '{}' };
    expect(read([user('Hi'), call, result, user('So?'), { role: 'assistant', content: 'Well' }])).toEqual({
      message: 'So?',
      history: [{ role: 'user', text: 'Hi' }],
      warnings: [
        'messages: messages of the role "tool", messages behind the last one of the user were not read',
      ],
    });
  });
});

describe('parameters', () => {
  const read = (fields: Partial<CompletionBody>) => {
    const warnings: string[] = [];
    return { ...readParameters({ model: 'm', messages: [user('Hi')], ...fields }, warnings), warnings };
  };

  test.each<[string, Partial<CompletionBody>]>([
    ['n', { n: 2 }],
    ['tool_choice', { tool_choice: 'required' }],
    ['tool_choice', { tool_choice: { type: 'function', function: { name: 'f' } } }],
    ['function_call', { function_call: { name: 'f' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['response_format.type', { response_format: { type: 'json_schema' } }],
  ])('what it cannot give is refused by name: %s', (param, fields) => {
    expect(() => read(fields)).toThrow(expect.objectContaining({ code: 'validation_error', param }));
  });

  test('what has no effect is named', () => {
    expect(read({ tools: [{ type: 'function' }], metadata: { chat_id: 'c', trace: 't' } }).warnings).toEqual([
      expect.stringContaining('tools'),
      expect.stringMatching(/metadata.*trace/),
    ]);
  });

  test('what changes nothing needs no word', () => {
    const same = { n: 1, tools: [], tool_choice: 'auto', response_format: { type: 'text' }, stop: null };
    expect(read(same as Partial<CompletionBody>)).toEqual({
      sampling: undefined,
      maxCharacters: undefined,
      stop: [],
      isJson: false,
      warnings: [],
    });
  });

  test('the others are kept', () => {
    const fields = { temperature: 0, seed: 3, max_tokens: 9, max_completion_tokens: 5, stop: '\n' };
    expect(read({ ...fields, response_format: { type: 'json_object' } })).toMatchObject({
      sampling: { temperature: 0, seed: 3 },
      maxCharacters: 20,
      stop: ['\n'],
      isJson: true,
    });
  });
});
