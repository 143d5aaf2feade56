import type OpenAI from 'openai';
import type { AppError } from '@persona/contracts';
import type { ModelServer } from './model-settings.ts';
import { clientOf } from './openai-package.ts';
import { toProviderError } from './provider-error.ts';

/** The client of one role's server, with the translation of its errors. */
export interface ModelClient {
  openai(): Promise<OpenAI>;
  /** Translates what the package, the network and the server throw into an error of the port. */
  toError(error: unknown): AppError;
}

/**
 * Creates the client of one server. Everything that the package would otherwise read from the environment is
 * set here, so that nothing but the configuration takes effect. The package's own retries are off, because
 * each adapter knows what may be repeated.
 */
export function createModelClient(server: ModelServer): ModelClient {
  return {
    openai: clientOf({
      baseURL: server.baseUrl,
      // Local servers accept any key, but the header must not be empty.
      apiKey: server.apiKey ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: 'off',
      // A redirect would carry texts and key to a host that nobody configured.
      fetchOptions: { redirect: 'error' },
    }),
    toError: (error) => toProviderError(error, server),
  };
}
