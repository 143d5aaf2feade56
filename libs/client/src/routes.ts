import {
  ConsentBody,
  WidgetDemoQuery,
  AddVideoBody,
  AddVideoReply,
  AddVoiceBody,
  AddVoiceReply,
  AttachMediaBody,
  AuditFilterQuery,
  CancelChatReply,
  ChatBody,
  ChatIdBody,
  ChatIdQuery,
  ChatReply,
  CloseSessionReply,
  CompletionBody,
  CompletionReply,
  CreateInstanceBody,
  CreateInstanceForOwnerBody,
  CreateInstanceReply,
  CreateKeyBody,
  CreateKeyReply,
  CreateSignInLinkReply,
  CreateTokenBody,
  CreateTokenReply,
  CreateWidgetKeyBody,
  CreateWidgetKeyReply,
  DecideReviewBody,
  DecideReviewReply,
  DeleteChatReply,
  DeleteInstanceBody,
  DeleteInstanceReply,
  DeleteKeyBody,
  DeleteKeyReply,
  DeleteMediaReply,
  DeleteTrainingDataReply,
  DoctorReply,
  EmbeddingsBody,
  EmbeddingsReply,
  EraseUserReply,
  GeneratePromptsBody,
  GeneratePromptsReply,
  IdBody,
  IdQuery,
  KeyIdQuery,
  InstanceQuery,
  InstanceReply,
  JobReply,
  ListAuditQuery,
  ListAuditReply,
  ListChatsQuery,
  ListChatsReply,
  ListInstancesQuery,
  ListInstancesReply,
  ListJobsQuery,
  ListJobsReply,
  ListKeysQuery,
  ListKeysReply,
  ListMediaQuery,
  ListMessagesQuery,
  ListMessagesReply,
  ListModelChecksReply,
  ListModelsReply,
  ListReviewsQuery,
  ListReviewsReply,
  ListTrainingDataQuery,
  ListTrainingDataReply,
  ListVideosReply,
  ListVoicesReply,
  MediaIdBody,
  MediaQuery,
  ModelReply,
  OpenSessionBody,
  ReviewReply,
  RotateKeyBody,
  RotateKeyReply,
  RotateTokenSecretBody,
  RotateTokenSecretReply,
  SearchBody,
  SearchReply,
  SessionReply,
  SpeechBody,
  StorePagesBody,
  StorePagesReply,
  StreamPagesBody,
  StreamPagesQuery,
  StreamPagesReply,
  StreamReply,
  SubmitReviewBody,
  SubmitReviewReply,
  TrainingDatumReply,
  TranscriptionBody,
  TranscriptionReply,
  UpdateInstanceBody,
  UpdateInstanceReply,
  UpdateKeyBody,
  UpdateKeyReply,
  UpdateTrainingDataBody,
  UpdateTrainingDataReply,
  UserQuery,
  VideoReply,
  VoiceReply,
  ListPassagesQuery,
  ListPassagesReply,
  MessageQuery,
  ExplainMessageReply,
  WidgetProfileReply,
  ChangeEventsQuery,
  UnansweredQuery,
  UnansweredReply,
  StatsQuery,
  StatsReply,
  FeedbackBody,
  FeedbackReply,
  ListVersionsReply,
  VersionReply,
  RevertPageBody,
} from '@persona/contracts';
import type { TSchema } from 'typebox';

interface Route {
  query?: TSchema;
  body?: TSchema;
  /** What a success answers as JSON; absent for streams and files. */
  reply?: TSchema;
}

/**
 * Every route of the API with its schemas, those that the gateway validates by; a test compares them with the
 * OpenAPI document. Only types are made of it: it is no part of what a browser loads.
 */
export const routes = {
  '/api/session': {
    post: { body: OpenSessionBody, reply: SessionReply },
    get: { reply: SessionReply },
    delete: { reply: CloseSessionReply },
  },
  '/api/session/links': {
    post: { reply: CreateSignInLinkReply },
  },
  '/api/instance': {
    post: { body: CreateInstanceBody, reply: CreateInstanceReply },
    get: { query: ListInstancesQuery, reply: ListInstancesReply },
    patch: { query: IdQuery, body: UpdateInstanceBody, reply: UpdateInstanceReply },
    delete: { query: IdQuery, body: DeleteInstanceBody, reply: DeleteInstanceReply },
  },
  '/api/admin/instance': {
    post: { body: CreateInstanceForOwnerBody, reply: CreateInstanceReply },
  },
  '/api/instance/{id}': {
    get: { reply: InstanceReply },
    patch: { body: UpdateInstanceBody, reply: UpdateInstanceReply },
    delete: { body: DeleteInstanceBody, reply: DeleteInstanceReply },
  },
  '/api/admin/keys': {
    post: { body: CreateKeyBody, reply: CreateKeyReply },
    get: { query: ListKeysQuery, reply: ListKeysReply },
    delete: { query: KeyIdQuery, body: DeleteKeyBody, reply: DeleteKeyReply },
  },
  '/api/admin/widget-keys': {
    post: { body: CreateWidgetKeyBody, reply: CreateWidgetKeyReply },
  },
  '/api/admin/keys/{id}': {
    patch: { body: UpdateKeyBody, reply: UpdateKeyReply },
    delete: { body: DeleteKeyBody, reply: DeleteKeyReply },
  },
  '/api/admin/keys/{id}/rotate': {
    post: { body: RotateKeyBody, reply: RotateKeyReply },
  },
  '/api/tokens': {
    post: { body: CreateTokenBody, reply: CreateTokenReply },
  },
  '/api/admin/token-secret/rotate': {
    post: { body: RotateTokenSecretBody, reply: RotateTokenSecretReply },
  },
  '/api/admin/audit': {
    get: { query: ListAuditQuery, reply: ListAuditReply },
  },
  '/api/admin/audit/export': {
    get: { query: AuditFilterQuery },
  },
  '/api/jobs/{id}': {
    get: { reply: JobReply },
  },
  '/api/jobs': {
    get: { query: ListJobsQuery, reply: ListJobsReply },
  },
  '/api/jobs/{id}/events': {
    get: {},
  },
  '/api/jobs/{id}/retry': {
    post: { reply: JobReply },
  },
  '/api/jobs/{id}/cancel': {
    post: { reply: JobReply },
  },
  '/api/kb/store-pages': {
    post: { body: StorePagesBody, reply: StorePagesReply },
  },
  '/api/kb/stream-pages': {
    post: { query: StreamPagesQuery, body: StreamPagesBody, reply: StreamPagesReply },
  },
  '/api/kb/streams/{id}': {
    get: { query: InstanceQuery, reply: StreamReply },
  },
  '/api/kb/streams/{id}/events': {
    get: { query: InstanceQuery },
  },
  '/api/kb/training-data': {
    get: { query: ListTrainingDataQuery, reply: ListTrainingDataReply },
    put: { query: IdQuery, body: UpdateTrainingDataBody, reply: UpdateTrainingDataReply },
    delete: { query: IdQuery, body: IdBody, reply: DeleteTrainingDataReply },
  },
  '/api/kb/training-data/{id}': {
    get: { reply: TrainingDatumReply },
    put: { body: UpdateTrainingDataBody, reply: UpdateTrainingDataReply },
    delete: { body: IdBody, reply: DeleteTrainingDataReply },
  },
  '/api/kb/review-data': {
    post: { body: SubmitReviewBody, reply: SubmitReviewReply },
    get: { query: ListReviewsQuery, reply: ListReviewsReply },
  },
  '/api/kb/review-data/{id}': {
    get: { reply: ReviewReply },
  },
  '/api/kb/review-data/{id}/approve': {
    post: { body: DecideReviewBody, reply: DecideReviewReply },
  },
  '/api/kb/review-data/{id}/reject': {
    post: { body: DecideReviewBody, reply: DecideReviewReply },
  },
  '/api/kb/review-data/{id}/request-changes': {
    post: { body: DecideReviewBody, reply: DecideReviewReply },
  },
  '/api/kb/review-data/{id}/withdraw': {
    post: { body: DecideReviewBody, reply: DecideReviewReply },
  },
  '/api/kb/search': {
    post: { body: SearchBody, reply: SearchReply },
  },
  '/api/kb/auto-generate-prompts': {
    post: { body: GeneratePromptsBody, reply: GeneratePromptsReply },
  },
  '/api/kb/v2/chat': {
    post: { body: ChatBody, reply: ChatReply },
  },
  '/api/kb/v2/chat/{chat_id}/events': {
    get: {},
  },
  '/api/kb/v2/chat/{chat_id}/cancel': {
    post: { reply: CancelChatReply },
  },
  '/v1/models': {
    get: { reply: ListModelsReply },
  },
  '/v1/models/{model}': {
    get: { reply: ModelReply },
  },
  '/v1/chat/completions': {
    post: { body: CompletionBody, reply: CompletionReply },
  },
  '/v1/embeddings': {
    post: { body: EmbeddingsBody, reply: EmbeddingsReply },
  },
  '/v1/audio/speech': {
    post: { body: SpeechBody },
  },
  '/v1/audio/transcriptions': {
    post: { body: TranscriptionBody, reply: TranscriptionReply },
  },
  '/sources/{instance_id}/{td_id}/{place}': {
    get: {},
  },
  '/p/{instance_id}': {
    get: {},
  },
  '/widget-demo': {
    get: { query: WidgetDemoQuery },
  },
  '/api/persona/chats': {
    get: { query: ListChatsQuery, reply: ListChatsReply },
    delete: { query: ChatIdQuery, body: ChatIdBody, reply: DeleteChatReply },
  },
  '/api/persona/messages': {
    get: { query: ListMessagesQuery, reply: ListMessagesReply },
  },
  '/api/persona/messages/{id}': {
    get: { query: ListMessagesQuery, reply: ListMessagesReply },
  },
  '/api/persona/chats/{id}': {
    delete: { body: ChatIdBody, reply: DeleteChatReply },
  },
  '/api/users/{user_id}/export': {
    get: { query: UserQuery },
  },
  '/api/users/{user_id}': {
    delete: { query: UserQuery, reply: EraseUserReply },
  },
  '/api/admin/add_voice': {
    post: { body: AddVoiceBody, reply: AddVoiceReply },
  },
  '/api/admin/video': {
    post: { body: AddVideoBody, reply: AddVideoReply },
    get: { query: MediaQuery, reply: VideoReply },
    delete: { query: MediaQuery, body: MediaIdBody, reply: DeleteMediaReply },
  },
  '/api/admin/voices': {
    get: { query: ListMediaQuery, reply: ListVoicesReply },
  },
  '/api/admin/videos': {
    get: { query: ListMediaQuery, reply: ListVideosReply },
  },
  '/api/admin/voice': {
    get: { query: MediaQuery, reply: VoiceReply },
    delete: { query: MediaQuery, body: MediaIdBody, reply: DeleteMediaReply },
  },
  '/api/admin/voice/{id}': {
    get: { reply: VoiceReply },
    patch: { body: AttachMediaBody, reply: VoiceReply },
    delete: { body: MediaIdBody, reply: DeleteMediaReply },
  },
  '/api/admin/voice/{id}/consent': {
    post: { body: ConsentBody, reply: VoiceReply },
  },
  '/api/admin/voice/{id}/preview': {
    get: {},
  },
  '/api/admin/video/{id}': {
    get: { reply: VideoReply },
    patch: { body: AttachMediaBody, reply: VideoReply },
    delete: { body: MediaIdBody, reply: DeleteMediaReply },
  },
  '/files/{path}': {
    get: {},
  },
  '/api/kb/training-data/{id}/passages': {
    get: { query: ListPassagesQuery, reply: ListPassagesReply },
  },
  '/api/persona/messages/{id}/explain': {
    get: { query: MessageQuery, reply: ExplainMessageReply },
  },
  '/api/persona/messages/{id}/audio': {
    get: { query: MessageQuery },
  },
  '/api/persona/messages/{id}/audio.vtt': {
    get: { query: MessageQuery },
  },
  '/api/widget/{key}': {
    get: { reply: WidgetProfileReply },
  },
  '/api/events': {
    get: { query: ChangeEventsQuery },
  },
  '/api/kb/unanswered': {
    get: { query: UnansweredQuery, reply: UnansweredReply },
  },
  '/api/admin/models': {
    get: { reply: ListModelChecksReply },
  },
  '/api/admin/doctor': {
    get: { reply: DoctorReply },
  },
  '/api/admin/doctor/events': {
    get: {},
  },
  '/api/stats': {
    get: { query: StatsQuery, reply: StatsReply },
  },
  '/api/persona/messages/{id}/feedback': {
    post: { body: FeedbackBody, reply: FeedbackReply },
  },
  '/api/kb/training-data/{id}/versions': {
    get: { query: MessageQuery, reply: ListVersionsReply },
  },
  '/api/kb/training-data/{id}/versions/{version}': {
    get: { query: MessageQuery, reply: VersionReply },
  },
  '/api/kb/training-data/{id}/revert': {
    post: { body: RevertPageBody, reply: UpdateTrainingDataReply },
  },
} satisfies Record<string, Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Route>>>;
