import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AppError,
  EmbeddingsRequest,
  EmbeddingsResponse,
  SpeechRequest,
  TranscriptionRequest,
  TranscriptionResponse,
} from '@persona/contracts';
import { estimateTokens } from '@persona/models';
import type { App } from '@persona/runtime';
import type { Resources } from '../resources.ts';

/** The gateway has checked the size of the file. */
const MAX_FILE_BYTES = 16 * 1024 * 1024 * 1024;

/** The models of the install for those who call them directly: vectors, speech, transcripts. */
export function modelTaskRoutes(
  app: App,
  { embedding, speech, transcriber }: Pick<Resources, 'embedding' | 'speech' | 'transcriber'>,
): void {
  app.post(
    '/internal/embeddings',
    { schema: { body: EmbeddingsRequest, response: { 200: EmbeddingsResponse } } },
    async (request) => {
      const { model, texts } = request.body;
      const configured = chosen(embedding, model, 'EMBEDDING_MODEL');
      const vectors = await configured.embed(texts);
      return {
        model: configured.name,
        dimension: vectors[0]?.length ?? 0,
        tokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0),
        vectors: vectors.map((vector) => Buffer.from(vector.buffer).toString('base64')),
      };
    },
  );

  app.post('/internal/speech', { schema: { body: SpeechRequest } }, async (request, reply) => {
    const { model, text, voice, format } = request.body;
    const bytes = chosen(speech, model, 'SPEECH_MODEL').speak(text, { voice, format });
    // A failure before the first bytes is a reply with a status of its own.
    const iterator = bytes[Symbol.asyncIterator]();
    const first = await iterator.next();
    reply.type('application/octet-stream');
    return reply.send(Readable.from(continued(first, iterator)));
  });

  void app.register(async (files) => {
    files.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    files.post(
      '/internal/transcription',
      {
        bodyLimit: MAX_FILE_BYTES,
        schema: { querystring: TranscriptionRequest, response: { 200: TranscriptionResponse } },
      },
      async (request) => {
        const { model, language } = request.query as TranscriptionRequest;
        const configured = chosen(transcriber, model ?? null, 'TRANSCRIPTION_MODEL');
        const folder = await mkdtemp(path.join(tmpdir(), 'persona-transcription-'));
        try {
          const file = path.join(folder, 'recording');
          await pipeline(request.body as Readable, createWriteStream(file));
          return await configured.transcribe(file, { language });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    );
  });
}

/** The model for a task; throws where there is none, or where another one was asked for. */
function chosen<M extends { readonly name: string }>(
  model: M | undefined,
  asked: string | null,
  variable: string,
): M {
  if (!model)
    throw new AppError('model_not_configured', `This install has no model for it: ${variable} is not set.`);
  if (asked !== null && asked !== model.name)
    throw new AppError('not_found', `There is no such model here; it is "${model.name}", or leave it out.`, {
      param: 'model',
    });
  return model;
}

async function* continued(
  first: IteratorResult<Uint8Array>,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let part = first; !part.done; part = await iterator.next()) yield part.value;
}
