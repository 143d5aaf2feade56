import { checkText, groupQuestions, namesOf, suggestPrompts } from '@persona/answers';
import {
  AppError,
  GroupQuestionsRequest,
  GroupQuestionsResponse,
  PassagesRequest,
  PassagesResponse,
  PromptsRequest,
  PromptsResponse,
  ReviewChecksRequest,
  ReviewChecksResponse,
  SearchRequest,
  SearchResponse,
  installScope,
} from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import type { App } from '@persona/runtime';
import type { Resources } from '../resources.ts';
import { readPassages } from '../read-passages.ts';
import type { Retriever } from '../retriever.ts';
import { warnOfContext, warnOfCoverage, withWarnings } from '../request-warnings.ts';

/** How many passages a prompt or a proposed text is compared with. */
const MAX_PASSAGES = 30;
/** Texts of pages may be long, and a submission may have many. */
const MAX_REVIEW_BODY_BYTES = 128 * 1024 * 1024;

/**
 * Reads of the knowledge base beside chatting: search, prompts (contract §9), the checks of a review (§8).
 */
export function knowledgeRoutes(
  app: App,
  { documents, search, model }: Resources,
  retriever: Retriever,
): void {
  const personaOf = async (id: string) => {
    const persona = await documents.instances.get(installScope, id);
    if (persona && persona.deleted_at === null) return persona;
    throw new AppError('not_found', `There is no persona "${id}".`, { param: 'instance_id' });
  };

  app.post(
    '/internal/search',
    { schema: { body: SearchRequest, response: { 200: SearchResponse } } },
    async (request) => {
      const { instance_id, query, top_k, filters } = request.body;
      await personaOf(instance_id);
      const [coverage, found] = await Promise.all([
        retriever.coverage(instance_id),
        retriever.retrieve({ instance_id, query, limit: top_k, filters }),
      ]);
      return {
        ...withWarnings(warnOfCoverage(coverage)),
        results: found.map(({ td_id, version, title, text, score, start, end }) => ({
          td_id,
          version,
          title,
          text,
          score,
          start,
          end,
        })),
      };
    },
  );

  app.post(
    '/internal/group-questions',
    {
      bodyLimit: MAX_REVIEW_BODY_BYTES,
      schema: { body: GroupQuestionsRequest, response: { 200: GroupQuestionsResponse } },
    },
    async (request) => ({ groups: await groupQuestions(request.body.texts, createTimeSlices()) }),
  );

  app.post(
    '/internal/passages',
    { schema: { body: PassagesRequest, response: { 200: PassagesResponse } } },
    async (request) => {
      await personaOf(request.body.instance_id);
      return readPassages({ documents, search }, request.body);
    },
  );

  app.post(
    '/internal/prompts',
    { schema: { body: PromptsRequest, response: { 200: PromptsResponse } } },
    async (request) => {
      const { instance_id, topics, context, count } = request.body;
      const persona = await personaOf(instance_id);
      const made = await suggestPrompts({
        persona,
        topics,
        context,
        count,
        model,
        retrieve: (query, pageId) =>
          retriever.retrieve({
            instance_id,
            query,
            limit: MAX_PASSAGES,
            filters: pageId === undefined ? null : { td_id: pageId },
          }),
        pause: createTimeSlices(),
      });
      const coverage = await retriever.coverage(instance_id);
      return { ...made, ...withWarnings([...warnOfContext(context, model), ...warnOfCoverage(coverage)]) };
    },
  );

  app.post(
    '/internal/review-checks',
    {
      bodyLimit: MAX_REVIEW_BODY_BYTES,
      schema: { body: ReviewChecksRequest, response: { 200: ReviewChecksResponse } },
    },
    async (request) => {
      const { instance_id, texts } = request.body;
      const names = namesOf(await personaOf(instance_id));
      const retrieve = (query: string) => retriever.retrieve({ instance_id, query, limit: MAX_PASSAGES });
      const pause = createTimeSlices();
      const checks = [];
      for (const text of texts) checks.push(await checkText({ text, names, retrieve, model, pause }));
      return { checks };
    },
  );
}
