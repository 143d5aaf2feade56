import type { APIError, OpenAI } from 'openai';

type Package = typeof import('openai');

let loaded: Package | undefined;

/** The package is loaded with the first call of a model: who has no models would hold 10 MB for it. */
async function load(): Promise<Package> {
  loaded ??= await import('openai');
  return loaded;
}

/** A client that is made when it is first asked for. */
export function clientOf(options: ConstructorParameters<typeof OpenAI>[0]): () => Promise<OpenAI> {
  let client: OpenAI | undefined;
  return async () => {
    const { OpenAI: Client } = await load();
    client ??= new Client(options);
    return client;
  };
}

/** Whether the package threw an error; none is of its kinds before it is loaded. */
export const isApiError = (error: unknown): error is APIError =>
  loaded !== undefined && error instanceof loaded.APIError;

export const isConnectionError = (error: unknown): boolean =>
  loaded !== undefined && error instanceof loaded.APIConnectionError;

export const isTimeout = (error: unknown): boolean =>
  loaded !== undefined && error instanceof loaded.APIConnectionTimeoutError;

export const isBadRequest = (error: unknown): error is APIError =>
  loaded !== undefined && error instanceof loaded.BadRequestError;

/** The error of a reply that has one in its body. */
export async function errorInBody(body: object, headers: Headers): Promise<APIError> {
  const { APIError: Thrown } = await load();
  return new Thrown(undefined, body, undefined, headers);
}
