import type { ChatAnswer, ChatTurn, CompletionMessage } from '@persona/contracts';
import type { ChatClient } from '../chat-client.ts';
import { answerHelperPrompt, type HelperPrompt } from './helper-prompt.ts';
import { textOf } from './read-messages.ts';

/** Of a long conversation its beginning and its end say what it is about. */
const MAX_MESSAGE_CHARACTERS = 16_000;

/** What is answered to a chat program that asks for itself: it belongs to no chat and is not kept. */
export async function helperAnswer(
  chat: ChatClient,
  { instance_id, caller, request_id }: ChatTurn,
  prompt: HelperPrompt,
  messages: readonly CompletionMessage[],
): Promise<ChatAnswer> {
  const { text, usage, model } = await chat.complete({
    instance_id,
    ...(caller === undefined ? {} : { caller }),
    request_id,
    messages: messages.flatMap(({ role, content }) => {
      if (role === 'tool' || role === 'function') return [];
      return [{ role: role === 'developer' ? 'system' : role, content: shortened(textOf(content).text) }];
    }),
  });
  return {
    chat_id: '',
    message_id: request_id,
    response: text ?? answerHelperPrompt(prompt),
    answer_type: 'general',
    citations: [],
    usage,
    model,
    instance_id,
  };
}

function shortened(text: string): string {
  if (text.length <= MAX_MESSAGE_CHARACTERS) return text;
  const half = MAX_MESSAGE_CHARACTERS / 2;
  return `${text.slice(0, half)}\n…\n${text.slice(-half)}`.toWellFormed();
}
