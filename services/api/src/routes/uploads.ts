import { createReadStream } from 'node:fs';
import path from 'node:path';
import { blobKey } from '@persona/blobs';
import {
  AddVideoBody,
  AddVideoReply,
  AddVoiceBody,
  AddVoiceReply,
  AppError,
  VideoData,
  VoiceData,
  newId,
  MiB,
  type Media,
} from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import type { Access } from '../access.ts';
import type { Kit } from '../kit.ts';
import { preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import type { App, Reply, Request } from '../types.ts';
import { acceptUploads } from '../uploads/accept-uploads.ts';
import { openSpool, type SpooledFile } from '../uploads/spool.ts';
import { createWorkerWarning } from '../worker-warning.ts';

const PREFIX = { voice: 'voi', video: 'vid' } as const;
const ROUTE = {
  config: { scope: 'media', load: 'upload' } as const,
  tags: ['Voices and videos'],
};

type UploadRequest = Request & { upload: SpooledFile | null };

/** Taking voices and videos in: the file to disk while it comes, then the store, then the worker (contract §12). */
export async function uploadRoutes(app: App, resources: Resources, { access }: Kit): Promise<void> {
  const { blobs, config, documents, domain, producer } = resources;
  const maxBytes = config.MAX_UPLOAD_MB * MiB;
  const spool = await openSpool(path.join(config.PERSONA_DATA_DIR, 'uploads'), maxBytes);
  const workerWarning = createWorkerWarning(producer);

  const sameBytes = async ({ scope }: Access, kind: Media['kind'], sha256: string): Promise<Media | null> => {
    const [found] = await documents.media.find(scope, { where: { kind, original_sha256: sha256 }, limit: 1 });
    return found ?? null;
  };

  /** The file first, then the document that names it, then its job: a crash between leaves a file nobody knows, or work for the sweeper. */
  const create = async (
    request: Request,
    granted: Access,
    media: Media,
    upload: SpooledFile,
  ): Promise<Media> => {
    const { scope } = granted;
    await blobs.put(media.original.blob_key, createReadStream(upload.path), { maxBytes });
    const [inserted] = await documents.media.insert(scope, [media]);
    if (inserted !== 'inserted') {
      // The same bytes came twice at once.
      await blobs.remove(media.original.blob_key);
      const other = await sameBytes(granted, media.kind, upload.sha256);
      if (!other) throw new AppError('not_ready', 'The file is being removed; try again', { retryAfter: 1 });
      return other;
    }
    await domain.createJob(scope, {
      id: media.job_id!,
      kind: `${media.kind}.process`,
      subject_id: media.id,
      requested_by: request.caller.keyId,
    });
    await producer.add(`${media.kind}.process`, {
      id: media.batch_id!,
      data: { instance_id: scope, media_id: media.id, version: media.version },
    });
    return media;
  };

  const add = async (
    request: UploadRequest,
    reply: Reply,
    kind: Media['kind'],
    declared: Record<string, unknown>,
  ) => {
    const { upload } = request;
    if (!upload) throw new AppError('validation_error', 'The request holds no file');
    const granted = await access.personaOrKey(request);
    const known = await sameBytes(granted, kind, upload.sha256);
    const media =
      known ?? (await create(request, granted, newMedia(granted, kind, declared, upload), upload));
    if (media.state === 'processing') {
      const warning = await workerWarning('media');
      if (warning) request.warnings.push(warning);
    }
    await preferJob(resources, request, reply, granted, media.job_id);
    const now = (await documents.media.get(granted.scope, media.id)) ?? media;
    return {
      status: 'success' as const,
      id: media.id,
      state: now.state,
      job_id: media.job_id,
      instance_id: granted.instance?.id ?? null,
      ...(known ? { unchanged: true } : {}),
    };
  };

  await app.register(async (inner) => {
    const scoped = inner as App;
    acceptUploads(scoped, { spool, maxBytes, file: ['voice_data', 'sample_audio'], schema: VoiceData });
    scoped.post(
      '/api/admin/add_voice',
      {
        config: ROUTE.config,
        schema: {
          tags: ROUTE.tags,
          summary: 'Add a voice',
          description: 'JSON, or multipart/form-data with the same field names and `sample_audio` as a file.',
          body: AddVoiceBody,
          response: { 200: AddVoiceReply, 202: AddVoiceReply },
        },
      },
      async (request, reply) => {
        const { sample_audio: _file, instance_id: _instance, ...declared } = request.body.voice_data;
        const { id, ...added } = await add(request, reply, 'voice', declared);
        return { ...added, message: 'Voice profile added successfully', voice_id: id };
      },
    );
  });
  await app.register(async (inner) => {
    const scoped = inner as App;
    acceptUploads(scoped, { spool, maxBytes, file: ['video_data', 'file'], schema: VideoData });
    scoped.post(
      '/api/admin/video',
      {
        config: ROUTE.config,
        schema: {
          tags: ROUTE.tags,
          summary: 'Add a video',
          description: 'JSON, or multipart/form-data with the same field names and `file` as a file.',
          body: AddVideoBody,
          response: { 200: AddVideoReply, 202: AddVideoReply },
        },
      },
      async (request, reply) => {
        const { file: _file, instance_id: _instance, ...declared } = request.body.video_data;
        const { id, ...added } = await add(request, reply, 'video', declared);
        return { ...added, message: 'Video added successfully', video_id: id };
      },
    );
  });
}

function newMedia(
  { scope }: Access,
  kind: Media['kind'],
  declared: Record<string, unknown>,
  { bytes, sha256 }: SpooledFile,
): Media {
  const id = newId(PREFIX[kind]);
  const now = new Date().toISOString();
  return {
    id,
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    kind,
    state: 'processing',
    declared,
    original: { blob_key: blobKey(scope, id, 'original.bin'), bytes, sha256 },
    original_sha256: sha256,
    measured: null,
    renditions: [],
    poster: null,
    captions: [],
    chapters: [],
    warnings: [],
    job_id: newId('job'),
    batch_id: queueJobId(kind, id, 1),
    enqueued_at: now,
    starts: 0,
    error: null,
    deleted_at: null,
    purged_at: null,
  };
}
