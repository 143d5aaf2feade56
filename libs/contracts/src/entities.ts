import { Type, type Static, type TProperties } from 'typebox';
import type { BlobKey } from './scope.ts';

/**
 * The entities as the document store keeps them. Every one has an id, the scope it belongs to
 * (`instance_id`), and a `version` that rises with every change by its caller. Times are ISO 8601 in UTC;
 * decisions compare versions, never times.
 */
const Time = Type.String({ format: 'date-time' });
export const NullableTime = Type.Union([Time, Type.Null()]);
export const NullableString = Type.Union([Type.String(), Type.Null()]);
export const JsonObject = Type.Record(Type.String(), Type.Unknown());
const FileKey = Type.Unsafe<BlobKey>(Type.String());

/**
 * The scope of everything that belongs to no persona: personas themselves, keys, idempotency records,
 * settings, the audit.
 */
export const INSTALL = 'install';

export const entity = <P extends TProperties>(properties: P) =>
  Type.Object({
    id: Type.String(),
    /**
     * The persona this belongs to; `install` when it belongs to none; the owning key for media that are not
     * attached yet.
     */
    instance_id: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    created_at: Time,
    updated_at: Time,
    ...properties,
  });

/** Why something failed, in words that a caller may read. */
export const Failure = Type.Object({
  code: Type.String(),
  message: Type.String(),
  retryable: Type.Boolean(),
});
export type Failure = Static<typeof Failure>;
const NullableFailure = Type.Union([Failure, Type.Null()]);

export const Instance = entity({
  name: Type.String(),
  description: Type.String(),
  configuration: JsonObject,
  owner_key_id: Type.String(),
  /**
   * Set by the delete request: readers drop it at once. The row stays as a tombstone with its texts removed.
   */
  deleted_at: NullableTime,
  /** Set when it has been purged from every store. */
  purged_at: NullableTime,
  purge_job_id: NullableString,
});
export type Instance = Static<typeof Instance>;

export const scopes = ['admin', 'instances', 'media', 'kb', 'review', 'chat', 'history', 'audit'] as const;
export type KeyScope = (typeof scopes)[number];
export const KeyScope = Type.Enum([...scopes]);

/** The most that a key may use; a limit that is absent is none. */
export const Quota = Type.Object({
  pages: Type.Optional(Type.Integer({ minimum: 0, description: 'Pages and proposed texts a day.' })),
  bytes: Type.Optional(Type.Integer({ minimum: 0, description: 'Bytes of their titles and texts a day.' })),
  messages_per_day: Type.Optional(Type.Integer({ minimum: 0, description: 'Messages of users a day.' })),
  media_bytes: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Bytes of the voices and videos that are kept, with what was made of them.',
    }),
  ),
});
export type Quota = Static<typeof Quota>;

/**
 * A key, by whose secret programs call (`key_` id); or a widget key, whose id (`wk_`) is public, has no
 * secret and is exchanged for browser tokens.
 */
export const ApiKey = entity({
  name: Type.String(),
  /** Empty for a widget key. */
  secret_sha256: Type.String(),
  /** Secrets from before it was rotated, which go on until they end. */
  previous_secrets: Type.Optional(
    Type.Array(Type.Object({ secret_sha256: Type.String(), expires_at: Time })),
  ),
  scopes: Type.Array(KeyScope),
  /** null: every persona. */
  instance_ids: Type.Union([Type.Array(Type.String()), Type.Null()]),
  /** null: may speak for any user. */
  user_id: NullableString,
  expires_at: NullableTime,
  /** The key that made it; absent in keys made before this was kept, null for the install's own. */
  created_by: Type.Optional(NullableString),
  /** The origins of the pages that may use it in a browser; null or absent: those of the install. */
  origins: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  /** Whether it names origins, for finding those that do. */
  has_origins: Type.Optional(Type.Boolean()),
  quota: Type.Optional(Type.Union([Quota, Type.Null()])),
  rotated_at: Type.Optional(NullableTime),
  last_used_at: NullableTime,
  revoked_at: NullableTime,
});
export type ApiKey = Static<typeof ApiKey>;

/**
 * What a key with a quota has used on one day (UTC); its id is the key's. It counts on from zero on the
 * next.
 */
export const KeyUsage = entity({
  day: Type.String(),
  pages: Type.Integer(),
  bytes: Type.Integer(),
  messages: Type.Integer(),
  /** Uploads that are being stored: their bytes are taken until they are counted as stored, or `ends_at`. */
  uploads: Type.Array(Type.Object({ id: Type.String(), bytes: Type.Integer(), ends_at: Time })),
});
export type KeyUsage = Static<typeof KeyUsage>;

export const pageStatuses = ['queued', 'indexing', 'live', 'failed'] as const;
export type PageStatus = (typeof pageStatuses)[number];

/**
 * One page as its caller put it in; its text is in PageBody, one immutable row per version. `version` is the
 * newest content, `live_version` the one that answers (0: none yet). A deleted page has `deleted_at` set and
 * its texts removed; its row stays.
 */
/**
 * Starts of work on one version of a page, one recording or one spoken reply without an end, after which it
 * is considered the cause of its worker's crashes and left out.
 */
export const MAX_STARTS = 3;

export const Page = entity({
  /**
   * What identifies the page when it is sent again: `id:`, `ext:`, `url:` or `sha:` and a hash. Unique in the
   * persona.
   */
  identity: Type.String(),
  title: Type.String(),
  title_folded: Type.String(),
  content_sha256: Type.String(),
  live_version: Type.Integer({ minimum: 0 }),
  status: Type.Enum([...pageStatuses]),
  source: Type.String(),
  external_id: NullableString,
  url: NullableString,
  metadata: JsonObject,
  /** The stream that last carried it (`str_` id) and the round of that stream, for mode:"replace". */
  stream_id: NullableString,
  stream_round: Type.Integer(),
  /** The job that will bring `version` live, and the BullMQ job that last carried it. */
  job_id: NullableString,
  batch_id: NullableString,
  enqueued_at: Time,
  /** Starts of work on `version`, counted before the work begins; at most MAX_STARTS. */
  starts: Type.Integer(),
  /** How often a version that was left out for that has been begun again later; missing: never. */
  crash_retries: Type.Optional(Type.Integer()),
  error: NullableFailure,
  chunk_count: Type.Integer(),
  language: NullableString,
  /** Codes of what its reading warned of when `live_version` went live; missing in rows of before. */
  warnings: Type.Optional(Type.Array(Type.String())),
  deleted_at: NullableTime,
  purged_at: NullableTime,
});
export type Page = Static<typeof Page>;

/**
 * The text of one version of one page; id is `bodyId(page, version)`. It never changes. Some older versions
 * are kept, to be looked at and gone back to: those of `isKeptVersion`.
 */
export const PageBody = entity({
  page_id: Type.String(),
  title: Type.String(),
  content: Type.String(),
  metadata: JsonObject,
});
export type PageBody = Static<typeof PageBody>;

/** So many versions before the newest keep their texts. */
export const MAX_OLD_VERSIONS = 5;

/** Whether a version of a page keeps its text: the newest, the live one, and some before. */
export const isKeptVersion = (
  { version: newest, live_version }: Pick<Page, 'version' | 'live_version'>,
  version: number,
): boolean =>
  version === live_version || (version <= newest && version >= Math.max(1, newest - MAX_OLD_VERSIONS));

export const bodyId = (pageId: string, version: number): string => `${pageId}.${version}`;

export const Stream = entity({
  /** The caller's own stream_id, and its hash, which is unique in the persona. */
  client_id: Type.String(),
  client_id_sha256: Type.String(),
  last_seq: Type.Integer(),
  closed: Type.Boolean(),
  round: Type.Integer(),
  mode: Type.Enum(['append', 'replace']),
  received: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
});
export type Stream = Static<typeof Stream>;

/** One accepted batch of a stream, kept so that a replay gets the same answer as the first time. */
export const StreamBatch = entity({
  stream_id: Type.String(),
  round: Type.Integer(),
  seq: Type.Integer(),
  body_sha256: Type.String(),
  response: Type.Union([JsonObject, Type.Null()]),
});
export type StreamBatch = Static<typeof StreamBatch>;

export const reviewStates = ['pending', 'approved', 'rejected', 'changes_requested', 'withdrawn'] as const;
export type ReviewState = (typeof reviewStates)[number];

export const ReviewCheck = Type.Object({
  kind: Type.Enum(['near_duplicate', 'personal_data', 'injection', 'contradiction']),
  message: Type.String(),
  quote: Type.Optional(Type.String()),
  td_id: Type.Optional(Type.String()),
  score: Type.Optional(Type.Number()),
});
export const ReviewItem = Type.Object({
  n: Type.Integer(),
  /** The article as submitted: a live `td_` id or proposed text; `edited` replaces the text at approval. */
  article: Type.String(),
  edited: NullableString,
  note: NullableString,
  reviews_td_id: NullableString,
  /** The page it became when approved. */
  td_id: NullableString,
  checks: Type.Array(ReviewCheck),
  /** The answer that it corrects. */
  message_id: Type.Optional(Type.String()),
  /** Of a page that was sent into review: what it is stored with. */
  page: Type.Optional(
    Type.Object({
      id: NullableString,
      title: Type.String(),
      metadata: JsonObject,
      source: NullableString,
    }),
  ),
  /** The version of the page under review when it was decided on: what was changed since stays. */
  base_version: Type.Optional(Type.Integer()),
});
export type ReviewItem = Static<typeof ReviewItem>;

export const Submission = entity({
  state: Type.Enum([...reviewStates]),
  items: Type.Array(ReviewItem),
  notes: Type.Array(Type.String()),
  submitted_by: Type.String(),
  decided_by: NullableString,
  decision_note: NullableString,
  decided_at: NullableTime,
  /**
   * False between an approval and the moment when its pages are stored; the sweeper finishes what a crash
   * interrupted.
   */
  applied: Type.Boolean(),
});
export type Submission = Static<typeof Submission>;

export const mediaStates = ['processing', 'ready', 'failed'] as const;
export const Rendition = Type.Object({
  name: Type.String(),
  blob_key: FileKey,
  content_type: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  measured: JsonObject,
});
export type Rendition = Static<typeof Rendition>;

/** A file in the blob store. */
const stored = { blob_key: FileKey, bytes: Type.Integer(), sha256: Type.String() };
export const StoredFile = Type.Object(stored);
export type StoredFile = Static<typeof StoredFile>;

/** Some segments of a track that follow one another, in one file. */
const HlsPart = Type.Object({
  ...stored,
  /** How long each segment lasts, in 1/90,000 s, and its bytes. */
  ticks: Type.Array(Type.Integer()),
  sizes: Type.Array(Type.Integer()),
});

/** One size of a video, or its sound. Its parts, joined, are one fragmented MP4. */
export const HlsTrack = Type.Object({
  /** `720p` or `sound`. */
  name: Type.String(),
  /** Null for sound. */
  width: Type.Union([Type.Integer(), Type.Null()]),
  height: Type.Union([Type.Integer(), Type.Null()]),
  codecs: Type.String(),
  /** The bytes of the first part before its first segment. */
  header_bytes: Type.Integer(),
  parts: Type.Array(HlsPart),
});
export type HlsTrack = Static<typeof HlsTrack>;

const Level = Type.Object({
  lufs: Type.Union([Type.Number(), Type.Null()]),
  true_peak_dbtp: Type.Union([Type.Number(), Type.Null()]),
});

/** The sizes of a video as they are streamed (HLS), from the moment at which the first part is there. */
export const Hls = Type.Object({
  /** What they were made by: those of another recipe are made anew. */
  recipe: Type.String(),
  complete: Type.Boolean(),
  /** The loudness of the sound that was sent, and of what was made of it. */
  sound: Type.Union([Type.Object({ source: Level, made: Level }), Type.Null()]),
  /** The sound first, then the sizes, the largest first. */
  tracks: Type.Array(HlsTrack),
});
export type Hls = Static<typeof Hls>;

/** That a person agreed to their voice being used to speak, and to which sample. */
export const Consent = Type.Object({
  /** What was agreed to, in the words that were agreed to. */
  statement: Type.String(),
  /** Who agreed. */
  actor: Type.String(),
  agreed_at: Time,
  /** The sample, as it was sent. */
  sample_sha256: Type.String(),
  /** The key that recorded it. */
  recorded_by: Type.String(),
});
export type Consent = Static<typeof Consent>;

/**
 * A voice sample (`voi_`) or a video (`vid_`). `instance_id` is the persona, or the key that sent it until it
 * is attached to one.
 */
export const Media = entity({
  kind: Type.Enum(['voice', 'video']),
  state: Type.Enum([...mediaStates]),
  /** What the caller declared: language, tone, pitch or title, description, duration, resolution. */
  declared: JsonObject,
  original: Type.Object({ blob_key: FileKey, bytes: Type.Integer(), sha256: Type.String() }),
  original_sha256: Type.String(),
  /** The key that sent it; absent in rows from before this was kept. */
  added_by: Type.Optional(Type.String()),
  measured: Type.Union([JsonObject, Type.Null()]),
  renditions: Type.Array(Rendition),
  poster: Type.Union([Rendition, Type.Null()]),
  captions: Type.Array(Type.Intersect([Rendition, Type.Object({ language: NullableString })])),
  chapters: Type.Array(Type.Object({ start: Type.Number(), end: Type.Number(), title: Type.String() })),
  /** Of a video, while it is processed too; absent in rows from before there was one. */
  hls: Type.Optional(Type.Union([Hls, Type.Null()])),
  /** Small pictures of a video, and which part of them shows what; absent as above. */
  storyboard: Type.Optional(Type.Union([Type.Object({ image: Rendition, vtt: Rendition }), Type.Null()])),
  /** The outline of the sound as numbers and drawn; absent as above, null where there is no sound. */
  peaks: Type.Optional(Type.Union([Type.Object({ json: Rendition, image: Rendition }), Type.Null()])),
  /** Captions that came beside the file, as they were sent; absent where there were none. */
  sidecars: Type.Optional(
    Type.Array(
      Type.Object({
        blob_key: FileKey,
        bytes: Type.Integer(),
        sha256: Type.String(),
        language: NullableString,
      }),
    ),
  ),
  /** When what is said in it became pages of its persona; null or absent: not yet. */
  captions_stored_at: Type.Optional(NullableTime),
  /** Null or absent: nobody has agreed to this voice being used to speak. */
  consent: Type.Optional(Type.Union([Consent, Type.Null()])),
  warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
  job_id: NullableString,
  batch_id: NullableString,
  enqueued_at: Time,
  starts: Type.Integer(),
  /** As a page's. */
  crash_retries: Type.Optional(Type.Integer()),
  error: NullableFailure,
  deleted_at: NullableTime,
  purged_at: NullableTime,
});
export type Media = Static<typeof Media>;

export const jobKinds = ['page.index', 'voice.process', 'video.process', 'instance.purge'] as const;
export const jobStates = ['queued', 'active', 'delayed', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/**
 * The work that a caller follows. The truth is in the subjects it names (pages with this `job_id`, a media
 * file, a persona): `state` and `progress` are derived from them by the code that finishes work or reads the
 * job, so they stay right when the queue is emptied.
 */
export const Job = entity({
  kind: Type.Enum([...jobKinds]),
  state: Type.Enum([...jobStates]),
  stage: Type.String(),
  progress: Type.Object({ done: Type.Number(), total: Type.Number() }),
  /** As estimated when `progress` was written; null or absent: nobody can say. */
  seconds_left: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  subject_id: NullableString,
  attempts: Type.Integer(),
  next_retry_at: NullableTime,
  error: NullableFailure,
  /**
   * The newest reason of a worker for not going on: provider_rate_limited, provider_down, backing_off; else
   * null.
   */
  waiting_for: NullableString,
  requested_by: Type.String(),
  finished_at: NullableTime,
});
export type Job = Static<typeof Job>;

/**
 * The stored answer to a POST with an Idempotency-Key, for 24 hours. Scope `install`; the id hashes key,
 * route and the caller's value.
 */
export const IdempotencyRecord = entity({
  body_sha256: Type.String(),
  status_code: Type.Union([Type.Integer(), Type.Null()]),
  response: NullableString,
  /** The persona that the reply is about: the reply may quote its knowledge, and is purged with it. */
  about: NullableString,
  expires_at: Time,
});
export type IdempotencyRecord = Static<typeof IdempotencyRecord>;

/** One value of the install itself, e.g. the secret that signs file URLs. Scope `install`. */
export const Setting = entity({ value: Type.String() });
export type Setting = Static<typeof Setting>;
