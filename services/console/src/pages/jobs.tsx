import { replyOf } from '@persona/client';
import type { JobState, JobView } from '@persona/contracts';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, route } from '../state/route.ts';
import {
  Action,
  Badge,
  Empty,
  ErrorNote,
  Loading,
  Progress,
  Time,
  number,
  type Tone,
  clock,
} from '../ui/basics.tsx';
import { MoreRows } from '../ui/more-rows.tsx';
import { usePages } from '../ui/pager.ts';

const states: readonly JobState[] = ['active', 'queued', 'delayed', 'failed', 'completed', 'cancelled'];
const TONES: Record<JobState, Tone> = {
  active: 'busy',
  queued: 'quiet',
  delayed: 'busy',
  failed: 'bad',
  completed: 'good',
  cancelled: 'quiet',
};
/** The reason why a job waits changes without a change of the job: a worker went away. */
const WAITING_INTERVAL_MS = 2000;

export function Jobs() {
  const instance_id = personaId.value;
  const state = states.find((one) => one === route.value.params['state']);
  const list = usePages<JobView>(JSON.stringify([instance_id, state]), async (cursor, signal) => {
    const query = {
      limit: 50,
      ...(instance_id === '' ? {} : { instance_id }),
      ...(state ? { state } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { jobs, next_cursor } = await replyOf(api.GET('/api/jobs', { params: { query }, signal }));
    return { rows: jobs, next: next_cursor };
  });
  useChanges(['job'], list.reload);
  const isWaiting = list.rows.some((job) => ['queued', 'active', 'delayed'].includes(job.state));
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => document.hidden || list.reload(), WAITING_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isWaiting, instance_id, state]);

  return (
    <>
      <div class="page-head">
        <h1>{t.value.jobs}</h1>
        <select
          aria-label={t.value.status}
          value={state ?? ''}
          onChange={({ currentTarget }) => change({ state: currentTarget.value })}
        >
          <option value="">{t.value.all}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t.value[`job_${one}`]}
            </option>
          ))}
        </select>
      </div>
      {list.error && <ErrorNote error={list.error} retry={list.reload} />}
      {list.rows.length === 0 ? (
        list.isLoading ? (
          <Loading />
        ) : (
          <Empty title={t.value.noJobs}>
            <p>{t.value.noJobsHint}</p>
          </Empty>
        )
      ) : (
        <ul class="stack">
          {list.rows.map((job) => (
            <Job key={job.job_id} job={job} onChanged={list.reload} />
          ))}
        </ul>
      )}
      <MoreRows list={list} />
    </>
  );
}

function Job({ job, onChanged }: { job: JobView; onChanged: () => void }) {
  const { job_id, kind, state, progress, error, created_at } = job;
  const path = { id: job_id };
  const isOver = ['completed', 'failed', 'cancelled'].includes(state);
  return (
    <li class="card stack job">
      <div class="row spread">
        <h2>{kindOf(kind)}</h2>
        <Badge tone={TONES[state]}>{t.value[`job_${state}`]}</Badge>
      </div>
      <p class="soft small">
        <Time at={created_at} /> · {number(progress.done)} / {number(progress.total)} · {job_id}
      </p>
      {!isOver && <Progress {...progress} label={kindOf(kind)} />}
      {!isOver && job.reason !== null && <p class="note">{reasonOf(job)}</p>}
      {error && (
        <p class="note is-bad" dir="auto">
          {error.message}
        </p>
      )}
      {(state === 'failed' || !isOver) && (
        <div class="actions">
          {state === 'failed' && (
            <Action
              run={async () => {
                await api.POST('/api/jobs/{id}/retry', { params: { path } });
                onChanged();
              }}
            >
              {t.value.tryAgain}
            </Action>
          )}
          {!isOver && kind !== 'instance.purge' && (
            <Action
              run={async () => {
                await api.POST('/api/jobs/{id}/cancel', { params: { path } });
                onChanged();
              }}
            >
              {t.value.cancelJob}
            </Action>
          )}
        </div>
      )}
    </li>
  );
}

function kindOf(kind: string): string {
  const names: Record<string, string> = {
    'page.index': t.value.kindPages,
    'voice.process': t.value.kindVoice,
    'video.process': t.value.kindVideo,
    'instance.purge': t.value.kindPurge,
  };
  return names[kind] ?? kind;
}

/** Why it waits, as a sentence that says what to do. */
function reasonOf({ reason, position_in_queue, next_retry_at }: JobView): string {
  const texts: Record<string, string> = {
    position_in_queue: t.value.reasonQueue(number(position_in_queue ?? 1)),
    no_worker: t.value.reasonNoWorker,
    provider_rate_limited: t.value.reasonRateLimited,
    provider_down: t.value.reasonProviderDown,
    paused: t.value.reasonPaused,
    backing_off: t.value.reasonBackingOff,
  };
  const text = texts[reason ?? ''] ?? reason ?? '';
  return next_retry_at === null ? text : `${text} ${t.value.nextTry(clock(next_retry_at))}`;
}
