import { createReadStream } from 'node:fs';
import {
  AppError,
  EmbeddingsBody,
  EmbeddingsReply,
  MiB,
  SpeechBody,
  TranscriptionBody,
  TranscriptionData,
  TranscriptionReply,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import { quotaTeller } from '../edge/rate-limit.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { acceptUploads, uploadBodyLimit } from '../uploads/accept-uploads.ts';
import { createVoiceReader } from '../spoken-voice.ts';
import type { Reply, Request } from '../types.ts';

const tags = ['OpenAI clients'];
const SPEECH_TYPES = { mp3: 'audio/mpeg', opus: 'audio/ogg', wav: 'audio/wav', flac: 'audio/flac' };

/** The install's models for OpenAI clients: embeddings, speech and transcriptions. No persona is asked. */
export async function modelTaskRoutes(
  app: App,
  resources: Resources,
  { access, quotas, spool }: Kit,
): Promise<void> {
  const { chat, config } = resources;
  const readVoice = createVoiceReader(resources, access);
  /** Each call counts as a message of its caller's quota. */
  const counted = <T>({ caller }: Request, reply: Reply, work: () => Promise<T>): Promise<T> =>
    quotas.using(caller, () => ({ messages: 1 }), quotaTeller(reply), work);

  app.post(
    '/v1/embeddings',
    {
      config: { scope: ['kb', 'chat'], load: 'chat', audit: null },
      bodyLimit: 4 * MiB,
      schema: {
        tags,
        summary: 'Vectors of texts, by the embedding model of the install',
        body: EmbeddingsBody,
        response: { 200: EmbeddingsReply },
      },
    },
    async (request, reply) => {
      const { body, caller } = request;
      const { model, dimension, tokens, vectors } = await counted(request, reply, () =>
        chat.embeddings({ model: body.model ?? null, texts: [body.input].flat(), caller: caller.keyId }),
      );
      if (body.dimensions !== undefined && body.dimensions !== dimension)
        throw new AppError('validation_error', `dimensions must be ${dimension}, as the model has them`, {
          param: 'dimensions',
        });
      return {
        object: 'list' as const,
        data: vectors.map((vector, index) => ({
          object: 'embedding' as const,
          index,
          embedding: body.encoding_format === 'base64' ? vector : numbersOf(vector),
        })),
        model,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      };
    },
  );

  app.post(
    '/v1/audio/speech',
    {
      config: { scope: 'chat', load: 'chat', audit: null },
      schema: {
        tags,
        summary: 'A text spoken by the speech model of the install',
        description:
          '`voice` is a name of the model’s own, or the id of a persona or of its voice; the voice of a persona is used only where a consent is recorded.',
        body: SpeechBody,
        produces: ['audio/mpeg'],
      },
    },
    async (request, reply) => {
      const { model = null, input: text, response_format: format = 'mp3' } = request.body;
      const voice = await readVoice(request, request.body.voice);
      const bytes = await counted(request, reply, () =>
        chat.speech({ model, text, voice, format, caller: request.caller.keyId }),
      );
      return reply.type(SPEECH_TYPES[format]).send(bytes);
    },
  );

  const maxBytes = config.MAX_UPLOAD_MB * MiB;
  await app.register(async (scope) => {
    const files = scope as App;
    acceptUploads(files, {
      spool,
      maxBytes,
      // Nothing of it is kept.
      room: () => Promise.resolve(null),
      file: ['transcription', 'file'],
      schema: TranscriptionData,
    });
    files.post(
      '/v1/audio/transcriptions',
      {
        config: { scope: ['chat', 'media'], load: 'upload', audit: null },
        bodyLimit: uploadBodyLimit(maxBytes),
        schema: {
          tags,
          summary: 'The text of a recording, by the transcription model of the install',
          description:
            'A form with `file`, `model`, `language` and `response_format`, as OpenAI clients send it, or JSON with the same under `transcription`.',
          body: TranscriptionBody,
          produces: ['application/json', 'text/plain'],
          response: { 200: TranscriptionReply },
        },
      },
      async (request, reply) => {
        const { upload } = request;
        if (!upload) throw new AppError('validation_error', 'file is required', { param: 'file' });
        const {
          model,
          language,
          response_format = 'json',
          timestamp_granularities: timed = [],
        } = request.body.transcription;
        const options = {
          ...(model === undefined ? {} : { model }),
          ...(language === undefined ? {} : { language }),
        };
        const said = await counted(request, reply, () =>
          chat.transcribe(createReadStream(upload.path), options),
        );
        if (response_format === 'text')
          return reply.type('text/plain; charset=utf-8').send(said.text as never);
        if (response_format === 'json') return { text: said.text };
        const { words, segments, ...about } = said;
        return {
          ...about,
          segments: segments.map((segment, id) => ({ id, ...segment })),
          ...(timed.includes('word') && {
            words: words.map(({ text: word, start, end }) => ({ word, start, end })),
          }),
        };
      },
    );
  });
}

/** The numbers of a vector that is written as base64 of 32-bit floats. */
function numbersOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readFloatLE(n * 4));
}
