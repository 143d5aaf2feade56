import type { ChatEvent } from '@persona/contracts';

/** An event with the id by which a reader that loses the stream asks for what comes after it. */
export type NumberedEvent = ChatEvent & { id?: string };
/** Hears one event after the other; null once it is among the listeners, though there may be nothing to tell yet. */
export type Listener = (event: NumberedEvent | null) => void;

/** What has been told of an answer: its beginning, the text so far, what came behind the text. */
interface Told {
  start: ChatEvent | null;
  retrieval: ChatEvent | null;
  text: string;
  /** Citations, then `done`. */
  rest: ChatEvent[];
}

/** An answer as it is told: to those who listen from the beginning, and to those who come back in the middle. */
export interface AnswerStream {
  readonly answerId: string;
  tell(event: ChatEvent): void;
  /** Hears what was told after `lastEventId` (all of it when that is no place in this answer) and what is told from now on. */
  listen(listener: Listener, lastEventId: string | undefined): void;
}

/**
 * An event's id is `<id of the answer>.<n>`. `n` is a place in the answer, not a count of events: 1 behind `start`, 2 behind `retrieval`, one
 * more a character of text, a citation, `done`; times 1000, plus a check of the text before it. So a place is found again in whatever pieces the
 * text is told, by another process and from the stored answer; and one in a text that a failed try began, but no answer has, is known by its check.
 */
const CHECKS = 1000;
const AFTER_RETRIEVAL = 2;

export function createAnswerStream(answerId: string): AnswerStream {
  const told: Told = { start: null, retrieval: null, text: '', rest: [] };
  const listeners = new Set<Listener>();
  let check = 0;
  return {
    answerId,
    tell(event) {
      let place: number;
      if (event.event === 'start') {
        told.start = event;
        place = 1;
      } else if (event.event === 'retrieval') {
        told.retrieval = event;
        place = AFTER_RETRIEVAL;
      } else if (event.event === 'delta') {
        told.text += event.data.text;
        check = checkOf(event.data.text, check);
        place = AFTER_RETRIEVAL + told.text.length;
      } else {
        told.rest.push(event);
        place = AFTER_RETRIEVAL + told.text.length + told.rest.length;
      }
      for (const listener of listeners) listener(numbered(answerId, event, place, check));
    },
    listen(listener, lastEventId) {
      listeners.add(listener);
      for (const event of toldAfter(answerId, told, lastEventId)) listener(event);
      listener(null);
    },
  };
}

/** The id of the answer that an event belonged to; undefined for what is no id of ours. */
export function answerIdIn(lastEventId: string | undefined): string | undefined {
  return /^(msg_\w+)\.\d+$/.exec(lastEventId ?? '')?.[1];
}

const numbered = (answerId: string, event: ChatEvent, place: number, check: number): NumberedEvent => ({
  ...event,
  id: `${answerId}.${place * CHECKS + check}`,
});

/** A running check of a text: that of its beginning goes in, that of the longer one comes out. */
function checkOf(text: string, before: number): number {
  let check = before;
  for (let i = 0; i < text.length; i++) check = (check * 31 + text.charCodeAt(i) + 1) % 997;
  return check;
}

function toldAfter(
  answerId: string,
  { start, retrieval, text, rest }: Told,
  lastEventId: string | undefined,
): NumberedEvent[] {
  const whole = checkOf(text, 0);
  const last = answerIdIn(lastEventId) === answerId ? Number(lastEventId?.split('.')[1]) : 0;
  let after = Math.floor(last / CHECKS);
  const said = Math.min(Math.max(after - AFTER_RETRIEVAL, 0), text.length);
  const before = text.slice(0, said);
  const isPlace =
    after <= AFTER_RETRIEVAL + text.length + rest.length && checkOf(before, 0) === last % CHECKS;
  if (!isPlace) after = 0;
  const more = text.slice(isPlace ? said : 0);
  return [
    ...(start && after < 1 ? [numbered(answerId, start, 1, 0)] : []),
    ...(retrieval && after < AFTER_RETRIEVAL ? [numbered(answerId, retrieval, AFTER_RETRIEVAL, 0)] : []),
    ...(more
      ? [numbered(answerId, { event: 'delta', data: { text: more } }, AFTER_RETRIEVAL + text.length, whole)]
      : []),
    ...rest.flatMap((event, i) => {
      const place = AFTER_RETRIEVAL + text.length + i + 1;
      return place > after ? [numbered(answerId, event, place, whole)] : [];
    }),
  ];
}
