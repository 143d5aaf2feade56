import type { ChatEvent } from '@persona/contracts';

/** An event with the id by which a reader that loses the stream asks for the events after it. */
export type NumberedEvent = ChatEvent & { id?: string };
/**
 * Receives one event after the other; null when it has been added to the listeners, though there may be no
 * event yet.
 */
export type Listener = (event: NumberedEvent | null) => void;

/** The events of an answer so far: its beginning, the text, what came after the text. */
interface Told {
  start: ChatEvent | null;
  retrieval: ChatEvent | null;
  text: string;
  /** Citations, then `done`. */
  rest: ChatEvent[];
}

/** The events of one answer, for listeners from the beginning and for those that come back in the middle. */
export interface AnswerStream {
  readonly answerId: string;
  tell(event: ChatEvent): void;
  /**
   * Passes the events after `lastEventId` (all of them when that is no place in this answer), then those to
   * come.
   */
  listen(listener: Listener, lastEventId: string | undefined): void;
}

/**
 * An event's id is `<id of the answer>.<n>`. `n` is a place in the answer, not a count of events: 1 after
 * `start`, 2 after `retrieval`, one more for each character of text, each citation, and `done`; times 1000,
 * plus a checksum of the text before it. So a place is found again however the text is cut into events, by
 * another process and from the stored answer. The checksum reveals a place in a text that a failed attempt
 * began, and that no answer has.
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

/** The id of the answer that an event belonged to; undefined for an id of another form. */
export function answerIdIn(lastEventId: string | undefined): string | undefined {
  return /^(msg_\w+)\.\d+$/.exec(lastEventId ?? '')?.[1];
}

const numbered = (answerId: string, event: ChatEvent, place: number, check: number): NumberedEvent => ({
  ...event,
  id: `${answerId}.${place * CHECKS + check}`,
});

/** A running checksum of a text: takes the one of its beginning, returns the one of the longer text. */
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
