import { Type, type Static } from 'typebox';
import { Consent, Failure, mediaStates } from '../entities.ts';
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

const instance_id = Type.Optional(ClientId('The persona it belongs to; it can also be attached later.'));
const word = (description: string) => Type.String({ minLength: 1, maxLength: 256, description });

const captions = Type.Optional(
  Type.Array(
    Type.Object({
      language: Type.Optional(Nullable(word('Language code of the captions.'))),
      text: Type.Optional(Type.String({ minLength: 1, description: 'SRT, WebVTT or JSON with segments.' })),
      file: Type.Optional(Type.String({ minLength: 1, description: 'The same as base64, in any encoding.' })),
    }),
    { maxItems: 16, description: 'What is said in it. It answers within seconds, with its times.' },
  ),
);

export const VoiceData = Type.Object({
  instance_id,
  language: word('Language code.'),
  tone: word('Description of the tone.'),
  pitch: word('Level of the pitch.'),
  sample_audio: Type.String({ minLength: 1, description: 'base64, base64url or a data: URL.' }),
  captions,
});
export const AddVoiceBody = Type.Object({ instance_id, voice_data: VoiceData });

export const VideoData = Type.Object({
  instance_id,
  file: Type.String({ minLength: 1, description: 'base64, base64url or a data: URL.' }),
  title: Type.String({ minLength: 1, maxLength: 1000 }),
  description: Type.Optional(Type.String({ maxLength: 16_384 })),
  duration: Type.Integer({ minimum: 0, description: 'In seconds.' }),
  resolution: word('As in 1080p.'),
  captions,
});
export const AddVideoBody = Type.Object({ instance_id, video_data: VideoData });

const added = {
  message: Type.String(),
  state: Type.Enum([...mediaStates]),
  unchanged: Type.Optional(Type.Boolean({ description: 'True when these bytes were there already.' })),
  instance_id: Nullable(Type.String({ description: 'null until it is attached to a persona.' })),
  ...Started,
};
export const AddVoiceReply = Success({ ...added, voice_id: Type.String() });
export const AddVideoReply = Success({ ...added, video_id: Type.String() });

export const FileView = Type.Object({
  name: Type.String(),
  url: Type.String({ description: 'Serves the file for an hour without a key; see expires.' }),
  content_type: Type.String(),
  bytes: Type.Integer(),
  measured: FreeObject(),
});
export type FileView = Static<typeof FileView>;
const RenditionView = Type.Object({
  ...FileView.properties,
  kind: Type.Enum(['file', 'hls'], {
    description:
      'hls: the sizes of a video as a player loads them piece by piece, from its first seconds on; measured.complete says whether all is there.',
  }),
});
export const CaptionsView = Type.Object({ ...FileView.properties, language: Nullable(Type.String()) });
export const MediaView = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['voice', 'video']),
  instance_id: Nullable(Type.String()),
  state: Type.Enum([...mediaStates]),
  declared: FreeObject({ description: 'What was said of it when it was sent.' }),
  measured: Type.Union([FreeObject(), Type.Null()], { description: 'What it was found to be.' }),
  original: Type.Object({ bytes: Type.Integer(), sha256: Type.String() }),
  renditions: Type.Array(RenditionView),
  poster: Type.Union([FileView, Type.Null()]),
  storyboard: Type.Union([Type.Object({ image: FileView, vtt: FileView }), Type.Null()], {
    description: 'Of a video: small pictures in one image, and WebVTT that says which part shows when.',
  }),
  peaks: Type.Union([Type.Object({ json: FileView, image: FileView }), Type.Null()], {
    description: 'The outline of the sound as audiowaveform writes it, and drawn.',
  }),
  captions: Type.Array(CaptionsView),
  chapters: Type.Array(Type.Object({ start: Type.Number(), end: Type.Number(), title: Type.String() })),
  consent: Type.Union([Consent, Type.Null()], {
    description: 'Of a voice: that its person agreed to it being used to speak.',
  }),
  warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
  error: Type.Union([Failure, Type.Null()]),
  job_id: Nullable(Type.String()),
  version: Type.Integer(),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type MediaView = Static<typeof MediaView>;

export const ConsentBody = Type.Object({
  statement: Type.String({
    minLength: 1,
    maxLength: 10_000,
    description: 'What the person agreed to, in the words that they agreed to.',
  }),
  actor: Type.String({ minLength: 1, maxLength: 256, description: 'Who agreed: a name, an address, an id.' }),
});

export const VoiceReply = Success({ voice_id: Type.String(), ...MediaView.properties });
export const VideoReply = Success({ video_id: Type.String(), ...MediaView.properties });
export const ListMediaQuery = Type.Object({
  ...PagingQuery,
  instance_id,
  state: Type.Optional(Type.Enum([...mediaStates])),
  attached: Type.Optional(
    Type.Boolean({ description: 'false: those your key sent that belong to no persona yet.' }),
  ),
});
export const ListVoicesReply = Success({ voices: Type.Array(MediaView), ...PagingReply });
export const ListVideosReply = Success({ videos: Type.Array(MediaView), ...PagingReply });
export const MediaQuery = Type.Object({
  id: Type.Optional(ClientId('The file.')),
  voice_id: Type.Optional(ClientId('The voice.')),
  video_id: Type.Optional(ClientId('The video.')),
});
export const MediaIdBody = Type.Optional(
  Type.Object({
    id: Type.Optional(Type.String()),
    voice_id: Type.Optional(Type.String()),
    video_id: Type.Optional(Type.String()),
  }),
);
export const AttachMediaBody = Type.Object({
  id: Type.Optional(Type.String()),
  voice_id: Type.Optional(Type.String()),
  video_id: Type.Optional(Type.String()),
  instance_id: ClientId('The persona it shall belong to.'),
});
export const DeleteMediaReply = Success({ ...Deleted, id: Type.String() });
