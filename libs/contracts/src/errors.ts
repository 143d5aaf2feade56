/**
 * The closed list of error codes, in one table: the gateway answers from it and the API's documentation is
 * generated from it. `status` is the HTTP status, `type` the family that an OpenAI client understands,
 * `retryable` whether the same request may succeed later.
 */
export const errorTable = {
  malformed_json: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The body is not valid JSON.',
  },
  validation_error: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'A field is missing or has a wrong value; `param` names it.',
  },
  id_required: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The route needs an id in the path, the query or the body.',
  },
  id_conflict: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The request names two different ids.',
  },
  invalid_base64: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The file is not decodable base64, base64url or data: URL.',
  },
  invalid_cursor: {
    status: 400,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The cursor was not issued by this list.',
  },
  missing_key: {
    status: 401,
    type: 'authentication_error',
    retryable: false,
    meaning: 'No API key was sent.',
  },
  invalid_key: {
    status: 401,
    type: 'authentication_error',
    retryable: false,
    meaning: 'The API key is unknown or revoked.',
  },
  expired_key: {
    status: 401,
    type: 'authentication_error',
    retryable: false,
    meaning: 'The API key has expired.',
  },
  scope_missing: {
    status: 403,
    type: 'permission_error',
    retryable: false,
    meaning: 'The key lacks the scope this route needs.',
  },
  consent_missing: {
    status: 403,
    type: 'permission_error',
    retryable: false,
    meaning:
      'The voice is that of a person of whom no consent is recorded; the message names the route that records one.',
  },
  user_mismatch: {
    status: 403,
    type: 'permission_error',
    retryable: false,
    meaning: 'The key is pinned to another user_id.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'permission_error',
    retryable: false,
    meaning: 'Pages of this origin may not call from a browser, or not with this key.',
  },
  not_found: {
    status: 404,
    type: 'not_found',
    retryable: false,
    meaning: 'Nothing with this id exists for this key.',
  },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The address is right, the method is not; `Allow` lists those that are.',
  },
  version_conflict: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'The version sent is not the current one; read again, then retry.',
  },
  stream_seq_conflict: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'This seq was already accepted with another body.',
  },
  stream_gap: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'A seq is missing; send `expected_seq` first.',
  },
  stream_closed: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'The stream was closed by final:true.',
  },
  review_state_conflict: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'The submission already has another decision.',
  },
  chat_busy: {
    status: 409,
    type: 'conflict',
    retryable: true,
    meaning: 'The chat is still answering its previous message.',
  },
  instance_ambiguous: {
    status: 409,
    type: 'conflict',
    retryable: false,
    meaning: 'Several personas exist and none is the default; name one.',
  },
  idempotency_in_progress: {
    status: 409,
    type: 'conflict',
    retryable: true,
    meaning: 'The first request with this Idempotency-Key is still running.',
  },
  payload_too_large: {
    status: 413,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The body is over the limit the message names.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The Content-Type or Content-Encoding is not one this route reads.',
  },
  idempotency_key_reused: {
    status: 422,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The Idempotency-Key was used with another body.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    retryable: true,
    meaning: 'Too many requests; wait for Retry-After seconds.',
  },
  backpressure: {
    status: 429,
    type: 'rate_limit_error',
    retryable: true,
    meaning: 'Too much work is waiting; wait for Retry-After seconds.',
  },
  quota_exceeded: {
    status: 429,
    type: 'rate_limit_error',
    retryable: true,
    meaning: 'A quota of the key is used up; `quota` says which, what is left and when it begins anew.',
  },
  internal: {
    status: 500,
    type: 'server_error',
    retryable: true,
    meaning: 'A fault of ours; the log has it under the request_id.',
  },
  model_not_configured: {
    status: 501,
    type: 'invalid_request',
    retryable: false,
    meaning: 'The install has no model for this; the message names the variable that sets one.',
  },
  speech_unavailable: {
    status: 501,
    type: 'invalid_request',
    retryable: false,
    meaning: 'Nothing here can speak this reply; the message says what would.',
  },
  provider_error: {
    status: 502,
    type: 'server_error',
    retryable: true,
    meaning: 'The model server failed; what was sent is kept.',
  },
  not_ready: {
    status: 503,
    type: 'server_error',
    retryable: true,
    meaning: 'A part is starting, stopping or unreachable; try again.',
  },
  provider_timeout: {
    status: 504,
    type: 'server_error',
    retryable: true,
    meaning: 'The model server did not answer in time.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorDetail {
  path: string;
  code: string;
}

interface AppErrorOptions {
  /** The field or id the error is about, as a path in the request: `pages[0].title`. */
  param?: string | undefined;
  details?: ErrorDetail[] | undefined;
  cause?: unknown;
  /** Seconds after which a retry makes sense; sent as the Retry-After header. */
  retryAfter?: number | undefined;
  /** Extra documented fields of the error body, e.g. `expected_seq`. */
  extra?: Record<string, unknown> | undefined;
}

/**
 * An error that a caller may see: its message names the field or id and the remedy. Any other error reaches a
 * caller as `internal`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfter: number | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.param = options.param;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
    this.extra = options.extra;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

/** The one error body, readable by a client of the documentation and by an OpenAI client. */
export interface ErrorBody {
  status: 'error';
  message: string;
  error: {
    type: string;
    code: ErrorCode;
    message: string;
    param: string | null;
    details?: ErrorDetail[];
    retryable: boolean;
    request_id: string;
  };
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  const { type, retryable } = errorTable[error.code];
  return {
    status: 'error',
    message: error.message,
    error: {
      type,
      code: error.code,
      message: error.message,
      param: error.param ?? null,
      ...(error.details ? { details: error.details } : {}),
      retryable,
      request_id: requestId,
      ...error.extra,
    },
  };
}

/** An unknown error as a caller sees it: without its text, which may name drivers or paths. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(
    'internal',
    'Something failed on our side. Try again; if it stays, give the request_id to the operator.',
    { cause: error },
  );
}
