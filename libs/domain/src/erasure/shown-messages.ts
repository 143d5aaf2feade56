import { linkOf, type Citation, type Message, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/** Marks a place in a text where something was removed. */
const GONE = '[…]';

/**
 * Returns messages as they may be shown now. For a page that was deleted since, no title, quote or place is
 * shown, it is offered no more, and sentences that only such pages support are removed from the text. The
 * spans of the other citations are adjusted to the remaining text. An address that is no link is left out.
 */
export async function shownMessages(
  documents: Pick<DocumentStore, 'pages'>,
  scope: Scope,
  messages: readonly Message[],
): Promise<Message[]> {
  const named = new Set(messages.flatMap(pagesNamedIn));
  if (named.size === 0) return [...messages];
  const pages = await documents.pages.getMany(scope, [...named]);
  const there = new Set(pages.flatMap(({ id, deleted_at }) => (deleted_at === null ? [id] : [])));
  return messages.map((message) =>
    withLinks(pagesNamedIn(message).every((id) => there.has(id)) ? message : withoutDeleted(message, there)),
  );
}

/** Without addresses that are no links, which answers of earlier versions may hold; else itself. */
const withLinks = (message: Message): Message =>
  message.citations.every(({ url }) => url === undefined || linkOf(url) !== null)
    ? message
    : {
        ...message,
        citations: message.citations.map(({ url, ...citation }) => {
          const link = linkOf(url);
          return link === null ? citation : { ...citation, url: link };
        }),
      };

/** The pages that a message quotes or offers. */
const pagesNamedIn = ({ citations, suggestions = [] }: Message): string[] =>
  [...citations, ...suggestions].map(({ td_id }) => td_id);

/** The same of one message. */
export async function shownMessage(
  documents: Pick<DocumentStore, 'pages'>,
  scope: Scope,
  message: Message,
): Promise<Message> {
  const [shown = message] = await shownMessages(documents, scope, [message]);
  return shown;
}

function withoutDeleted(message: Message, there: ReadonlySet<string>): Message {
  const { text, citations, suggestions } = message;
  const gone = new Uint8Array(text.length);
  for (const kept of [false, true]) {
    for (const { td_id, spans } of citations) {
      if (there.has(td_id) === kept) for (const { start, end } of spans) gone.fill(kept ? 0 : 1, start, end);
    }
  }
  let left = '';
  // Where each character of the old text, and its end, is in the new one.
  const places = new Uint32Array(text.length + 1);
  for (let i = 0; i < text.length; i++) {
    if (!gone[i]) left += text.charAt(i);
    else if (!gone[i - 1]) left += GONE;
    places[i] = gone[i] ? left.length : left.length - 1;
  }
  places[text.length] = left.length;
  return {
    ...message,
    text: left,
    ...(suggestions ? { suggestions: suggestions.filter(({ td_id }) => there.has(td_id)) } : {}),
    citations: citations.map((citation) =>
      there.has(citation.td_id)
        ? {
            ...citation,
            spans: citation.spans.map(({ start, end }) => ({
              start: places[start] ?? 0,
              end: (places[end - 1] ?? -1) + 1,
            })),
          }
        : ofDeletedPage(citation),
    ),
  };
}

const ofDeletedPage = ({ index, td_id, version }: Citation): Citation => ({
  index,
  td_id,
  version,
  title: '',
  quote: '',
  score: 0,
  spans: [],
  metadata: {},
  deleted: true,
});
