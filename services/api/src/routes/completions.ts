import {
  AppError,
  CompletionBody,
  CompletionReply,
  ListModelsReply,
  ModelReply,
  MiB,
  type Instance,
  type Scope,
  type ModelView,
} from '@persona/contracts';
import { Type } from 'typebox';
import type { PersonaAccess } from '../access.ts';
import { chatTurn } from '../chat-turn.ts';
import { helperAnswer } from '../completions/helper-answer.ts';
import { readHelperPrompt } from '../completions/helper-prompt.ts';
import { readMessages } from '../completions/read-messages.ts';
import { readParameters } from '../completions/read-parameters.ts';
import { completion } from '../completions/reply.ts';
import { chunks, eventsOf } from '../completions/stream.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { presentationOf } from '../source-links.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

const MAX_MODELS = 1000;

/**
 * Personas as models of an OpenAI client (contract §10): chat completions, also streamed, with citations as
 * annotations.
 */
export function completionRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { chat, documents } = resources;
  const tags = ['OpenAI clients'];

  /** The user of a chat that is continued: such clients often leave out who is talking. */
  const userOf = async (scope: Scope, chatId: string | undefined): Promise<string | undefined> =>
    chatId === undefined ? undefined : (await documents.chats.get(scope, chatId))?.user_id;

  /**
   * Finds the persona that a client names as its model: by id, or by a name that only one of the personas in
   * reach has.
   */
  const model = async (request: Request, name: string): Promise<PersonaAccess> => {
    const reached = await access.reachable(request, MAX_MODELS, name.startsWith('ins_') ? undefined : name);
    const named = reached.filter(({ id, name: own }) => id === name || own === name);
    const [first, second] = named;
    if (!first) {
      if (name.startsWith('ins_')) return access.instance(request, name);
      throw new AppError(
        'not_found',
        `There is no persona "${name}" that this key can reach; see GET /v1/models.`,
        {
          param: 'model',
        },
      );
    }
    if (second)
      throw new AppError(
        'instance_ambiguous',
        `Several personas are called "${name}": use the id of one as the model.`,
        {
          param: 'model',
        },
      );
    return access.instance(request, first.id);
  };

  app.get(
    '/v1/models',
    {
      config: { scope: 'chat', token: true },
      schema: { tags, summary: 'List personas as models', response: { 200: ListModelsReply } },
    },
    async (request) => ({
      object: 'list' as const,
      data: (await access.reachable(request, MAX_MODELS)).map(modelView),
    }),
  );
  app.get(
    '/v1/models/:model',
    {
      config: { scope: 'chat', token: true },
      schema: {
        tags,
        summary: 'A persona as a model',
        params: Type.Object({ model: Type.String({ maxLength: 256 }) }),
        response: { 200: ModelReply },
      },
    },
    async (request) => modelView((await model(request, request.params.model)).instance),
  );

  app.post(
    '/v1/chat/completions',
    {
      config: { scope: 'chat', load: 'chat', audit: 'chat.say', token: true },
      bodyLimit: 4 * MiB,
      schema: {
        tags,
        summary: 'Chat as an OpenAI client does',
        description:
          '`model` is the id or the name of a persona. The last user message is answered; what was said before helps the turn. `metadata.chat_id` continues a chat that is kept here. What a chat program asks for itself about a conversation (a title, tags, follow-ups) is answered by the model alone, and not kept.',
        body: CompletionBody,
        produces: ['application/json', 'text/event-stream'],
        response: { 200: CompletionReply },
      },
    },
    async (request, reply) => {
      const { body, caller, warnings } = request;
      const parameters = readParameters(body, warnings);
      // A visitor's browser has the persona, and not its model.
      const helper = caller.isToken ? null : readHelperPrompt(body.messages);
      const spoken = helper ? { message: helper.opening } : readMessages(body.messages, warnings);
      const granted = await model(request, body.model);
      const chatId = body.metadata?.['chat_id'];
      const chat_id = typeof chatId === 'string' ? chatId : undefined;
      const turn = chatTurn(request, granted, {
        user_id: body.user || caller.userId || (await userOf(granted.scope, chat_id)) || 'openai',
        ...spoken,
        chat_id,
        sampling: parameters.sampling,
      });
      const counted = <T>(work: () => Promise<T>): Promise<T> =>
        quotas.using(caller, () => ({ messages: 1 }), quotaTeller(reply), work);
      const presentation = presentationOf(resources, request, granted, body.inline_citations);
      const help = () => (helper ? helperAnswer(chat, turn, helper, body.messages) : null);
      if (!body.stream) {
        const answer = await counted(async () => (await help()) ?? chat.answer(turn));
        return completion(body.model, answer, parameters, presentation);
      }
      const events = await counted(async () => {
        const helped = await help();
        return helped ? eventsOf(helped) : chat.stream(turn);
      });
      return (await chunks(reply, events, {
        model: body.model,
        withUsage: body.stream_options?.include_usage ?? false,
        requestId: request.id,
        parameters,
        presentation,
        warnings,
      })) as never;
    },
  );
}

const modelView = (instance: Instance): ModelView => ({
  id: instance.id,
  object: 'model',
  created: Math.floor(Date.parse(instance.created_at) / 1000),
  owned_by: 'persona',
  name: instance.name,
});
