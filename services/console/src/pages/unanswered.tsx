import { replyOf } from '@persona/client';
import type { UnansweredQuestion } from '@persona/contracts';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import { may } from '../state/session.ts';
import { Action, Badge, Dialog, Empty, Shown, Time, number, CancelOr } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { tell } from '../ui/toast.tsx';

/** What was asked and no page answers, the most frequent first; an answer becomes a page. */
export function Unanswered() {
  const instance_id = personaId.value;
  const questions = useLoad(`unanswered ${instance_id}`, async (signal) => {
    const params = { query: { limit: 200, ...(instance_id === '' ? {} : { instance_id }) } };
    return (await replyOf(api.GET('/api/kb/unanswered', { params, signal }))).unanswered;
  });
  useChanges(['chat', 'review'], questions.reload);
  const { answer } = route.value.params;
  const answering = questions.data?.find(({ message_ids }) => answer && message_ids.includes(answer));
  return (
    <>
      <div class="page-head">
        <h1>{t.value.unanswered}</h1>
      </div>
      <Shown of={questions}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t.value.noUnanswered}>
              <p>{t.value.noUnansweredHint}</p>
            </Empty>
          ) : (
            <ul class="stack">
              {all.map((one) => (
                <li key={one.message_ids[0] ?? one.question} class="card stack">
                  <div class="row spread">
                    <h2 dir="auto">{one.question}</h2>
                    <Badge tone="busy">{t.value.timesAsked(number(one.count))}</Badge>
                  </div>
                  {one.phrasings.map((phrasing) => (
                    <p key={phrasing} class="soft small" dir="auto">
                      {phrasing}
                    </p>
                  ))}
                  <p class="soft small">
                    <Time at={one.last_at} />
                    {one.nearest && (
                      <>
                        {' · '}
                        {t.value.nearestPage}:{' '}
                        <a href={linkTo('knowledge', { page: one.nearest.td_id })} dir="auto">
                          {one.nearest.title}
                        </a>
                      </>
                    )}
                  </p>
                  <div class="actions">
                    <button
                      type="button"
                      class="primary"
                      onClick={() => change({ answer: one.message_ids[0] }, { replace: false })}
                    >
                      {t.value.answerIt}
                    </button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {answering && (
        <Answer
          question={answering}
          onClose={() => change({ answer: '' })}
          onAnswered={() => {
            change({ answer: '' });
            questions.reload();
          }}
        />
      )}
    </>
  );
}

function Answer({
  question: { question, message_ids },
  onClose,
  onAnswered,
}: {
  question: UnansweredQuestion;
  onClose: () => void;
  onAnswered: () => void;
}) {
  const [text, setText] = useState('');
  const send = async () => {
    const params = { path: { id: message_ids[0] ?? '' } };
    // The question stands above its answer, so that both are found.
    const body = { correction: `## ${question}\n\n${text.trim()}` };
    const { review_id } = await replyOf(api.POST('/api/persona/messages/{id}/feedback', { params, body }));
    if (review_id !== null && may('review')) {
      await api.POST('/api/kb/review-data/{id}/approve', { params: { path: { id: review_id } }, body: {} });
      tell(t.value.answerStored);
    } else tell(t.value.correctionSent);
    onAnswered();
  };
  return (
    <Dialog title={question} onClose={onClose}>
      <label class="field">
        <span>{t.value.yourAnswer}</span>
        <textarea
          rows={6}
          value={text}
          dir="auto"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <CancelOr onCancel={onClose}>
        <Action kind="primary" disabled={text.trim() === ''} run={send}>
          {t.value.save}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
