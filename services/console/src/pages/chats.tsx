import { replyOf } from '@persona/client';
import type { Receipt, ChatView } from '@persona/contracts';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api, baseUrl } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import {
  Action,
  Badge,
  Confirm,
  Dialog,
  Empty,
  ErrorNote,
  Loading,
  Shown,
  Time,
  number,
} from '../ui/basics.tsx';
import { CitedText } from '../ui/cited-text.tsx';
import { citationOf, closeSource, openSource } from '../ui/opened-source.ts';
import { Correct } from '../ui/correct.tsx';
import { useLoad } from '../ui/load.ts';
import { MoreRows } from '../ui/more-rows.tsx';
import { usePages } from '../ui/pager.ts';
import { Reader } from '../ui/reader.tsx';
import { tell } from '../ui/toast.tsx';

const TYPING_DELAY_MS = 250;

export function Chats() {
  const instance_id = personaId.value;
  const { q, user, chat: opened } = route.value.params;
  const [text, setText] = useState(user ?? '');
  const [words, setWords] = useState(q ?? '');
  useEffect(() => {
    const timer = setTimeout(() => change({ user: text.trim(), q: words.trim() }), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, words]);
  const list = usePages<ChatView>(JSON.stringify([instance_id, user, q]), async (cursor, signal) => {
    const query = {
      limit: 50,
      ...(instance_id === '' ? {} : { instance_id }),
      ...(user ? { user_id: user } : {}),
      ...(q ? { q } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { chats, next_cursor } = await replyOf(
      api.GET('/api/persona/chats', { params: { query }, signal }),
    );
    return { rows: chats, next: next_cursor };
  });
  useChanges(['chat'], list.reload);
  const { rows, next, isLoading } = list;
  // Many chats are searched in steps; while nothing is found, the next step is what is wanted.
  const isSearching = rows.length === 0 && next !== null && !list.error;
  useEffect(() => {
    if (isSearching && !isLoading) list.more();
  }, [isSearching, isLoading]);
  return (
    <>
      <div class="page-head">
        <h1>{t.value.chats}</h1>
      </div>
      <div class="filters row" role="search">
        <input
          type="search"
          aria-label={t.value.search}
          placeholder={t.value.searchChats}
          value={words}
          dir="auto"
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <input
          type="search"
          aria-label={t.value.user}
          placeholder={t.value.user}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {user && <EraseUser key={user} userId={user} onErased={list.reload} />}
      </div>
      {list.error && <ErrorNote error={list.error} retry={list.reload} />}
      {rows.length === 0 ? (
        isLoading || isSearching ? (
          <Loading />
        ) : (
          <Empty title={q || user ? t.value.nothingFound : t.value.noChats}>
            <a href={linkTo('talk')}>{t.value.talk}</a>
          </Empty>
        )
      ) : (
        <ul class="list card">
          {rows.map((one) => (
            <li key={one.chat_id}>
              <a
                class="page-row"
                href={linkTo('chats', { ...route.value.params, chat: one.chat_id })}
                aria-current={one.chat_id === opened ? 'true' : undefined}
              >
                <span class="page-title" dir="auto">
                  {one.title || one.messages[0]}
                </span>
                <span class="soft small">
                  {one.user_id} · <Time at={one.updated_at} />
                </span>
                <Badge tone="quiet">{number(one.message_count)}</Badge>
              </a>
            </li>
          ))}
        </ul>
      )}
      <MoreRows list={list} />
      {opened && (
        <OneChat
          key={opened}
          id={opened}
          onClose={() => change({ chat: '', message: '', source: '' })}
          onDeleted={list.reload}
        />
      )}
    </>
  );
}

function OneChat({ id, onClose, onDeleted }: { id: string; onClose: () => void; onDeleted: () => void }) {
  const { message, source } = route.value.params;
  const [isDeleting, setIsDeleting] = useState(false);
  const chat = useLoad(id, async (signal) => {
    const params = { path: { id }, query: { limit: 1000 } };
    return replyOf(api.GET('/api/persona/messages/{id}', { params, signal }));
  });
  useChanges(['chat'], chat.reload);
  const opened = citationOf(
    chat.data?.message_items.find((one) => one.id === message),
    source,
  );
  return (
    <>
      <Dialog title={chat.data?.title ?? t.value.loading} kind="side" onClose={onClose}>
        <Shown of={chat}>
          {({ message_items, user_id }) => (
            <>
              <p class="soft small">
                {t.value.user}: <a href={linkTo('chats', { user: user_id })}>{user_id}</a>
              </p>
              <div class="conversation" role="log" aria-label={t.value.conversation}>
                {message_items.map(({ id: messageId, role, text, citations, answer_type }) =>
                  role === 'user' ? (
                    <div key={messageId} class="turn user" dir="auto">
                      {text}
                    </div>
                  ) : (
                    <article key={messageId} class="turn assistant">
                      <CitedText
                        text={text}
                        citations={citations}
                        onOpen={({ index }) => openSource(messageId, index)}
                      />
                      <footer class="small">
                        {answer_type === 'no_answer' && <Badge tone="busy">{t.value.no_answer}</Badge>}
                        <a href={linkTo('talk', { chat: id, message: messageId, tab: 'why' })}>
                          {t.value.why}
                        </a>
                        <Correct messageId={messageId} answer={text} />
                      </footer>
                    </article>
                  ),
                )}
              </div>
            </>
          )}
        </Shown>
        <div class="actions">
          <Action kind="danger" run={() => setIsDeleting(true)}>
            {t.value.deleteChat}
          </Action>
          <a class="button" href={linkTo('talk', { chat: id })}>
            {t.value.goOn}
          </a>
        </div>
        {isDeleting && (
          <Confirm
            title={t.value.deleteChat}
            text={t.value.deleteChatText}
            action={t.value.delete}
            run={async () => {
              await api.DELETE('/api/persona/chats/{id}', { params: { path: { id } } });
              tell(t.value.chatDeleted);
              onDeleted();
              onClose();
            }}
            onClose={() => setIsDeleting(false)}
          />
        )}
      </Dialog>
      {opened && <Reader citation={opened} onClose={closeSource} />}
    </>
  );
}

function EraseUser({ userId, onErased }: { userId: string; onErased: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const [receipt, setReceipt] = useState<Receipt>();
  const path = { user_id: userId };
  const query = personaId.value === '' ? {} : { instance_id: personaId.value };
  const exported = `${baseUrl}/api/users/${encodeURIComponent(userId)}/export?${new URLSearchParams(query).toString()}`;
  return (
    <>
      <a class="button" href={exported} download={`${userId}.ndjson`}>
        {t.value.export}
      </a>
      <button type="button" class="danger" onClick={() => setIsAsking(true)}>
        {t.value.eraseUser}
      </button>
      {isAsking && (
        <Confirm
          title={t.value.eraseUser}
          text={t.value.eraseUserText(userId)}
          action={t.value.eraseUser}
          run={async () => {
            const reply = await replyOf(api.DELETE('/api/users/{user_id}', { params: { path, query } }));
            setReceipt(reply.receipt);
            onErased();
          }}
          onClose={() => setIsAsking(false)}
        />
      )}
      {receipt && (
        <Dialog title={t.value.receipt} onClose={() => setReceipt(undefined)}>
          <dl class="facts">
            <dt>{t.value.user}</dt>
            <dd>{receipt.subject}</dd>
            {Object.entries(receipt.removed).map(([what, count]) => [
              <dt key={what}>{what.replaceAll('_', ' ')}</dt>,
              <dd key={`${what} count`}>{number(count)}</dd>,
            ])}
            <dt>{t.value.residual}</dt>
            <dd>{number(receipt.residual)}</dd>
            <dt>{t.value.when}</dt>
            <dd>
              <Time at={receipt.at} />
            </dd>
          </dl>
        </Dialog>
      )}
    </>
  );
}
