import {
  AppError,
  MAX_CONTEXT_BYTES,
  MAX_MESSAGE_CHARACTERS,
  type CompletionMessage,
} from '@persona/contracts';
import type { TurnFields } from '../chat-turn.ts';

/** Turns before the message that are read. */
const MAX_HISTORY = 24;

type Spoken = Pick<TurnFields, 'message' | 'context' | 'history'>;

/**
 * The last message of the user is answered; the turns before it are its history, and the system messages its
 * context. Such a client keeps its chats itself and sends them whole each time, so what is too old or too
 * long to be read is left out, and named in `warnings`. Throws `validation_error` where there is no message,
 * or one that is more than text.
 */
export function readMessages(messages: readonly CompletionMessage[], warnings: string[]): Spoken {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const param = last < 0 ? 'messages' : `messages[${last}].content`;
  const { text: message, others } = textOf(messages[last]?.content);
  const invalid = (problem: string) => new AppError('validation_error', `${param} ${problem}`, { param });
  if (others.length > 0) throw invalid(`has a part of type "${others[0]}"; only text is read`);
  if (!/\S/.test(message)) throw invalid('must hold a message of the user');
  if (message.length > MAX_MESSAGE_CHARACTERS)
    throw invalid(`must have at most ${MAX_MESSAGE_CHARACTERS} characters`);

  const history: NonNullable<TurnFields['history']> = [];
  const instructions: string[] = [];
  const unread = new Set<string>();
  for (const { role, content } of messages.slice(0, last)) {
    const { text, others: parts } = textOf(content);
    for (const type of parts) unread.add(`parts of type "${type}"`);
    if (role === 'system' || role === 'developer') instructions.push(text);
    else if (role !== 'user' && role !== 'assistant') unread.add(`messages of the role "${role}"`);
    else if (/\S/.test(text)) history.push({ role, text });
  }
  if (messages.length > last + 1) unread.add('messages behind the last one of the user');
  if (history.length > MAX_HISTORY) unread.add(`turns before the last ${MAX_HISTORY}`);
  if (unread.size > 0) warnings.push(`messages: ${[...unread].join(', ')} were not read`);
  const context = withinBytes(instructions.join('\n'), MAX_CONTEXT_BYTES);
  if (context.isCut)
    warnings.push(
      `messages: of those of the system the first ${MAX_CONTEXT_BYTES / 1024} KB together were read`,
    );
  return {
    message,
    ...(context.text === '' ? {} : { context: context.text }),
    ...(history.length === 0 ? {} : { history: history.slice(-MAX_HISTORY) }),
  };
}

/** The text of a message, and the types of its parts that are none. */
export function textOf(content: CompletionMessage['content'] | undefined): {
  text: string;
  others: string[];
} {
  if (typeof content === 'string') return { text: content, others: [] };
  const parts = content ?? [];
  const isText = ({ type, text }: (typeof parts)[number]) => type === 'text' && text !== undefined;
  return {
    text: parts
      .filter(isText)
      .map(({ text }) => text)
      .join('\n'),
    others: parts.filter((part) => !isText(part)).map(({ type }) => type.slice(0, 40)),
  };
}

function withinBytes(text: string, maxBytes: number): { text: string; isCut: boolean } {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return { text, isCut: false };
  // A character that is cut in the middle is left out.
  return {
    text: bytes
      .subarray(0, maxBytes)
      .toString()
      .replace(/\uFFFD$/u, ''),
    isCut: true,
  };
}
