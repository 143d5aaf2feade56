import { AppError } from '@persona/contracts';
import type { APIError } from 'openai';
import type { ModelServer } from './model-settings.ts';
import { isApiError, isConnectionError, isTimeout } from './openai-package.ts';

type ProviderReason = 'provider_rate_limited' | 'provider_refused' | 'provider_down' | 'context_overflow';

export const providerError = (
  message: string,
  reason: ProviderReason,
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
 * What servers say of a prompt that is longer than their model's context: OpenAI's code, llama.cpp's type,
 * and the sentences of vLLM, LM Studio, Ollama and others.
 */
const OVERFLOW_CODE = /context_length|exceed_context|context_window|prompt_too_long/i;
const OVERFLOW_TEXT =
  /context (?:length|size|window|overflow)|context the overflows|(?:prompt|input|request) (?:is )?too (?:long|large)|too many (?:input |prompt )?tokens|maximum (?:input |model )?(?:context|length|number of tokens)|exceeds? the (?:available )?(?:context|model)/i;
/** Statuses of requests that are too much; a wrong key or model name has another one. */
const TOO_MUCH: ReadonlySet<number> = new Set([400, 413, 422, 500]);

function isOverflow({ status, code, type, message, error }: APIError): boolean {
  if (OVERFLOW_CODE.test(`${String(code)} ${String(type)}`)) return true;
  // An error inside a stream has no status.
  if (status !== undefined && !TOO_MUCH.has(status)) return false;
  return status === 413 || OVERFLOW_TEXT.test(`${message} ${JSON.stringify(error ?? '')}`);
}

/** Says what to look at; the server's own text is never passed on, because it may quote what was sent. */
function refusal(status: number, { variables: { model, baseUrl, apiKey } }: ModelServer): string {
  const said = `The model server refused the request (HTTP ${status}).`;
  if (status === 401 || status === 403) return `${said} The operator should check ${apiKey}.`;
  if (status === 404)
    return `${said} The operator should check that ${model} is a model of that server, and ${baseUrl}, which usually ends in /v1.`;
  return `${said} The operator should check that ${model} can be asked in this way; npm run persona -- doctor tries it.`;
}

/** Translates what the package, the network and the server throw into an error of the port. */
export function toProviderError(error: unknown, server: ModelServer): AppError {
  if (error instanceof AppError) return error;
  if (isTimeout(error)) return timeoutError(error);
  if (isApiError(error) && !isConnectionError(error)) {
    const { status } = error;
    if (isOverflow(error))
      return providerError(
        `What was asked is longer than the context of the model. The operator should give ${server.variables.model} a larger context: 8,192 tokens hold any question with its passages.`,
        'context_overflow',
        error,
      );
    if (status === undefined)
      return providerError('The model server broke off with an error. Try again.', 'provider_down', error);
    const wait = retryAfterSeconds(error.headers);
    if (status === 429)
      return providerError(
        'The model server says that it gets too many requests. Try again later.',
        'provider_rate_limited',
        error,
        Math.ceil(wait ?? 5),
      );
    if (status === 408 || status === 504) return timeoutError(error);
    if (status >= 400 && status < 500 && status !== 409)
      return providerError(refusal(status, server), 'provider_refused', error);
    return providerError(
      `The model server failed (HTTP ${status}). Try again.`,
      'provider_down',
      error,
      wait === undefined ? undefined : Math.ceil(wait),
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

/** Why a model failed, in words of the error table, of HTTP and of the network: nothing that was sent. */
export interface ProviderFailure {
  code: string;
  reason?: string;
  /** The server's HTTP status, and its own word for the error where that is one. */
  status?: number;
  provider_code?: string;
  /** The network's word, such as ECONNREFUSED. */
  network?: string;
}

const WORD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Reads from an error of the port why it happened; undefined where no model failed. */
export function providerFailure(error: unknown): ProviderFailure | undefined {
  if (!(error instanceof AppError) || !error.code.startsWith('provider_')) return undefined;
  const failure: ProviderFailure = { code: error.code };
  if (typeof error.extra?.['reason'] === 'string') failure.reason = error.extra['reason'];
  let cause: unknown = error.cause;
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    const { status, code, type } = cause as { status?: unknown; code?: unknown; type?: unknown };
    if (isApiError(cause)) {
      if (typeof status === 'number') failure.status = status;
      const word = [code, type].find((one) => typeof one === 'string' && WORD.test(one));
      if (typeof word === 'string') failure.provider_code = word;
    } else if (typeof code === 'string' && WORD.test(code)) failure.network = code;
    cause = cause.cause;
  }
  return failure;
}
