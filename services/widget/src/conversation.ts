import type { MessageView } from '@persona/contracts';
import type { Static } from 'typebox';
import { createAnswerView, type AnswerView } from './answer-view.ts';
import { follow, refusalOf, Refusal } from './ask.ts';
import { icon, make } from './dom.ts';
import type { Session } from './session.ts';
import type { Words } from './words/en.ts';

export interface Persona {
  name: string;
  prompts: string[];
}

export interface Conversation {
  /** The log and the field to write in. */
  elements: HTMLElement[];
  field: HTMLTextAreaElement;
  /** Shows the chat of before, once. */
  resume(): void;
  /** Forgets the chat and begins another. */
  fresh(): void;
  /** Pauses the recording that plays. */
  pause(): void;
}

const SEND = 'M12 20V4M5 11l7-7 7 7';
const STOP = 'M7 7h10v10H7z';
/** How near to the end of the log one must be to be taken along with what is said. */
const NEAR_PX = 80;

export function createConversation(
  session: Session,
  words: Words,
  { name, prompts }: Persona,
  face: () => HTMLElement,
  plays: boolean,
): Conversation {
  const log = make('div', { role: 'log', 'aria-label': words.log, tabindex: '0' });
  const field = make('textarea', {
    'aria-label': words.message,
    placeholder: words.message,
    rows: '1',
    maxlength: '4000',
    dir: 'auto',
    keydown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    },
  });
  const button = make('button', { click: () => (answering ? stop() : submit()) });
  /** Whether an answer is being told. */
  let answering = false;
  let resumed = false;

  const setAnswering = (now: boolean): void => {
    answering = now;
    button.setAttribute('aria-label', now ? words.stop : words.send);
    button.title = now ? words.stop : words.send;
    button.replaceChildren(icon(now ? STOP : SEND));
  };
  const toEnd = (): void => {
    log.scrollTop = log.scrollHeight;
  };
  /** Changes the log, and stays at its end only if that is where the reader is. */
  const change = (work: () => void): void => {
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    work();
    if (isNear) toEnd();
  };

  const greet = (): void => {
    const asks = prompts.length > 0 ? prompts.slice(0, 4) : [words.start];
    log.replaceChildren(
      make(
        'div',
        { class: 'hello' },
        face(),
        make('p', { dir: 'auto' }, words.hello.replaceAll('{}', name)),
        make(
          'div',
          { class: 'asks' },
          ...asks.map((text) => make('button', { click: () => ask(text), dir: 'auto' }, text)),
        ),
      ),
    );
  };
  const addQuestion = (text: string): void =>
    log.append(make('p', { class: 'question' }, make('span', { dir: 'auto' }, text)));
  const addAnswer = (): AnswerView => {
    const view = createAnswerView({
      words,
      plays,
      ask,
      async rate(id, rating) {
        const response = await session.call(`api/persona/messages/${id}/feedback`, { rating });
        if (!response.ok) throw await refusalOf(response);
      },
    });
    log.append(view.element);
    return view;
  };

  /** Tells an answer, whoever asked for it, and offers to go on where that fails. */
  const tell = async (
    view: AnswerView,
    request: (lastEventId: string) => Promise<Response>,
  ): Promise<void> => {
    setAnswering(true);
    try {
      const answer = await follow(
        { request, sleep },
        {
          begin(chatId) {
            session.chatId = chatId;
            change(view.begin);
          },
          add: (text) => change(() => view.add(text)),
          wait: () => change(view.wait),
        },
      );
      session.chatId = answer.chat_id;
      change(() => view.finish(answer));
    } catch (error) {
      const { code = '' } = error instanceof Refusal ? error : {};
      const why = /quota|rate/.test(code) ? words.busy : code === '' ? words.offline : words.failed;
      change(() =>
        view.fail(why, () => {
          view.begin();
          void tell(view, request);
        }),
      );
    } finally {
      setAnswering(false);
    }
  };

  const ask = (message: string): void => {
    if (answering) return;
    // The same id whenever it is sent again, so that it is answered once.
    const message_id = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
    const chat_id = session.chatId;
    if (log.querySelector('.hello')) log.replaceChildren();
    addQuestion(message);
    const view = addAnswer();
    toEnd();
    void tell(view, async (lastEventId) => {
      const chat_data = {
        user_id: await session.user(),
        message,
        message_id,
        stream: true,
        inline_citations: false,
        ...(chat_id && { chat_id }),
      };
      return session.call('api/kb/v2/chat', { chat_data }, lastEventOf(lastEventId));
    });
  };
  const submit = (): void => {
    const text = field.value.trim();
    if (text === '' || answering) return;
    field.value = '';
    ask(text);
  };
  const stop = (): void => {
    if (session.chatId)
      void session.call(`api/kb/v2/chat/${session.chatId}/cancel`, {}).catch(() => undefined);
  };

  const resume = async (chatId: string): Promise<void> => {
    const response = await session.call(`api/persona/messages/${chatId}?limit=1000`);
    if (!response.ok) throw await refusalOf(response);
    const { message_items } = (await response.json()) as { message_items: Static<typeof MessageView>[] };
    if (message_items.length === 0) return;
    log.replaceChildren();
    for (const { id, role, text, ...more } of message_items)
      if (role === 'user') addQuestion(text);
      else addAnswer().finish({ message_id: id, response: text, ...more });
    toEnd();
    // It was asked on the page of before.
    if (message_items.at(-1)?.role === 'user')
      await tell(addAnswer(), (lastEventId) =>
        session.call(`api/kb/v2/chat/${chatId}/events`, undefined, lastEventOf(lastEventId)),
      );
  };

  setAnswering(false);
  greet();
  return {
    elements: [
      log,
      make(
        'form',
        {
          submit: (event: Event) => event.preventDefault(),
        },
        make('div', {}, field, button),
      ),
    ],
    field,
    resume() {
      // What is said from now on stands here already.
      const { chatId } = session;
      if (resumed) return;
      resumed = true;
      if (!chatId) return;
      // A chat that is there no more is forgotten.
      resume(chatId).catch((error: unknown) => {
        if (error instanceof Refusal) session.chatId = undefined;
      });
    },
    fresh() {
      session.chatId = undefined;
      greet();
    },
    pause: () => log.querySelector<HTMLMediaElement>('video,audio')?.pause(),
  };
}

const lastEventOf = (id: string): Record<string, string> => (id ? { 'last-event-id': id } : {});

/** The time in ms, or less where the browser is back in the net before that. */
const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    addEventListener(
      'online',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
