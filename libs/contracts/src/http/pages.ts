import { Type, type Static } from 'typebox';
import { PageExcerpt } from '../chat.ts';
import { Failure, pageStatuses } from '../entities.ts';
import {
  ClientId,
  Deleted,
  FreeObject,
  Nullable,
  PagingQuery,
  PagingReply,
  Started,
  Success,
  Timestamp,
} from './common.ts';

/** The most pages in one request; a stream of NDJSON takes any number. */
export const MAX_PAGES_PER_REQUEST = 500;
export const MAX_METADATA_BYTES = 64 * 1024;

const title = Type.String({ minLength: 1, maxLength: 2000, description: 'Title of the page.' });
const content = Type.String({ minLength: 1, description: 'Plain text, Markdown or HTML.' });
const metadata = FreeObject({
  description:
    'Kept and given back with every citation, at most 64 KB; filters name its keys. `external_id` or `url` identify the page.',
});

/** A page as its caller puts it in. */
export const PageBodyInput = Type.Object({
  id: Type.Optional(
    ClientId("The caller's own id of the page, or its td_ id: sent again, it is the same page."),
  ),
  title,
  content,
  metadata: Type.Optional(metadata),
  source: Type.Optional(ClientId('Where it came from; lists can be filtered by it.')),
});
export type PageBodyInput = Static<typeof PageBodyInput>;

const pages = (minItems: number) => Type.Array(PageBodyInput, { minItems, maxItems: MAX_PAGES_PER_REQUEST });

export const StoredPageView = Type.Object({
  id: Type.String({ description: 'td_ id: the same in citations and training data.' }),
  external_id: Nullable(Type.String()),
  result: Type.Enum(['created', 'updated', 'unchanged']),
  version: Type.Integer(),
});

export const StorePagesBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  pages: pages(1),
  review: Type.Optional(
    Type.Boolean({
      description:
        'true: the pages wait in review, and are stored when they are approved. So with `ingest_policy: "review"` in the persona’s configuration.',
    }),
  ),
});
export type StorePagesBody = Static<typeof StorePagesBody>;
export const StorePagesReply = Success({
  message: Type.String(),
  pages: Type.Array(StoredPageView),
  review_ids: Type.Optional(
    Type.Array(Type.String(), { description: 'The submissions in which they wait for a decision.' }),
  ),
  ...Started,
});

export const StreamPagesBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  stream_data: Type.Object({
    instance_id: Type.Optional(ClientId('The persona.')),
    stream_id: Type.Optional(ClientId('Names the stream; also as ?stream_id=.')),
    pages: pages(0),
    seq: Type.Optional(
      Type.Integer({ minimum: 1, description: '1, 2, 3 …: makes the stream ordered and resumable.' }),
    ),
    final: Type.Optional(Type.Boolean({ description: 'Closes the stream.' })),
    mode: Type.Optional(
      Type.Enum(['append', 'replace'], {
        description: 'replace: at the close, pages of the stream that this round did not carry are deleted.',
      }),
    ),
  }),
});
export type StreamPagesBody = Static<typeof StreamPagesBody>;
export const StreamPagesQuery = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  stream_id: Type.Optional(ClientId('Names the stream.')),
  mode: Type.Optional(Type.Enum(['append', 'replace'], { description: 'NDJSON only; else in the body.' })),
  final: Type.Optional(
    Type.Boolean({ description: 'NDJSON only: closes the stream at the end of the body.' }),
  ),
});
export type StreamPagesQuery = Static<typeof StreamPagesQuery>;
export const StreamPagesReply = Success({
  message: Type.String(),
  stream_id: Type.String(),
  seq: Type.Optional(Type.Integer()),
  last_seq: Type.Integer(),
  closed: Type.Boolean(),
  replayed: Type.Optional(Type.Boolean({ description: 'True when this seq had been accepted before.' })),
  retired: Type.Optional(Type.Integer({ description: 'Pages that mode "replace" deleted at the close.' })),
  pages: Type.Array(StoredPageView),
  ...Started,
});
export type StreamPagesReply = Static<typeof StreamPagesReply>;

export const StreamView = Type.Object({
  stream_id: Type.String(),
  id: Type.String(),
  last_seq: Type.Integer(),
  closed: Type.Boolean(),
  mode: Type.Enum(['append', 'replace']),
  round: Type.Integer(),
  received: Type.Integer({ description: 'Pages accepted, repeats included.' }),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  indexed: Type.Integer({ description: 'Pages of the stream that answer now, in their newest version.' }),
  failed: Type.Integer(),
  waiting: Type.Integer({ description: 'Pages of the stream still to be indexed.' }),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type StreamView = Static<typeof StreamView>;
export const StreamReply = Success(StreamView.properties);

export const PageWarning = Type.Object({
  code: Type.String({ description: '`no_text`, `gallery`, `mostly_markup`, `mojibake` or `garbled`.' }),
  message: Type.String(),
});
export type PageWarning = Static<typeof PageWarning>;

export const TrainingDatum = Type.Object({
  id: Type.String(),
  content: Type.String({ description: 'The newest version, also while an older one still answers.' }),
  title: Type.String(),
  source: Type.String(),
  status: Type.Enum([...pageStatuses]),
  version: Type.Integer(),
  live_version: Type.Integer({ description: 'The version that answers; 0: none yet.' }),
  external_id: Nullable(Type.String()),
  stream_id: Nullable(Type.String({ description: 'The str_ id of the stream that last carried it.' })),
  metadata: FreeObject(),
  language: Nullable(Type.String()),
  chunk_count: Type.Integer({ description: 'Passages of the version that answers.' }),
  warnings: Type.Array(PageWarning, {
    description: 'Why the version that answers may not be read as its owner thinks.',
  }),
  job_id: Nullable(Type.String()),
  error: Type.Union([Failure, Type.Null()]),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type TrainingDatum = Static<typeof TrainingDatum>;

export const ListTrainingDataQuery = Type.Object({
  ...PagingQuery,
  instance_id: Type.Optional(ClientId('The persona.')),
  id: Type.Optional(ClientId('Only this one.')),
  status: Type.Optional(Type.Enum([...pageStatuses])),
  source: Type.Optional(ClientId('Only from there.')),
  stream_id: Type.Optional(ClientId('Only those that this stream last carried.')),
  external_id: Type.Optional(ClientId('Only the page with this id of the caller.')),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: 'Only those whose title or content holds this text, in any case.',
    }),
  ),
});
export const ListTrainingDataReply = Success({ training_data: Type.Array(TrainingDatum), ...PagingReply });
export const TrainingDatumReply = Success({ training_data: TrainingDatum });

export const ListPassagesQuery = Type.Object({
  ...PagingQuery,
  instance_id: Type.Optional(ClientId('The persona.')),
});
export const ListPassagesReply = Success({
  id: Type.String({ description: 'The page.' }),
  version: Type.Integer({ description: 'The version that answers, whose passages these are; 0: none yet.' }),
  total: Type.Integer({ description: 'How many passages it has.' }),
  passages: Type.Array(PageExcerpt),
  ...PagingReply,
});

const pageVersion = {
  version: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  characters: Type.Integer({ description: 'Of its content.' }),
  is_newest: Type.Boolean(),
  is_live: Type.Boolean({ description: 'Whether it answers.' }),
  created_at: Timestamp(),
};
export const PageVersionView = Type.Object({
  ...pageVersion,
  excerpt: Type.String({ description: 'How it begins.' }),
});
export const ListVersionsReply = Success({ id: Type.String(), versions: Type.Array(PageVersionView) });
export const VersionParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 256 }),
  version: Type.Integer({ minimum: 1, description: 'The version.' }),
});
export const VersionReply = Success({
  id: Type.String(),
  ...pageVersion,
  content: Type.String(),
  metadata: FreeObject(),
});
export const RevertPageBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }),
  current_version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Go back only if this is the newest version.' }),
  ),
});

const trainingDataFields = {
  title: Type.Optional(title),
  metadata: Type.Optional(metadata),
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Change only if this is the current version.' }),
  ),
};
export const UpdateTrainingDataBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  id: Type.Optional(ClientId('The td_ id, unless it stands elsewhere.')),
  training_data: Type.Object({
    instance_id: Type.Optional(ClientId('The persona.')),
    id: Type.Optional(ClientId('The td_ id, unless it stands elsewhere.')),
    content,
    ...trainingDataFields,
  }),
});
export const UpdateTrainingDataReply = Success({
  message: Type.String(),
  id: Type.String(),
  version: Type.Integer(),
  unchanged: Type.Optional(Type.Boolean({ description: 'True when it already said this.' })),
  ...Started,
});
export const IdBody = Type.Optional(
  Type.Object({
    instance_id: Type.Optional(Type.String()),
    id: Type.Optional(Type.String()),
    training_data: Type.Optional(
      Type.Object({ id: Type.Optional(Type.String()), instance_id: Type.Optional(Type.String()) }),
    ),
  }),
);
export const DeleteTrainingDataReply = Success({ ...Deleted, id: Type.String() });
export const IdQuery = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  id: Type.Optional(ClientId('The id, unless it stands elsewhere.')),
});
export const InstanceQuery = Type.Object({ instance_id: Type.Optional(ClientId('The persona.')) });
