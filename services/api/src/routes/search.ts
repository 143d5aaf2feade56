import {
  AppError,
  GeneratePromptsBody,
  GeneratePromptsReply,
  MAX_CONTEXT_BYTES,
  SearchBody,
  SearchReply,
} from '@persona/contracts';
import { checkSize } from '../chat-turn.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';

const DEFAULT_TOP_K = 10;

/** Passages of the knowledge base, and prompts made from them (contract §9, §14). */
export function searchRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { chat, domain } = resources;
  // It is as much work as a message.
  const counted = <T>({ caller }: Request, reply: Reply, work: () => Promise<T>): Promise<T> =>
    quotas.using(caller, () => ({ messages: 1 }), quotaTeller(reply), work);
  const tags = ['Knowledge'];

  app.post(
    '/api/kb/search',
    {
      config: { scope: ['kb', 'chat'], load: 'chat', audit: null },
      schema: {
        tags,
        summary: 'Find passages, best first',
        body: SearchBody,
        response: { 200: SearchReply },
      },
    },
    async (request, reply) => {
      const { query, top_k = DEFAULT_TOP_K, filters = null } = request.body;
      const granted = await access.personaIfAny(request);
      const { results, warnings = [] } = granted
        ? await counted(request, reply, () =>
            chat.search({
              instance_id: granted.instance.id,
              query,
              top_k,
              filters,
              caller: request.caller.keyId,
            }),
          )
        : { results: [] };
      request.warnings.push(...warnings);
      return { status: 'success' as const, results };
    },
  );

  app.post(
    '/api/kb/auto-generate-prompts',
    {
      config: { scope: 'kb', load: 'chat', audit: 'prompts.generate' },
      schema: {
        tags,
        summary: 'Prompts that the knowledge base can answer, by topic',
        body: GeneratePromptsBody,
        response: { 200: GeneratePromptsReply },
      },
    },
    async (request, reply) => {
      const { topics, context = null, count = null, save = false } = request.body.data;
      checkSize(context, 'data.context', MAX_CONTEXT_BYTES);
      const granted = await (save ? access.persona(request) : access.personaIfAny(request));
      // There is no persona yet, so every topic is a gap.
      const made = granted
        ? await counted(request, reply, () =>
            chat.prompts({
              instance_id: granted.instance.id,
              topics,
              context,
              count,
              caller: request.caller.keyId,
            }),
          )
        : { prompts: [], items: [], gaps: topics };
      if (save && granted && !(await domain.savePrompts(granted.instance, made.prompts, 'data.save')))
        throw new AppError(
          'not_found',
          `There is no persona "${granted.instance.id}" that this key can reach.`,
          { param: 'instance_id' },
        );
      return { status: 'success' as const, ...made, ...(save ? { saved: true } : {}) };
    },
  );
}
