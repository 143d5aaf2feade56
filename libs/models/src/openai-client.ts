import { AppError } from '@persona/contracts';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';

/** The part of the configuration that the models read; `Config` of libs/config has this shape. */
export interface ModelSettings {
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
  readonly CHAT_MODEL?: string | undefined;
  readonly EMBEDDING_MODEL?: string | undefined;
  readonly EMBEDDING_QUERY_PREFIX?: string | undefined;
  readonly EMBEDDING_PASSAGE_PREFIX?: string | undefined;
  /** The folder of models that run here. */
  readonly MODELS_DIR?: string | undefined;
  readonly RERANK_MODEL?: string | undefined;
  readonly TRANSCRIPTION_MODEL?: string | undefined;
  readonly SPEECH_MODEL?: string | undefined;
}

/**
 * Creates one client for the configured server. Everything that the package would otherwise read from the
 * environment is set here, so that nothing but the configuration takes effect. The package's own retries are
 * off, because each adapter knows what may be repeated.
 */
export function createOpenAiClient(settings: ModelSettings): OpenAI {
  return new OpenAI({
    baseURL: settings.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
    // Local servers accept any key, but the header must not be empty.
    apiKey: settings.OPENAI_API_KEY ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    // A redirect would carry texts and key to a host that nobody configured.
    fetchOptions: { redirect: 'error' },
  });
}

type Reason = 'provider_rate_limited' | 'provider_refused' | 'provider_down';

export const providerError = (
  message: string,
  reason: Reason,
  cause: unknown,
  retryAfter?: number,
): AppError => new AppError('provider_error', message, { cause, extra: { reason }, retryAfter });

/**
 * Returns the seconds that a server asks to wait, from `retry-after-ms` or `retry-after` (seconds or a date);
 * undefined when it does not say.
 */
function retryAfterSeconds(headers: Headers | undefined): number | undefined {
  const milliseconds = headers?.get('retry-after-ms');
  if (milliseconds && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds) / 1000);
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number.isFinite(Number(value)) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/**
 * Translates the errors of the package and of the network into those of the port. The server's own text is
 * never passed on.
 */
export function toProviderError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof APIConnectionTimeoutError) return timeoutError(error);
  if (error instanceof APIError && !(error instanceof APIConnectionError) && error.status !== undefined) {
    const { status } = error;
    const wait = retryAfterSeconds(error.headers);
    if (status === 429) {
      return providerError(
        'The model server says that it gets too many requests. Try again later.',
        'provider_rate_limited',
        error,
        Math.ceil(wait ?? 5),
      );
    }
    if (status === 408 || status === 504) return timeoutError(error);
    const refused = status >= 400 && status < 500 && status !== 409;
    return providerError(
      refused
        ? `The model server refused the request (HTTP ${status}). The operator should check OPENAI_API_KEY and the model's name.`
        : `The model server failed (HTTP ${status}). Try again.`,
      refused ? 'provider_refused' : 'provider_down',
      error,
      refused || wait === undefined ? undefined : Math.ceil(wait),
    );
  }
  return providerError(
    'The model server could not be reached or broke off. Try again.',
    'provider_down',
    error,
  );
}

export const timeoutError = (cause?: unknown): AppError =>
  new AppError('provider_timeout', 'The model server did not answer in time. Try again.', {
    cause,
    extra: { reason: 'provider_down' },
  });

/** The error for a reply that arrived but does not follow the interface. */
export const brokenReply = (what: string, cause?: unknown): AppError =>
  providerError(`The model server sent ${what}.`, 'provider_down', cause);
