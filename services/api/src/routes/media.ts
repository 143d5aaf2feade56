import {
  AppError,
  AttachMediaBody,
  ConsentBody,
  DeleteMediaReply,
  ListMediaQuery,
  ListVideosReply,
  ListVoicesReply,
  MediaIdBody,
  MediaQuery,
  VideoReply,
  VoiceReply,
  IdParams,
  type Media,
  type MediaView,
} from '@persona/contracts';
import { Type, type Static } from 'typebox';
import { withoutBase } from '../base-path.ts';
import { readId } from '../ids.ts';
import { notFoundIn } from '../access.ts';
import type { Kit } from '../kit.ts';
import { mediaView } from '../media-view.ts';
import { listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

const PREVIEW_TTL_S = 3600;

/** Voices and videos: list, read, attach to a persona, delete (contract §12). */
export function mediaRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { blobs, documents, domain } = resources;
  const config = { scope: 'media' } as const;
  const tags = ['Voices and videos'];

  const missing = (id: string): AppError => notFoundIn('media', id);

  const find = async (request: Request, kind: Media['kind'], evenDeleted = false): Promise<Media> => {
    const id = readId(request, `${kind}_id`, [`${kind}_id`, 'id']);
    const { scope } = await access.of(request, 'media', id);
    const media = await documents.media.get(scope, id);
    if (!media || media.kind !== kind || (media.deleted_at !== null && !evenDeleted)) throw missing(id);
    return media;
  };

  const list = async (request: Request & { query: Static<typeof ListMediaQuery> }, kind: Media['kind']) => {
    const { state, attached = true } = request.query;
    const { scope } = attached ? await access.personaOrKey(request) : access.ownKey(request);
    const where = { deleted_at: null, kind, ...(state === undefined ? {} : { state }) };
    const { rows, ...paging } = await listPage(`${kind}s`, documents.media, scope, { where }, request.query);
    const views = await Promise.all(rows.map((media) => mediaView(media, resources)));
    return { views, paging };
  };

  const attach = async (request: Request & { body: { instance_id: string } }, kind: Media['kind']) => {
    const { instance_id: target } = request.body;
    const id = readId(request, `${kind}_id`, [`${kind}_id`, 'id']);
    if (!id.startsWith(kind === 'voice' ? 'voi_' : 'vid_')) throw missing(id);
    const persona = await access.instance(request, target);
    const owner = await access.ownerOf(request, 'media', id);
    const { media, warnings } = await domain.attachMedia(owner, id, persona.scope);
    request.warnings.push(...warnings);
    return mediaView(media, resources);
  };

  const remove = async (request: Request, kind: Media['kind']) => {
    const media = await find(request, kind, true);
    const reply = { status: 'success' as const, id: media.id };
    const message = kind === 'voice' ? 'Voice profile deleted successfully' : 'Video deleted successfully';
    if (media.deleted_at !== null) return { ...reply, message, already_deleted: true };
    const { scope } = await access.of(request, 'media', media.id);
    const result = await domain.deleteMedia(scope, media.id);
    return { ...reply, message, ...(result === 'deleted' ? {} : { already_deleted: true }) };
  };

  app.get(
    '/api/admin/voices',
    {
      config,
      schema: {
        tags,
        summary: 'List voices',
        querystring: ListMediaQuery,
        response: { 200: ListVoicesReply },
      },
    },
    async (request) => {
      const { views, paging } = await list(request, 'voice');
      return { status: 'success' as const, voices: views, ...paging };
    },
  );
  app.get(
    '/api/admin/videos',
    {
      config,
      schema: {
        tags,
        summary: 'List videos',
        querystring: ListMediaQuery,
        response: { 200: ListVideosReply },
      },
    },
    async (request) => {
      const { views, paging } = await list(request, 'video');
      return { status: 'success' as const, videos: views, ...paging };
    },
  );

  const voice = async (request: Request) =>
    voiceReply(request, await mediaView(await find(request, 'voice'), resources));
  const video = async (request: Request) =>
    videoReply(request, await mediaView(await find(request, 'video'), resources));
  const readVoice = { tags, summary: 'Read a voice', response: { 200: VoiceReply } };
  const readVideo = { tags, summary: 'Read a video', response: { 200: VideoReply } };
  app.get('/api/admin/voice', { config, schema: { ...readVoice, querystring: MediaQuery } }, voice);
  app.get('/api/admin/voice/:id', { config, schema: { ...readVoice, params: IdParams } }, voice);
  app.get('/api/admin/video', { config, schema: { ...readVideo, querystring: MediaQuery } }, video);
  app.get('/api/admin/video/:id', { config, schema: { ...readVideo, params: IdParams } }, video);

  app.patch(
    '/api/admin/voice/:id',
    {
      config: { ...config, audit: 'voice.attach' },
      schema: {
        tags,
        summary: 'Attach a voice to a persona',
        params: IdParams,
        body: AttachMediaBody,
        response: { 200: VoiceReply },
      },
    },
    async (request) => voiceReply(request, await attach(request, 'voice')),
  );
  app.patch(
    '/api/admin/video/:id',
    {
      config: { ...config, audit: 'video.attach' },
      schema: {
        tags,
        summary: 'Attach a video to a persona',
        params: IdParams,
        body: AttachMediaBody,
        response: { 200: VideoReply },
      },
    },
    async (request) => videoReply(request, await attach(request, 'video')),
  );

  app.post(
    '/api/admin/voice/:id/consent',
    {
      config: { ...config, audit: 'voice.consent' },
      schema: {
        tags,
        summary: 'Record that a person agreed to their voice being used to speak',
        params: IdParams,
        body: ConsentBody,
        response: { 200: VoiceReply },
      },
    },
    async (request) => {
      const { id } = await find(request, 'voice');
      const { scope } = await access.of(request, 'media', id);
      const { statement, actor } = request.body;
      const given = { statement, actor, recordedBy: request.caller.keyId };
      return voiceReply(request, await mediaView(await domain.recordConsent(scope, id, given), resources));
    },
  );
  app.get(
    '/api/admin/voice/:id/preview',
    {
      config,
      schema: {
        tags,
        summary: 'Hear a voice: leads to its rendition',
        params: IdParams,
        response: { 302: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, state, renditions } = await find(request, 'voice');
      const [played] = renditions;
      if (!played)
        throw state === 'processing'
          ? new AppError('not_ready', `${id} is still being processed; try again`, { retryAfter: 2 })
          : new AppError('not_found', `${id} has nothing to be heard: its file could not be read`);
      const address = { ttlSeconds: PREVIEW_TTL_S, contentType: played.content_type };
      // A redirection gets the path like every other.
      const file = withoutBase(await blobs.signedUrl(played.blob_key, address), resources.config.BASE_PATH);
      return reply.redirect(file, 302);
    },
  );

  for (const kind of ['voice', 'video'] as const) {
    const removeConfig = { ...config, audit: `${kind}.delete` } as const;
    const schema = {
      tags,
      summary: `Delete a ${kind}`,
      body: MediaIdBody,
      response: { 200: DeleteMediaReply },
    };
    app.delete(
      `/api/admin/${kind}`,
      { config: removeConfig, schema: { ...schema, querystring: MediaQuery } },
      (request) => remove(request, kind),
    );
    app.delete(
      `/api/admin/${kind}/:id`,
      { config: removeConfig, schema: { ...schema, params: IdParams } },
      (request) => remove(request, kind),
    );
  }
}

const voiceReply = (request: Request, voice: MediaView) => ({
  status: 'success' as const,
  voice_id: voice.id,
  ...withWarnings(request, voice),
});
const videoReply = (request: Request, video: MediaView) => ({
  status: 'success' as const,
  video_id: video.id,
  ...withWarnings(request, video),
});

/**
 * These replies have `warnings` of the file's own, each with a code; those of the request are added in that
 * shape.
 */
const withWarnings = ({ warnings }: Request, view: MediaView): MediaView => ({
  ...view,
  warnings: [...warnings.splice(0).map((message) => ({ code: 'request', message })), ...view.warnings],
});
