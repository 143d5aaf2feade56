/** The body of an error, as far as it could be read. */
interface ErrorBody {
  message?: string;
  error?: { code?: string; param?: string | null; retryable?: boolean; request_id?: string };
}

/** A refusal of the service, or a reply that is none of its own. */
export class PersonaError extends Error {
  override readonly name = 'PersonaError';
  /** The HTTP status; 0 where no reply came. */
  readonly status: number;
  /** One of the closed list of codes (`docs/api-contract.md` §5); `unreachable` where no reply came. */
  readonly code: string;
  /** The field or parameter that it is about. */
  readonly param: string | null;
  readonly requestId: string | null;

  constructor(
    status: number,
    message: string,
    {
      code,
      param,
      requestId,
      cause,
    }: { code: string; param?: string | null; requestId?: string | null; cause?: unknown },
  ) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.param = param ?? null;
    this.requestId = requestId ?? null;
  }
}

/** The error of a reply whose body was read as `text`. */
export function errorOf(status: number, text: string): PersonaError {
  const { message, error } = bodyOf(text);
  return new PersonaError(status, message ?? `The service answered ${status}.`, {
    code: error?.code ?? 'internal',
    param: error?.param ?? null,
    requestId: error?.request_id ?? null,
  });
}

/** The error where no reply came. */
export const unreachable = (cause: unknown): PersonaError =>
  new PersonaError(0, 'The service does not answer; check the address and the network.', {
    code: 'unreachable',
    cause,
  });

function bodyOf(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    // A proxy's page, or nothing.
    return {};
  }
}
