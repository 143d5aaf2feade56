/**
 * What generated clients call the operations: `<verb><what>`. An operation that is not listed is named after
 * its address.
 */
const NAMES: Record<string, string> = {
  'POST /api/instance': 'createPersona',
  'GET /api/instance': 'listPersonas',
  'PATCH /api/instance': 'updatePersonaInBody',
  'DELETE /api/instance': 'deletePersonaInBody',
  'POST /api/admin/instance': 'createPersonaAsAdmin',
  'GET /api/instance/{id}': 'getPersona',
  'PATCH /api/instance/{id}': 'updatePersona',
  'DELETE /api/instance/{id}': 'deletePersona',
  'POST /api/admin/keys': 'createKey',
  'GET /api/admin/keys': 'listKeys',
  'DELETE /api/admin/keys': 'revokeKeyInBody',
  'DELETE /api/admin/keys/{id}': 'revokeKey',
  'PATCH /api/admin/keys/{id}': 'updateKey',
  'POST /api/admin/keys/{id}/rotate': 'rotateKey',
  'POST /api/admin/widget-keys': 'createWidgetKey',
  'POST /api/admin/token-secret/rotate': 'rotateTokenSecret',
  'POST /api/tokens': 'createToken',
  'GET /api/admin/audit': 'listAudit',
  'GET /api/admin/audit/export': 'exportAudit',
  'GET /api/jobs': 'listJobs',
  'GET /api/jobs/{id}': 'getJob',
  'GET /api/jobs/{id}/events': 'followJob',
  'POST /api/jobs/{id}/retry': 'retryJob',
  'POST /api/jobs/{id}/cancel': 'cancelJob',
  'POST /api/kb/store-pages': 'storePages',
  'POST /api/kb/stream-pages': 'streamPages',
  'GET /api/kb/streams/{id}': 'getPageStream',
  'GET /api/kb/streams/{id}/events': 'followPageStream',
  'GET /api/kb/training-data': 'listTrainingData',
  'PUT /api/kb/training-data': 'updateTrainingDatumInBody',
  'DELETE /api/kb/training-data': 'deleteTrainingDatumInBody',
  'GET /api/kb/training-data/{id}': 'getTrainingDatum',
  'PUT /api/kb/training-data/{id}': 'updateTrainingDatum',
  'DELETE /api/kb/training-data/{id}': 'deleteTrainingDatum',
  'POST /api/kb/review-data': 'submitForReview',
  'GET /api/kb/review-data': 'listSubmissions',
  'GET /api/kb/review-data/{id}': 'getSubmission',
  'POST /api/kb/review-data/{id}/approve': 'approveSubmission',
  'POST /api/kb/review-data/{id}/reject': 'rejectSubmission',
  'POST /api/kb/review-data/{id}/request-changes': 'requestChangesOfSubmission',
  'POST /api/kb/review-data/{id}/withdraw': 'withdrawSubmission',
  'POST /api/kb/search': 'search',
  'POST /api/kb/auto-generate-prompts': 'generatePrompts',
  'POST /api/kb/v2/chat': 'chat',
  'GET /api/kb/v2/chat/{chat_id}/events': 'followChat',
  'POST /api/kb/v2/chat/{chat_id}/cancel': 'cancelAnswer',
  'GET /v1/models': 'listModels',
  'GET /v1/models/{model}': 'getModel',
  'POST /v1/chat/completions': 'createChatCompletion',
  'POST /v1/embeddings': 'createEmbeddings',
  'POST /v1/audio/transcriptions': 'createTranscription',
  'POST /v1/audio/speech': 'createSpeech',
  'GET /sources/{instance_id}/{td_id}/{place}': 'showSource',
  'GET /api/persona/chats': 'listChats',
  'DELETE /api/persona/chats': 'deleteChatInBody',
  'DELETE /api/persona/chats/{id}': 'deleteChat',
  'GET /api/persona/messages': 'listMessages',
  'GET /api/persona/messages/{id}': 'listMessagesOfChat',
  'GET /api/users/{user_id}/export': 'exportUser',
  'DELETE /api/users/{user_id}': 'eraseUser',
  'POST /api/admin/add_voice': 'addVoice',
  'GET /api/admin/voices': 'listVoices',
  'GET /api/admin/voice': 'getVoiceInQuery',
  'DELETE /api/admin/voice': 'deleteVoiceInBody',
  'GET /api/admin/voice/{id}': 'getVoice',
  'PATCH /api/admin/voice/{id}': 'updateVoice',
  'DELETE /api/admin/voice/{id}': 'deleteVoice',
  'POST /api/admin/video': 'addVideo',
  'GET /api/admin/videos': 'listVideos',
  'GET /api/admin/video': 'getVideoInQuery',
  'DELETE /api/admin/video': 'deleteVideoInBody',
  'GET /api/admin/video/{id}': 'getVideo',
  'PATCH /api/admin/video/{id}': 'updateVideo',
  'DELETE /api/admin/video/{id}': 'deleteVideo',
  'GET /files/{path}': 'getFile',
  'HEAD /files/{path}': 'headFile',
};

/** `DELETE /api/jobs/{id}` → `deleteJobsById`, unless it has a name. */
export function operationName(method: string, path: string): string {
  const known = NAMES[`${method} ${path}`];
  if (known !== undefined) return known;
  const words = path
    .replace(/^\/api\//, '/')
    .replaceAll('{', ' by ')
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
