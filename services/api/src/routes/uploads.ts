import { createReadStream } from 'node:fs';
import {
  AddVideoBody,
  AddVideoReply,
  AddVoiceBody,
  AddVoiceReply,
  AppError,
  VideoData,
  VoiceData,
  MiB,
  type Media,
} from '@persona/contracts';
import type { Kit } from '../kit.ts';
import { preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';
import { acceptUploads, uploadBodyLimit } from '../uploads/accept-uploads.ts';
import { readSentCaptions, type SentCaptions } from '../uploads/sent-captions.ts';
import type { SpooledFile } from '../uploads/spool.ts';
import { createWorkerWarning } from '../worker-warning.ts';

const ROUTE = {
  config: { scope: 'media', load: 'upload' } as const,
  tags: ['Voices and videos'],
};

type UploadRequest = Request & { upload: SpooledFile | null };

/**
 * Receives voices and videos: the file is written to disk as it arrives, then to the store, then its
 * processing is enqueued (contract §12).
 */
export async function uploadRoutes(
  app: App,
  resources: Resources,
  { access, quotas, spool }: Kit,
): Promise<void> {
  const { blobs, config, documents, domain, producer } = resources;
  const maxBytes = config.MAX_UPLOAD_MB * MiB;
  const accepted = { spool, maxBytes, room: ({ caller }: Request) => quotas.mediaRoom(caller) };
  const workerWarning = createWorkerWarning(producer);

  const add = async (
    request: UploadRequest,
    reply: Reply,
    kind: Media['kind'],
    declared: Record<string, unknown>,
    captions: readonly SentCaptions[] | null | undefined,
  ) => {
    const sidecars = readSentCaptions(captions ?? [], `${kind}_data.captions`);
    const { upload } = request;
    if (!upload) throw new AppError('validation_error', 'The request holds no file');
    const granted = await access.personaOrKey(request);
    const { media, unchanged } = await quotas.storingMedia(request.caller, upload.bytes, () =>
      domain.addMedia(granted.scope, {
        kind,
        declared,
        bytes: upload.bytes,
        sha256: upload.sha256,
        requestedBy: request.caller.keyId,
        blobs,
        open: () => createReadStream(upload.path),
        sidecars,
      }),
    );
    if (unchanged && sidecars.length > 0)
      request.warnings.push(
        `These bytes are ${media.id} already, so the captions were not added; delete it and send both again.`,
      );
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
      ...(unchanged ? { unchanged: true } : {}),
    };
  };

  await app.register(async (inner) => {
    const scoped = inner as App;
    acceptUploads(scoped, { ...accepted, file: ['voice_data', 'sample_audio'], schema: VoiceData });
    scoped.post(
      '/api/admin/add_voice',
      {
        bodyLimit: uploadBodyLimit(maxBytes),
        config: { ...ROUTE.config, audit: 'voice.add' },
        schema: {
          tags: ROUTE.tags,
          summary: 'Add a voice',
          description: 'JSON, or multipart/form-data with the same field names and `sample_audio` as a file.',
          body: AddVoiceBody,
          response: { 200: AddVoiceReply, 202: AddVoiceReply },
        },
      },
      async (request, reply) => {
        const {
          sample_audio: _file,
          instance_id: _instance,
          captions,
          ...declared
        } = request.body.voice_data;
        const { id, ...added } = await add(request, reply, 'voice', declared, captions);
        return { ...added, message: 'Voice profile added successfully', voice_id: id };
      },
    );
  });
  await app.register(async (inner) => {
    const scoped = inner as App;
    acceptUploads(scoped, { ...accepted, file: ['video_data', 'file'], schema: VideoData });
    scoped.post(
      '/api/admin/video',
      {
        bodyLimit: uploadBodyLimit(maxBytes),
        config: { ...ROUTE.config, audit: 'video.add' },
        schema: {
          tags: ROUTE.tags,
          summary: 'Add a video',
          description: 'JSON, or multipart/form-data with the same field names and `file` as a file.',
          body: AddVideoBody,
          response: { 200: AddVideoReply, 202: AddVideoReply },
        },
      },
      async (request, reply) => {
        const { file: _file, instance_id: _instance, captions, ...declared } = request.body.video_data;
        const { id, ...added } = await add(request, reply, 'video', declared, captions);
        return { ...added, message: 'Video added successfully', video_id: id };
      },
    );
  });
}
