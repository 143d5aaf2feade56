import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createModels } from './create-models.ts';
import type { Models } from './models.ts';
import {
  modelRoles,
  modelServer,
  type ModelRole,
  type ModelServer,
  type ModelSettings,
} from './model-settings.ts';
import { createModelClient } from './openai-client.ts';
import { providerFailure, type ProviderFailure } from './provider-error.ts';

/** What one real call to the model of a role showed. */
export interface ModelProbe {
  role: ModelRole;
  model: string;
  /** Its server's address, without what may be secret in it. */
  server: string;
  durationMs: number;
  /** Null: it works. */
  problem: { text: string; todo: string; failure: ProviderFailure | undefined } | null;
}

const MAX_MODELS_SHOWN = 5;
const LIST_TIMEOUT_MS = 5000;

/**
 * Makes one small real call to each model that is configured for one of `roles`, all at once, and says what
 * is wrong and what to do: an address that nothing answers at, a wrong path, a wrong key, a model that the
 * server does not have. Throws the Error of `modelServer` for a model without a server.
 */
export async function probeModels(
  settings: ModelSettings,
  { roles = modelRoles, signal }: { roles?: readonly ModelRole[]; signal?: AbortSignal } = {},
): Promise<ModelProbe[]> {
  const models = createModels(settings);
  const servers = roles.flatMap((role) => modelServer(settings, role) ?? []);
  return Promise.all(servers.map((server) => probe(models, server, signal)));
}

/** Where findings are written; a logger has this shape. */
interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Probes the models of `roles` in the background and logs what works and what does not, with what to do.
 * Returns how to stop, which waits until nothing is under way.
 */
export function reportModels(
  settings: ModelSettings,
  roles: readonly ModelRole[],
  log: Log,
): () => Promise<void> {
  const stop = new AbortController();
  const report = async () => {
    for (const { role, model, server, durationMs, problem } of await probeModels(settings, {
      roles,
      signal: stop.signal,
    })) {
      const fields = { role, model, server, duration_ms: durationMs };
      if (problem === null) log.info({ event: 'model.works', ...fields }, 'a model answers');
      else
        log.warn(
          {
            event: 'model.fails',
            ...fields,
            cause: problem.failure,
            problem: problem.text,
            todo: problem.todo,
          },
          'a model does not answer as it should; the rest works without it',
        );
    }
  };
  const reported = report().catch((err: unknown) => {
    if (!stop.signal.aborted) log.warn({ event: 'model.probe_failed', err }, 'the models were not tried');
  });
  return async () => {
    stop.abort();
    await reported;
  };
}

async function probe(
  models: Models,
  server: ModelServer,
  signal: AbortSignal | undefined,
): Promise<ModelProbe> {
  const began = performance.now();
  let problem: ModelProbe['problem'] = null;
  try {
    await calls[server.role](models, signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const failure = providerFailure(error);
    problem = { ...(await explain(server, failure, (error as Error).message)), failure };
  }
  const { role, model } = server;
  return {
    role,
    model,
    server: addressOf(server.baseUrl),
    durationMs: Math.round(performance.now() - began),
    problem,
  };
}

/** The least call that shows that a model of each role works. */
const calls: Record<ModelRole, (models: Models, signal: AbortSignal | undefined) => Promise<unknown>> = {
  async chat({ chat }, signal) {
    const messages = [{ role: 'user' as const, content: 'Say "ready" and nothing else.' }];
    // The first words are enough; leaving the loop ends the request.
    for await (const part of chat?.stream({ messages, signal }) ?? []) if (part.type === 'text') return;
  },
  embedding: async ({ embedding }, signal) => embedding?.embed(['ready'], { signal }),
  rerank: async ({ reranker }, signal) => reranker?.rerank('ready', ['ready', 'steady'], { signal }),
  async transcription({ transcriber }, signal) {
    const folder = await mkdtemp(path.join(tmpdir(), 'persona-probe-'));
    try {
      const file = path.join(folder, 'silence.wav');
      await writeFile(file, silence());
      await transcriber?.transcribe(file, { signal });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  async speech({ speech }, signal) {
    for await (const _bytes of speech?.speak('Ready.', { voice: 'alloy', format: 'mp3', signal }) ?? [])
      return;
  },
};

/** Half a second of silence as WAV: 16 kHz, mono, 16 bits. */
function silence(): Buffer {
  const rate = 16_000;
  const bytes = rate;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(bytes, 40);
  return wav;
}

async function explain(
  server: ModelServer,
  failure: ProviderFailure | undefined,
  message: string,
): Promise<{ text: string; todo: string }> {
  const { model, role, variables } = server;
  const address = addressOf(server.baseUrl);
  if (failure?.status === undefined) {
    if (failure?.code === 'provider_timeout')
      return {
        text: `${address} did not answer for ${model} in time`,
        todo: 'look whether it is loading the model or too slow; the timeouts are settings of .env',
      };
    if (failure?.network !== undefined)
      return {
        text: `${address} cannot be reached (${failure.network})`,
        todo: `start it, or correct ${variables.baseUrl}; from a container 127.0.0.1 is the container itself`,
      };
    return (await listModels(server)) === 'none'
      ? notCompatible(server)
      : { text: `${address}: ${message}`, todo: 'look into the log of that server' };
  }
  if (failure.status === 401 || failure.status === 403)
    return {
      text: `${address} does not accept the key (HTTP ${failure.status})`,
      todo: `set ${variables.apiKey} to a key of that server`,
    };
  if (failure.reason === 'context_overflow' || failure.reason === 'provider_rate_limited')
    return { text: `${address}: ${message}`, todo: 'look at the limits of that server' };
  const offered = await listModels(server);
  if (offered === 'none') return notCompatible(server);
  if (offered !== 'unknown' && !offered.includes(model)) {
    const shown = offered.slice(0, MAX_MODELS_SHOWN).join(', ') || 'none';
    const more = offered.length > MAX_MODELS_SHOWN ? ` and ${offered.length - MAX_MODELS_SHOWN} more` : '';
    return {
      text: `${address} has no model ${model} (HTTP ${failure.status})`,
      todo: `set ${variables.model} to one it has (${shown}${more}), or load that one there`,
    };
  }
  return {
    text: `${address} refuses ${model} as a ${role} model (HTTP ${failure.status})`,
    todo: `choose a ${role} model for ${variables.model}, or a server that has such models with ${role.toUpperCase()}_BASE_URL`,
  };
}

const notCompatible = ({ baseUrl, variables }: ModelServer) => ({
  text: `nothing at ${addressOf(baseUrl)} answers as an OpenAI-compatible server`,
  todo: `correct the path of ${variables.baseUrl}: it usually ends in /v1`,
});

/** The models that a server offers; `none` where it is no such server, `unknown` where it does not tell. */
async function listModels(server: ModelServer): Promise<readonly string[] | 'none' | 'unknown'> {
  try {
    const signal = AbortSignal.timeout(LIST_TIMEOUT_MS);
    const openai = await createModelClient(server).openai();
    const list = await openai.models.list({ signal });
    return Array.isArray(list.data) ? list.data.map(({ id }) => id) : 'none';
  } catch (error) {
    const { status } = error as { status?: unknown };
    return status === 404 || status === 405 ? 'none' : 'unknown';
  }
}

/** Scheme, host and path: a key may stand in what is before or behind them. */
function addressOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl.split(/[@?]/)[0] ?? '';
  const { origin, pathname } = new URL(baseUrl);
  return origin + (pathname === '/' ? '' : pathname);
}
