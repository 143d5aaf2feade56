import { replyOf } from '@persona/client';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { linkTo, type PageName } from '../state/route.ts';
import { may } from '../state/session.ts';
import { Shown, number } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';

const MAX_COUNTED = 100;

interface Need {
  page: PageName;
  params: Record<string, string>;
  text: string;
}

/** What waits for a person: each a link to the page where it is done. */
export function NeedsYou() {
  const instance_id = personaId.value;
  const needs = useLoad(`needs ${instance_id}`, async (signal) => {
    const [failed, pending, silent] = await Promise.all([
      may('kb')
        ? replyOf(
            api.GET('/api/jobs', {
              params: { query: { instance_id, state: 'failed', limit: MAX_COUNTED } },
              signal,
            }),
          )
        : null,
      may('review')
        ? replyOf(
            api.GET('/api/kb/review-data', {
              params: { query: { instance_id, state: 'pending', limit: MAX_COUNTED } },
              signal,
            }),
          )
        : null,
      may('history')
        ? replyOf(
            api.GET('/api/kb/unanswered', {
              params: { query: { instance_id, limit: MAX_COUNTED } },
              signal,
            }),
          )
        : null,
    ]);
    return {
      failed: counted(failed?.jobs, failed),
      pending: counted(pending?.review_data, pending),
      silent: counted(silent?.unanswered, null),
    };
  });
  useChanges(['job', 'review', 'chat'], needs.reload);
  return (
    <section class="card stack needs">
      <h2>{t.value.needsYou}</h2>
      <Shown of={needs}>
        {({ failed, pending, silent }) => {
          const all: Need[] = [
            ...(failed
              ? [{ page: 'jobs' as const, params: { state: 'failed' }, text: t.value.failedJobs(failed) }]
              : []),
            ...(pending
              ? [{ page: 'review' as const, params: {}, text: t.value.pendingReviews(pending) }]
              : []),
            ...(silent
              ? [{ page: 'unanswered' as const, params: {}, text: t.value.openQuestions(silent) }]
              : []),
          ];
          if (all.length === 0) return <p class="soft">{t.value.nothingNeedsYou}</p>;
          return (
            <ul>
              {all.map(({ page, params, text }) => (
                <li key={page}>
                  <a href={linkTo(page, params)}>{text}</a>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
    </section>
  );
}

/** Null for none; `100+` where there are more than were looked at. */
const counted = (list: readonly unknown[] | undefined, reply: { has_more: boolean } | null): string | null =>
  list === undefined || list.length === 0 ? null : `${number(list.length)}${reply?.has_more ? '+' : ''}`;
