import type { CompletionMessage } from '@persona/contracts';
import { expect, test } from 'vitest';
import { answerHelperPrompt, readHelperPrompt } from './helper-prompt.ts';

const user = (content: string): CompletionMessage => ({ role: 'user', content });
const HISTORY =
  '<chat_history>\nUSER: When was the lighthouse at Skerrow Head built?\nASSISTANT: In 1871.\n</chat_history>';
const openWebUi = (order: string, output: string) =>
  user(
    `### Task:\n${order}\n### Guidelines:\n- Be brief.\n### Output:\nJSON format: ${output}\n### Chat History:\n${HISTORY}`,
  );
const earlier = [user('When was it built?'), { role: 'assistant' as const, content: 'In 1871.' }];

test.each<[string, CompletionMessage[], string]>([
  [
    'Open WebUI, title',
    [
      openWebUi(
        'Generate a concise, 3-5 word title with an emoji summarizing the chat history.',
        '{ "title": "your concise title here" }',
      ),
    ],
    '{"title":"When was the lighthouse at Skerrow"}',
  ],
  [
    'Open WebUI, tags',
    [
      openWebUi(
        'Generate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more specific subtopic tags.',
        '{ "tags": ["tag1", "tag2", "tag3"] }',
      ),
    ],
    '{"tags":[]}',
  ],
  [
    'Open WebUI, follow-ups',
    [
      openWebUi(
        'Suggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next in this conversation.',
        '{ "follow_ups": ["Question 1?", "Question 2?"] }',
      ),
    ],
    '{"follow_ups":[]}',
  ],
  [
    'NextChat, the conversation as turns',
    [
      ...earlier,
      user(
        'Please generate a four to five word title summarizing our conversation without any lead-in, punctuation, quotation marks.',
      ),
    ],
    'When was it built',
  ],
  [
    'LibreChat',
    [
      user(
        'Provide a concise, 5-word-or-less title for the conversation, using its same language, with no punctuation.\n\nUser: Who keeps the light?\nAssistant: Ada.',
      ),
    ],
    'Who keeps the light',
  ],
  [
    'LobeChat, the order in the system message',
    [
      {
        role: 'system',
        content:
          'You are a conversation assistant. Summarize the conversation into a title of within 10 words.',
      },
      user('user: Who keeps the light?\nassistant: Ada does.'),
    ],
    'Who keeps the light',
  ],
])('a program asks for itself: %s', (_, messages, own) => {
  const prompt = readHelperPrompt(messages);
  expect(prompt).not.toBeNull();
  expect(answerHelperPrompt(prompt!)).toBe(own);
});

test.each<[string, CompletionMessage[]]>([
  ['a question', [user('When was the lighthouse built?')]],
  ['a question in a conversation', [...earlier, user('And what is the name of the keeper?')]],
  ['a wish for a title of something else', [...earlier, user('Suggest a title for my talk on lighthouses.')]],
  ['a first message about conversations', [user('Give me the title of your book on conversation.')]],
  [
    'a question with passages to answer it from',
    [
      user(
        `### Task:\nRespond to the user query using the provided context, incorporating inline citations; give the title of a source. Use the chat history.\n<context>\nuser: x\n</context>\n<user_query>\nWhen was it built?\n</user_query>`,
      ),
    ],
  ],
])('a person asks the persona: %s', (_, messages) => {
  expect(readHelperPrompt(messages)).toBeNull();
});
