import { replyOf } from '@persona/client';
import type { ReviewItem, ReviewState, SubmissionView } from '@persona/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import { may } from '../state/session.ts';
import { Action, Badge, Empty, ErrorNote, Loading, Time, number, type Tone } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { usePages } from '../ui/pager.ts';
import { tell, tellError } from '../ui/toast.tsx';
import { WordDiff } from '../ui/word-diff.tsx';

const states: readonly ReviewState[] = ['pending', 'changes_requested', 'approved', 'rejected', 'withdrawn'];
const TONES: Record<ReviewState, Tone> = {
  pending: 'busy',
  changes_requested: 'busy',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'quiet',
};
const isPageId = (article: string): boolean => /^td_[0-9A-HJKMNP-TV-Z]{26}$/.test(article);

export function Review() {
  const instance_id = personaId.value;
  const state = states.find((one) => one === route.value.params['state']) ?? 'pending';
  const list = usePages<SubmissionView>(JSON.stringify([instance_id, state]), async (cursor, signal) => {
    const query = {
      state,
      limit: 50,
      ...(instance_id === '' ? {} : { instance_id }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const reply = await replyOf(api.GET('/api/kb/review-data', { params: { query }, signal }));
    return { rows: reply.review_data, next: reply.next_cursor };
  });
  useChanges(['review'], list.reload);
  const [first] = list.rows;
  const opened = list.rows.find(({ id }) => id === route.value.params['review']) ?? first;

  return (
    <>
      <div class="page-head">
        <h1>{t.value.review}</h1>
        <select
          aria-label={t.value.status}
          value={state}
          onChange={({ currentTarget }) => change({ state: currentTarget.value, review: '' })}
        >
          {states.map((one) => (
            <option key={one} value={one}>
              {t.value[`review_${one}`]}
            </option>
          ))}
        </select>
      </div>
      {list.error && <ErrorNote error={list.error} retry={list.reload} />}
      {opened === undefined ? (
        list.isLoading ? (
          <Loading />
        ) : (
          <Empty title={t.value.noReviews}>
            <p>{t.value.noReviewsHint}</p>
          </Empty>
        )
      ) : (
        <div class="split">
          <ul class="list">
            {list.rows.map((one) => (
              <li key={one.id}>
                <a
                  class="page-row"
                  href={linkTo('review', { state, review: one.id })}
                  aria-current={one === opened ? 'true' : undefined}
                >
                  <span class="page-title" dir="auto">
                    {firstWords(one)}
                  </span>
                  <span class="soft small">
                    <Time at={one.created_at} />
                  </span>
                </a>
              </li>
            ))}
            {list.next !== null && (
              <li>
                <button type="button" class="link" onClick={list.more}>
                  {t.value.more}
                </button>
              </li>
            )}
          </ul>
          <Submission key={`${opened.id} ${opened.version}`} submission={opened} onDecided={list.reload} />
        </div>
      )}
    </>
  );
}

const firstWords = ({ items: [item] }: SubmissionView): string =>
  item === undefined ? '' : isPageId(item.article) ? item.article : item.article.slice(0, 80);

type Decision = 'approve' | 'reject' | 'request-changes';
const KEYS: Record<string, Decision | 'edit'> = {
  a: 'approve',
  r: 'reject',
  c: 'request-changes',
  e: 'edit',
};

function Submission({ submission, onDecided }: { submission: SubmissionView; onDecided: () => void }) {
  const { id, items, notes, state } = submission;
  const [edits, setEdits] = useState<Readonly<Record<number, string>>>({});
  const [editing, setEditing] = useState<number>();
  const [note, setNote] = useState('');
  const isOpen = state === 'pending';

  const decide = async (decision: Decision) => {
    const params = { path: { id } };
    const changed = Object.keys(edits).length > 0 && decision === 'approve';
    const body = {
      ...(note === '' ? {} : { note }),
      ...(changed ? { articles: items.map(({ n }, at) => edits[n] ?? edits[at] ?? null) } : {}),
    };
    if (decision === 'approve') await api.POST('/api/kb/review-data/{id}/approve', { params, body });
    else if (decision === 'reject') await api.POST('/api/kb/review-data/{id}/reject', { params, body });
    else await api.POST('/api/kb/review-data/{id}/request-changes', { params, body });
    tell(t.value[`done_${decision}`]);
    onDecided();
  };
  const newest = useRef(decide);
  newest.current = decide;
  useEffect(() => {
    if (!isOpen) return undefined;
    const press = (event: KeyboardEvent) => {
      const { target, key, metaKey, ctrlKey, altKey } = event;
      if (metaKey || ctrlKey || altKey || (target as Element).closest('input, textarea, select, dialog'))
        return;
      const action = KEYS[key.toLowerCase()];
      if (action === undefined) return;
      event.preventDefault();
      if (action === 'edit') setEditing(items[0]?.n);
      else newest.current(action).catch(tellError);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [id, isOpen]);

  return (
    <section class="card stack" aria-label={id}>
      <div class="row spread">
        <Badge tone={TONES[state]}>{t.value[`review_${state}`]}</Badge>
        <span class="soft small">{submission.submitted_by}</span>
      </div>
      {notes.map((text, n) => (
        <blockquote key={n} class="quote" dir="auto">
          {text}
        </blockquote>
      ))}
      {items.map((item) => (
        <Item
          key={item.n}
          item={item}
          edited={edits[item.n]}
          isEditing={editing === item.n}
          onEdit={(text) => setEdits({ ...edits, [item.n]: text })}
          onDone={() => setEditing(undefined)}
        />
      ))}
      {submission.decision_note && (
        <p class="note" dir="auto">
          {submission.decision_note}
        </p>
      )}
      {isOpen && (
        <>
          <label class="field">
            <span>
              {t.value.note} ({t.value.optional})
            </span>
            <input value={note} dir="auto" onInput={({ currentTarget }) => setNote(currentTarget.value)} />
          </label>
          <div class="actions">
            <Action run={() => setEditing(items[0]?.n)}>
              {t.value.edit} <kbd>E</kbd>
            </Action>
            <Action run={() => decide('request-changes')}>
              {t.value.requestChanges} <kbd>C</kbd>
            </Action>
            <Action kind="danger" run={() => decide('reject')}>
              {t.value.reject} <kbd>R</kbd>
            </Action>
            <Action kind="primary" run={() => decide('approve')}>
              {t.value.approve} <kbd>A</kbd>
            </Action>
          </div>
        </>
      )}
    </section>
  );
}

function Item({
  item,
  edited,
  isEditing,
  onEdit,
  onDone,
}: {
  item: ReviewItem;
  edited: string | undefined;
  isEditing: boolean;
  onEdit: (text: string) => void;
  onDone: () => void;
}) {
  const { article, reviews_td_id, checks, message_id } = item;
  const live = useLoad(reviews_td_id !== null && may('kb') ? reviews_td_id : null, async (signal) => {
    const params = { path: { id: reviews_td_id ?? '' } };
    return (await replyOf(api.GET('/api/kb/training-data/{id}', { params, signal }))).training_data;
  });
  const corrected = useLoad(may('history') ? (message_id ?? null) : null, async (signal) => {
    const params = { path: { id: message_id ?? '' } };
    return replyOf(api.GET('/api/persona/messages/{id}/explain', { params, signal }));
  });
  const { chat_id, question, response, answer_type } = corrected.data ?? {};
  const said = answer_type === 'grounded' ? response : undefined;
  const before = live.data?.content ?? said ?? (isPageId(article) ? '' : article);
  const proposed = isPageId(article) ? before : article;
  const after = edited ?? item.edited ?? proposed;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isEditing) field.current?.focus();
  }, [isEditing]);
  return (
    <div class="review-item">
      <div class="stack">
        {live.data && (
          <p class="soft small" dir="auto">
            <a href={linkTo('knowledge', { page: reviews_td_id ?? '' })}>{live.data.title}</a>
          </p>
        )}
        {chat_id !== undefined && (
          <p class="soft small" dir="auto">
            {t.value.corrects}: <a href={linkTo('chats', { chat: chat_id })}>{question}</a>
          </p>
        )}
        {isEditing ? (
          <>
            <textarea
              ref={field}
              aria-label={t.value.text}
              rows={10}
              value={after}
              dir="auto"
              onInput={({ currentTarget }) => onEdit(currentTarget.value)}
              onKeyDown={({ key }) => key === 'Escape' && onDone()}
            />
            <div class="actions">
              <button type="button" onClick={onDone}>
                {t.value.done}
              </button>
            </div>
          </>
        ) : (
          <WordDiff before={before} after={after} />
        )}
      </div>
      {(checks.length > 0 || item.note) && (
        <ul class="checks stack">
          {item.note && <li dir="auto">{item.note}</li>}
          {checks.map(({ kind, message, quote, td_id, score }, n) => (
            <li key={n} class={`check-note ${kind}`}>
              <strong>{t.value[`check_${kind}`]}</strong>
              {score !== undefined && <span class="soft small"> {number(score, { style: 'percent' })}</span>}
              <p class="small" dir="auto">
                {message}
              </p>
              {quote !== undefined && (
                <blockquote class="small" dir="auto">
                  “{quote}”
                </blockquote>
              )}
              {td_id !== undefined && (
                <a class="small" href={linkTo('knowledge', { page: td_id })}>
                  {t.value.openPage}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
