import { LOCAL_PREFIX } from './local/local-models.ts';

export const modelRoles = ['chat', 'embedding', 'rerank', 'transcription', 'speech'] as const;
export type ModelRole = (typeof modelRoles)[number];

type Prefix = Uppercase<ModelRole>;

/** The part of the configuration that the models read; `Config` of libs/config has this shape. */
export type ModelSettings = {
  readonly [
    N in
      | 'OPENAI_BASE_URL'
      | 'OPENAI_API_KEY'
      | `${Prefix}_MODEL`
      | `${Prefix}_BASE_URL`
      | `${Prefix}_API_KEY`
      | 'EMBEDDING_QUERY_PREFIX'
      | 'EMBEDDING_PASSAGE_PREFIX'
      | 'MODELS_DIR'
  ]?: string | undefined;
} & {
  readonly [
    N in
      | 'CHAT_FIRST_TOKEN_TIMEOUT_SECONDS'
      | 'CHAT_IDLE_TIMEOUT_SECONDS'
      | 'CHAT_REPLY_TIMEOUT_SECONDS'
      | 'EMBEDDING_TIMEOUT_SECONDS'
      | 'TRANSCRIPTION_TIMEOUT_SECONDS'
      | 'SPEECH_TIMEOUT_SECONDS'
  ]?: number | undefined;
};

/** The model of a role, where it is, and the variables that say so. */
export interface ModelServer {
  readonly role: ModelRole;
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly variables: { readonly model: string; readonly baseUrl: string; readonly apiKey: string };
}

const OPENAI = 'https://api.openai.com/v1';

/**
 * The model that is configured for a role and its server; undefined when none is, or it runs here. A role's
 * own server gets its own key only: the common key belongs to the common server. Throws an Error when a model
 * is named but no server is.
 */
export function modelServer(settings: ModelSettings, role: ModelRole): ModelServer | undefined {
  const prefix = role.toUpperCase() as Prefix;
  const variables = { model: `${prefix}_MODEL`, baseUrl: `${prefix}_BASE_URL`, apiKey: `${prefix}_API_KEY` };
  const model = settings[`${prefix}_MODEL`];
  if (!model || (role === 'embedding' && model.startsWith(LOCAL_PREFIX))) return undefined;
  const own = settings[`${prefix}_BASE_URL`];
  const ownKey = settings[`${prefix}_API_KEY`];
  if (own) return { role, model, baseUrl: own, apiKey: ownKey, variables };
  const { OPENAI_BASE_URL: common, OPENAI_API_KEY: commonKey } = settings;
  const apiKey = ownKey ?? commonKey;
  if (!common && !apiKey)
    throw new Error(
      `${variables.model} needs a server: set OPENAI_BASE_URL (any OpenAI-compatible one), ${variables.baseUrl} for this model alone, or OPENAI_API_KEY (for api.openai.com)`,
    );
  return {
    role,
    model,
    baseUrl: common ?? OPENAI,
    apiKey,
    variables: {
      ...variables,
      baseUrl: 'OPENAI_BASE_URL',
      ...(ownKey === undefined ? { apiKey: 'OPENAI_API_KEY' } : {}),
    },
  };
}
