import type { CompletionMessage } from '@persona/contracts';
import { textOf } from './read-messages.ts';

/** What a chat program asks for itself, about a conversation: no question to the persona. */
export interface HelperPrompt {
  wants: 'title' | 'tags' | 'follow_ups' | 'queries';
  /** The key under which it wants that in a JSON object; null: as plain text. */
  key: string | null;
  /** What was said first in the conversation. */
  opening: string;
}

/**
 * How chat programs write such prompts: Open WebUI, LibreChat, LobeChat, NextChat, Chatbox and others. All
 * have an order to make something, what that is, and name the conversation that it is made of.
 */
const ORDER =
  /\b(?:generate|create|suggest|write|provide|give|summari[sz]e|determine|come up with|make)\b[^\n]{0,160}?\b(title|name|headline|tags?|follow-?up|(?:search )?quer(?:y|ies))\b/i;
const CONVERSATION = /<chat_history>|\b(?:chat history|conversation|dialog(?:ue)?)\b/i;
/** How far into a prompt its order stands. */
const MAX_LEAD_CHARACTERS = 600;
const JSON_KEY = /JSON format:\s*\{\s*"(\w+)"/i;
const FIRST_SAID = /(?:^|\n)\s*(?:\|\|>\s*)?(?:user|human)\s*:\s*(\S[^\n]*)/i;
const MAX_TITLE_WORDS = 6;
const MAX_TITLE_CHARACTERS = 60;

/** Reads whether a program asks for a title, tags or the like; null when a person asks the persona. */
export function readHelperPrompt(messages: readonly CompletionMessage[]): HelperPrompt | null {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const asked = textOf(messages[last]?.content).text;
  const system = messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => textOf(content).text)
    .join('\n');
  const earlier = messages.slice(0, last).filter(({ role }) => role === 'user' || role === 'assistant');
  // The order stands in the message, or before a transcript that is the message.
  const transcript = FIRST_SAID.exec(asked)?.[1];
  const order = [asked, ...(transcript === undefined ? [] : [system])].find(
    (text) => ORDER.test(text.slice(0, MAX_LEAD_CHARACTERS)) && CONVERSATION.test(text),
  );
  if (order === undefined || (transcript === undefined && earlier.length === 0)) return null;
  // A question with passages to answer it from is a question.
  if (/<(?:user_query|context)>/i.test(order)) return null;
  const [, thing = ''] = ORDER.exec(order.slice(0, MAX_LEAD_CHARACTERS)) ?? [];
  return {
    wants: kindOf(thing.toLowerCase()),
    key: JSON_KEY.exec(order)?.[1] ?? null,
    opening: transcript ?? textOf(earlier.find(({ role }) => role === 'user')?.content).text,
  };
}

function kindOf(thing: string): HelperPrompt['wants'] {
  if (thing.startsWith('tag')) return 'tags';
  if (thing.startsWith('follow')) return 'follow_ups';
  return thing.includes('quer') ? 'queries' : 'title';
}

/** What is answered where no model can: how the conversation began as a title, and nothing for the rest. */
export function answerHelperPrompt({ wants, key, opening }: HelperPrompt): string {
  const words = opening.trim().split(/\s+/u).slice(0, MAX_TITLE_WORDS).join(' ');
  const title = words
    .slice(0, MAX_TITLE_CHARACTERS)
    .toWellFormed()
    .replace(/[\p{P}\s]+$/u, '');
  const value = wants === 'title' ? title : [];
  if (key !== null) return JSON.stringify({ [key]: value });
  return wants === 'title' ? title : '';
}
