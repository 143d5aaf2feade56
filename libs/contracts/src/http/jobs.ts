import { Type, type Static } from 'typebox';
import { Failure, jobStates } from '../entities.ts';
import { ClientId, Nullable, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

export const JobView = Type.Object({
  job_id: Type.String(),
  kind: Type.String(),
  state: Type.Enum([...jobStates]),
  stage: Type.String(),
  progress: Type.Object({ done: Type.Number(), total: Type.Number() }),
  seconds_left: Nullable(
    Type.Number({ description: 'Estimated while a recording is processed; null when nobody can say.' }),
  ),
  subject_id: Nullable(Type.String({ description: 'The file or persona it is about; null for pages.' })),
  attempts: Type.Integer(),
  reason: Nullable(
    Type.String({
      description:
        'Why it waits: position_in_queue, no_worker, provider_rate_limited, provider_down, paused or backing_off; null while it is worked on and when it is done.',
    }),
  ),
  position_in_queue: Nullable(Type.Integer({ description: '1 is next.' })),
  next_retry_at: Nullable(Type.String()),
  age_ms: Type.Number({ description: 'Since it was created, until it finished.' }),
  error: Type.Union([Failure, Type.Null()]),
  instance_id: Type.String(),
  created_at: Timestamp(),
  updated_at: Timestamp(),
  finished_at: Nullable(Type.String()),
});
export type JobView = Static<typeof JobView>;

export const JobReply = Success(JobView.properties);
export const ListJobsQuery = Type.Object({
  ...PagingQuery,
  state: Type.Optional(Type.Enum([...jobStates])),
  instance_id: Type.Optional(ClientId('The persona.')),
});
export const ListJobsReply = Success({ jobs: Type.Array(JobView), ...PagingReply });
