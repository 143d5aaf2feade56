import { replyOf } from '@persona/client';
import type { Citation } from '@persona/contracts';
import { t } from '../i18n/index.ts';
import { api, baseUrl } from '../state/api.ts';
import { personaId } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import { may } from '../state/session.ts';
import { Badge, Copyable, Shown, Tabs, number, percent } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { curlOf, pythonOf, typescriptOf } from '../ui/snippets.ts';
import type { Turn } from './talk.tsx';

const names = ['answer', 'why', 'request'] as const;

/** What is behind an answer: its sources, why it said this, and the call that asks the same. */
export function AboutAnswer({ turn, onOpen }: { turn: Turn; onOpen: (citation: Citation) => void }) {
  const tab = names.find((one) => one === route.value.params['tab']) ?? 'answer';
  return (
    <section class="card stack why" aria-label={t.value.details}>
      <Tabs
        label={t.value.details}
        tabs={names.map((name) => [name, t.value[name]] as const)}
        selected={tab}
        onSelect={(name) => change({ tab: name })}
      />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0} class="stack">
        {tab === 'answer' && <Sources turn={turn} onOpen={onOpen} />}
        {tab === 'why' && <Why turn={turn} />}
        {tab === 'request' && <Request turn={turn} />}
      </div>
    </section>
  );
}

function Sources({ turn, onOpen }: { turn: Turn; onOpen: (citation: Citation) => void }) {
  if (turn.citations.length === 0) return <p class="soft">{t.value.noSources}</p>;
  return (
    <ol class="stack">
      {turn.citations.map((citation) => (
        <li key={citation.index} class="stack-tight">
          <blockquote class="quote" dir="auto">
            {citation.quote}
          </blockquote>
          <button type="button" class="link" dir="auto" onClick={() => onOpen(citation)}>
            [{citation.index}] {citation.title}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Why({ turn: { id, answer = {}, citations } }: { turn: Turn }) {
  const { dropped = [], suggestions = [], answer_type } = answer;
  const why = useLoad(may('history') ? id : null, async (signal) => {
    const params = { path: { id } };
    return replyOf(api.GET('/api/persona/messages/{id}/explain', { params, signal }));
  });
  const model = why.data?.model ?? answer.model;
  const confidence = why.data?.confidence ?? answer.confidence ?? null;
  const facts: [string, string | undefined][] = [
    [t.value.answer, answer_type && t.value[answer_type]],
    [t.value.confidence, confidence === null ? undefined : percent(confidence)],
    [t.value.model, model === 'extractive' ? t.value.ownWords : model],
    [t.value.time, why.data?.took_ms == null ? undefined : t.value.took(number(why.data.took_ms))],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(
          ([name, value]) => value && [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>],
        )}
      </dl>
      {may('history') ? (
        <Shown of={why}>
          {({ passages, sentences, is_kept }) =>
            is_kept ? (
              <>
                <h2>{t.value.passages}</h2>
                <ol class="list">
                  {passages.map(({ td_id, title, text, score, outcome, start }) => (
                    <li key={`${td_id} ${start}`} class="why-row">
                      <details>
                        <summary>
                          <span dir="auto">{title ?? td_id}</span>{' '}
                          <Badge tone={outcome === 'cited' ? 'good' : 'quiet'}>
                            {t.value[`passage_${outcome}`]}
                          </Badge>{' '}
                          <span class="soft small">
                            {t.value.score} {number(score, { maximumFractionDigits: 2 })}
                          </span>
                        </summary>
                        <p class="quote small" dir="auto">
                          {text}
                        </p>
                      </details>
                    </li>
                  ))}
                </ol>
                {sentences.length > 0 && (
                  <>
                    <h2>{t.value.sentences}</h2>
                    <ol class="list">
                      {sentences.map(({ text, odds, said, td_id, start }) => (
                        <li key={`${td_id} ${start}`} class="why-row small" dir="auto">
                          {said ? <strong>{text}</strong> : text}{' '}
                          <span class="soft">
                            {number(odds, { maximumFractionDigits: 1, signDisplay: 'always' })}
                          </span>
                        </li>
                      ))}
                    </ol>
                  </>
                )}
              </>
            ) : (
              <p class="soft">{t.value.explainMissing}</p>
            )
          }
        </Shown>
      ) : (
        <ul class="list">
          {citations.map(({ index, title, score }) => (
            <li key={index} class="row spread">
              <span dir="auto">
                [{index}] {title}
              </span>
              <span class="soft small">
                {t.value.score} {number(score, { maximumFractionDigits: 2 })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {dropped.length > 0 && (
        <>
          <h2>{t.value.dropped}</h2>
          <ul>
            {dropped.map(({ reason, count }) => (
              <li key={reason}>
                {reason}: {number(count)}
              </li>
            ))}
          </ul>
        </>
      )}
      {suggestions.length > 0 && (
        <>
          <h2>{t.value.near}</h2>
          <ul>
            {suggestions.map(({ td_id, title }) => (
              <li key={td_id}>
                <a href={linkTo('knowledge', { page: td_id })} dir="auto">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Request({ turn }: { turn: Turn }) {
  const call = { baseUrl, instanceId: personaId.value, message: turn.question ?? '' };
  return (
    <>
      <p class="soft small">{t.value.requestHint}</p>
      <Copyable label="curl" text={curlOf(call)} />
      <Copyable label="TypeScript" text={typescriptOf(call)} />
      <Copyable label="Python" text={pythonOf(call)} />
    </>
  );
}
