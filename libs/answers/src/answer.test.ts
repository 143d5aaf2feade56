import type { ChatModel } from '@persona/models';
import { describe, expect, test } from 'vitest';
import { answer, type Ask } from './answer.ts';
import type { Evidence } from './evidence.ts';
import type { TimelyNearness } from './meaning/nearness.ts';
import { evidenceOf } from './testing/evidence.ts';

const pages = evidenceOf([
  {
    title: 'The ferry',
    content: 'The ferry Petrel carries 120 passengers in summer. In winter the Petrel sails at eight.',
  },
  { title: 'Der Turm', content: 'Der Leuchtturm von Skerrow wurde 1871 gebaut und hat 164 Stufen.' },
]);
const persona = { name: 'Ada', description: '', configuration: {} };

async function ask(message: string, more: Partial<Ask> = {}) {
  const queries: string[] = [];
  const told: string[] = [];
  const retrieved: (readonly Evidence[])[] = [];
  const result = await answer({
    persona,
    message,
    history: [],
    context: null,
    model: undefined,
    retrieve: (query, page) => {
      queries.push(page === undefined ? query : `${page}: ${query}`);
      return Promise.resolve(pages);
    },
    onRetrieved: (evidence) => retrieved.push(evidence),
    onText: (text) => told.push(text),
    ...more,
  });
  return { ...result, queries, told: told.join(''), retrieved };
}
const saying = (reply: string): ChatModel => ({
  name: 'scripted',
  async *stream() {
    await Promise.resolve();
    yield { type: 'text', text: reply };
  },
});

describe('answer', () => {
  test.each([
    ['How many passengers does the Petrel carry?', '120 passengers'],
    ['Wann wurde der Leuchtturm von Skerrow gebaut?', '1871'],
  ])('%s: the persona’s own sentences, cited', async (message, expected) => {
    const { answer_type, response, citations, model, told, retrieved } = await ask(message);
    expect(answer_type).toBe('grounded');
    expect(response).toContain(expected);
    expect(citations.length).toBeGreaterThan(0);
    expect(model).toBe('extractive');
    expect(told).toBe(response);
    expect(retrieved).toHaveLength(1);
  });

  test.each([
    ['Hai animali?', 'Gestisce una piccola pensione a Cefalù.', {}, 'Mi dispiace'],
    ['Posso portare il cane?', 'Gestisce una piccola pensione a Cefalù.', {}, 'Mi dispiace'],
    ['Hai animali?', '', { language: 'it' }, 'Mi dispiace'],
    ['Do you have a swimming pool?', 'Gestisce una piccola pensione a Cefalù.', {}, 'I’m sorry'],
    ['Piscina?', '', {}, 'I’m sorry'],
  ])('%s to one who is described as "%s" is answered in the likelier language', async (...given) => {
    const [message, description, configuration, expected] = given;
    const asked = { persona: { name: 'Ada', description, configuration }, retrieve: async () => [] };
    const { response } = await ask(message, asked);
    expect(response.replaceAll("'", '’')).toContain(expected);
  });

  test('what words answer is the same in whatever order meaning puts the passages', async () => {
    const question = 'How many passengers does the Petrel carry?';
    const { response, confidence, citations } = await ask(question);
    const nearness: TimelyNearness = (_, texts) => Promise.resolve(texts.map(() => 1));
    const strangers = evidenceOf([{ title: 'Numbers', content: 'There are 9 of them in the Petrel.' }]);
    const mixed = [...strangers, ...pages.map((one, wordPlace) => ({ ...one, wordPlace })).toReversed()];
    const retrieve = () => Promise.resolve(mixed);
    expect(await ask(question, { retrieve, nearness })).toMatchObject({ response, confidence, citations });
  });

  test.each([
    ['Hi Ada!', 'en', 'Hello'],
    ['谢谢', 'zh', '不'],
    ['Danke!', 'de', 'Gern'],
  ])('small talk is answered without looking anything up: %s', async (message, _, expected) => {
    const { answer_type, response, citations, queries, told, retrieved } = await ask(message);
    expect(answer_type).toBe('general');
    expect(response).toContain(expected);
    expect(citations).toEqual([]);
    expect(queries).toEqual([]);
    expect(retrieved).toEqual([[]]);
    expect(told).toBe(response);
  });

  test('a model answers small talk where there is one', async () => {
    const { response, answer_type, model } = await ask('Hi Ada!', { model: saying('Ahoy!') });
    expect({ response, answer_type, model }).toEqual({
      response: 'Ahoy!',
      answer_type: 'general',
      model: 'scripted',
    });
  });

  test('a greeting before a question is not looked up', async () => {
    const { queries, answer_type } = await ask('Hi Ada, how many passengers does the Petrel carry?');
    expect(queries).toEqual(['how many passengers does the Petrel carry?']);
    expect(answer_type).toBe('grounded');
  });

  test('a follow-up takes along the question that it leans on', async () => {
    const history = [{ role: 'user' as const, text: 'When does the Petrel sail in summer?' }];
    const { queries, response } = await ask('and in winter?', { history });
    expect(queries[0]).toBe('and in winter?\nWhen does the Petrel sail in summer?');
    expect(response).toContain('eight');
  });

  test('what is not known is said in the language of the message, in doubt in that of the chat', async () => {
    const german = await ask('Wie kocht man Spaghetti mit Tomatensauce und Basilikum?');
    expect(german).toMatchObject({ answer_type: 'no_answer', citations: [] });
    expect(german.response).toContain('leider');
    const history = [
      { role: 'user' as const, text: 'Wie kocht man Spaghetti mit Tomatensauce und Basilikum?' },
    ];
    expect((await ask('Carbonara?', { history })).response).toContain('leider');
    expect((await ask('Xyzzy?')).response).toContain("can't find");
  });

  test('a model’s sentences are proven; where nothing is left, the persona’s own answer', async () => {
    const question = 'How many passengers does the Petrel carry?';
    const good = await ask(question, { model: saying('The Petrel carries 120 passengers in summer [1].') });
    expect(good).toMatchObject({ answer_type: 'grounded', model: 'scripted', dropped: {} });
    expect(good.told).toBe(good.response);
    const bad = await ask(question, { model: saying('The Petrel carries 500 passengers [1].') });
    expect(bad).toMatchObject({ answer_type: 'grounded', model: 'extractive', dropped: { number: 1 } });
    expect(bad.response).toContain('120 passengers');
    expect(bad.told).toBe(bad.response);
  });

  test('what a model does not find is answered only where the persona is sure', async () => {
    const model = saying('NO_ANSWER');
    const sure = await ask('How many passengers does the Petrel carry in summer?', { model });
    expect(sure).toMatchObject({ answer_type: 'grounded', model: 'extractive' });
    const unsure = await ask('Who painted the Petrel?', { model });
    expect(unsure).toMatchObject({ answer_type: 'no_answer', model: 'scripted', citations: [] });
    expect(unsure.told).toBe(unsure.response);
  });

  test('a model that fails before it says anything is spoken for; one that fails later has failed', async () => {
    const failing = (said: string): ChatModel => ({
      name: 'failing',
      async *stream() {
        await Promise.resolve();
        if (said) yield { type: 'text', text: said };
        throw new Error('gone');
      },
    });
    const question = 'How many passengers does the Petrel carry?';
    const spoken = await ask(question, { model: failing('The Petrel carries') });
    expect(spoken).toMatchObject({ answer_type: 'grounded', model: 'extractive' });
    expect(spoken.modelError).toMatchObject({ message: 'gone' });
    const begun = ask(question, { model: failing('The Petrel carries 120 passengers. And more') });
    await expect(begun).rejects.toThrow('gone');
    await expect(ask('Who painted the Petrel?', { model: failing('') })).rejects.toThrow('gone');
  });

  test('small talk gives nothing of what the model was told away', async () => {
    const secretive = { ...persona, configuration: { rule: 'never mention the old smuggling tunnel' } };
    const told = await ask('Hi Ada!', {
      persona: secretive,
      model: saying('Ahoy! My rule: never mention the old smuggling tunnel.'),
    });
    expect(told).toMatchObject({ response: 'Ahoy!', dropped: { private: 1 } });
    const silent = await ask('Hi Ada!', { model: saying('<b>Call 555 1234 now</b>') });
    expect(silent).toMatchObject({ answer_type: 'general', model: 'extractive' });
    expect(silent.response).toContain('Hello');
    expect(silent.told).toBe(silent.response);
  });

  test('without evidence no model is asked', async () => {
    const never: ChatModel = {
      name: 'never',
      stream() {
        throw new Error('asked');
      },
    };
    const result = await ask('How many passengers does the Petrel carry?', {
      model: never,
      retrieve: () => Promise.resolve([]),
    });
    expect(result).toMatchObject({ answer_type: 'no_answer', model: 'extractive' });
  });
});
