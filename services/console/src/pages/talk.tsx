import { replyOf, PersonaError } from '@persona/client';
import type { ChatAnswer, Citation } from '@persona/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api, client } from '../state/api.ts';
import { persona, personaId } from '../state/personas.ts';
import { change, go, linkTo, route } from '../state/route.ts';
import { session } from '../state/session.ts';
import { Action, Badge, Empty, ErrorNote } from '../ui/basics.tsx';
import { CitedText } from '../ui/cited-text.tsx';
import { Correct } from '../ui/correct.tsx';
import { Listen } from '../ui/listen.tsx';
import { citationOf, closeSource, openSource } from '../ui/opened-source.ts';
import { Reader } from '../ui/reader.tsx';
import { tellError } from '../ui/toast.tsx';
import { AboutAnswer } from './about-answer.tsx';

/** A message that is shown: stored, being written, or not answered yet. */
export interface Turn {
  id: string;
  role: 'user' | 'assistant';
  text: string;
  citations: readonly Citation[];
  answer?: Partial<ChatAnswer>;
  /** What it answers. */
  question?: string;
  isWriting?: boolean;
}

/** Whom the console speaks for: the user of the key, else itself. */
const userId = (): string => session.value?.user_id ?? 'console';

export function Talk() {
  const { chat } = route.value.params;
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [error, setError] = useState<Error>();
  const [isCut, setIsCut] = useState(false);
  /** The chat whose turns are shown. */
  const shown = useRef<string | undefined>(undefined);
  const asking = useRef<AbortController | undefined>(undefined);

  const load = async (chatId: string) => {
    const params = { path: { id: chatId }, query: { limit: 1000 } };
    const { message_items } = await replyOf(api.GET('/api/persona/messages/{id}', { params }));
    setTurns(
      message_items.map(({ id, role, text, citations, answer_type }, n) => ({
        id,
        role,
        text,
        citations,
        ...(role === 'assistant'
          ? {
              answer: { message_id: id, answer_type: answer_type as ChatAnswer['answer_type'] },
              question: message_items[n - 1]?.text ?? '',
            }
          : {}),
      })),
    );
  };
  useEffect(() => {
    if (chat === shown.current) return;
    shown.current = chat;
    asking.current?.abort();
    setError(undefined);
    setTurns([]);
    if (chat !== undefined) load(chat).catch(setError);
  }, [chat]);
  useEffect(() => () => asking.current?.abort(), []);
  useEffect(() => {
    scrollTo({ top: document.body.scrollHeight, behavior: 'instant' });
  }, [turns.length]);

  const ask = async (message: string) => {
    const ended = new AbortController();
    asking.current = ended;
    setError(undefined);
    const own: Turn = { id: crypto.randomUUID(), role: 'user', text: message, citations: [] };
    const writing: Turn = {
      id: `${own.id} answer`,
      role: 'assistant',
      text: '',
      citations: [],
      question: message,
      isWriting: true,
    };
    const before = turns.filter(({ isWriting }) => !isWriting);
    let now = writing;
    const show = (more: Partial<Turn>) => {
      now = { ...now, ...more };
      if (!ended.signal.aborted) setTurns([...before, own, now]);
    };
    show({});
    try {
      const question = {
        user_id: userId(),
        message,
        ...(personaId.value === '' ? {} : { instance_id: personaId.value }),
        ...(chat === undefined ? {} : { chat_id: chat }),
      };
      for await (const { event, data } of client.ask(question, {
        signal: ended.signal,
        onConnection: (isOpen) => setIsCut(!isOpen),
      })) {
        if (event === 'start') {
          show({ text: '', citations: [] });
          shown.current = data.chat_id;
          change({ chat: data.chat_id, message: undefined });
        } else if (event === 'delta') show({ text: now.text + data.text });
        else if (event === 'citation') show({ citations: [...now.citations, data] });
        else if (event === 'done')
          show({
            id: data.message_id,
            text: data.response,
            citations: data.citations,
            answer: data,
            isWriting: false,
          });
        else if (event === 'error') throw new PersonaError(502, data.message, { code: data.code });
      }
    } catch (caught) {
      if (ended.signal.aborted) return;
      setError(caught as Error);
      setTurns([...before, own]);
    } finally {
      setIsCut(false);
      if (asking.current === ended) asking.current = undefined;
    }
  };

  const stop = async () => {
    if (shown.current === undefined) return;
    const params = { path: { chat_id: shown.current } };
    await api.POST('/api/kb/v2/chat/{chat_id}/cancel', { params });
  };

  const isWriting = turns.at(-1)?.isWriting ?? false;
  const answers = turns.filter(({ role, isWriting }) => role === 'assistant' && !isWriting);
  const selected = answers.find(({ id }) => id === route.value.params['message']) ?? answers.at(-1);
  const source = citationOf(selected, route.value.params['source']);
  const lastQuestion = turns.findLast(({ role }) => role === 'user')?.text;
  const name = persona.value?.name ?? t.value.persona;

  return (
    <>
      <div class="page-head">
        <h1 dir="auto">{t.value.talkTo(name)}</h1>
        {turns.length > 0 && (
          <button type="button" onClick={() => go('talk', {})}>
            {t.value.newChat}
          </button>
        )}
      </div>
      <div class="talk">
        <div class="talk-main">
          <div class="conversation" role="log" aria-label={t.value.conversation} aria-busy={isWriting}>
            {turns.length === 0 && !error && (
              <Empty title={t.value.askAnything(name)}>
                <p>{t.value.askHint}</p>
                <FirstQuestions onAsk={(question) => void ask(question)} />
              </Empty>
            )}
            {turns.map((turn) => (
              <Said
                key={turn.id}
                turn={turn}
                isSelected={answers.length > 1 && turn === selected}
                onOpen={({ index }) => openSource(turn.id, index)}
              />
            ))}
            {isCut && (
              <p class="soft" role="status">
                {t.value.tookOff}
              </p>
            )}
            {error && (
              <ErrorNote
                error={error}
                {...(lastQuestion === undefined ? {} : { retry: () => void ask(lastQuestion) })}
              />
            )}
          </div>
          <Composer isWriting={isWriting} onSend={(text) => void ask(text)} onStop={stop} />
        </div>
        {selected && (
          <AboutAnswer
            key={selected.id}
            turn={selected}
            onOpen={({ index }) => openSource(selected.id, index)}
          />
        )}
      </div>
      {source && <Reader citation={source} onClose={closeSource} />}
    </>
  );
}

function Said({
  turn,
  isSelected,
  onOpen,
}: {
  turn: Turn;
  isSelected: boolean;
  onOpen: (citation: Citation) => void;
}) {
  const { id, role, text, citations, answer, isWriting } = turn;
  if (role === 'user')
    return (
      <div class="turn user" dir="auto">
        <span class="visually-hidden">{t.value.you}: </span>
        {text}
      </div>
    );
  const type = answer?.answer_type;
  return (
    <article class={`turn assistant${isSelected ? ' is-selected' : ''}`}>
      <div class={isWriting ? 'cursor' : ''}>
        <CitedText text={text} citations={isWriting ? [] : citations} onOpen={onOpen} />
      </div>
      {!isWriting && (
        <footer class="small">
          {type && (
            <Badge tone={type === 'grounded' ? 'good' : type === 'no_answer' ? 'busy' : 'quiet'}>
              {t.value[type]}
            </Badge>
          )}
          <a href={linkTo('talk', { ...route.value.params, message: id, tab: 'why' })}>{t.value.why}</a>
          {type === 'grounded' && <Listen messageId={id} />}
          {type && type !== 'general' && <Correct messageId={id} answer={text} />}
        </footer>
      )}
    </article>
  );
}

function Composer({
  isWriting,
  onSend,
  onStop,
}: {
  isWriting: boolean;
  onSend: (text: string) => void;
  onStop: () => Promise<void>;
}) {
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '' || isWriting) return;
    onSend(text.trim());
    setText('');
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        rows={1}
        aria-label={t.value.message}
        placeholder={t.value.message}
        maxLength={32_768}
        dir="auto"
        value={text}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- talking is what the page is for
        autofocus
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          // While a word is being composed, Enter chooses it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      {isWriting ? (
        <Action run={onStop}>{t.value.stop}</Action>
      ) : (
        <button type="submit" class="primary">
          {t.value.send}
        </button>
      )}
    </form>
  );
}

/** Questions that the pages answer, for whoever does not know what to ask. */
function FirstQuestions({ onAsk }: { onAsk: (question: string) => void }) {
  const [questions, setQuestions] = useState<readonly string[]>([]);
  const instance_id = personaId.value;
  useEffect(() => {
    const kept = persona.value?.configuration['prompts'];
    if (Array.isArray(kept)) {
      setQuestions(kept.filter((one) => typeof one === 'string').slice(0, 4));
      return;
    }
    const suggest = async () => {
      const query = { instance_id, status: 'live' as const, limit: 4 };
      const { training_data } = await replyOf(api.GET('/api/kb/training-data', { params: { query } }));
      const topics = training_data.map(({ title }) => title.slice(0, 200));
      if (topics.length === 0) return;
      const body = { data: { instance_id, topics, count: 4 } };
      const { items } = await replyOf(api.POST('/api/kb/auto-generate-prompts', { body }));
      setQuestions(items.filter(({ answerable }) => answerable).map(({ prompt }) => prompt));
    };
    // Without them the page works all the same.
    suggest().catch((caught: unknown) => {
      if ((caught as PersonaError).code !== 'scope_missing') tellError(caught);
    });
  }, [instance_id]);
  return (
    <div class="row suggestions">
      {questions.map((question) => (
        <button key={question} type="button" dir="auto" onClick={() => onAsk(question)}>
          {question}
        </button>
      ))}
    </div>
  );
}
