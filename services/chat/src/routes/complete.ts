import { CompleteRequest, CompleteResponse } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { failureFields } from '../failure-fields.ts';
import type { Resources } from '../resources.ts';

/** Titles and tags are short; nobody gets a model for other work in this way. */
const MAX_CHARACTERS = 2000;

/** What the model alone says, for chat programs that ask something for themselves. */
export function completeRoutes(app: App, { model, logger }: Pick<Resources, 'model' | 'logger'>): void {
  app.post(
    '/internal/complete',
    { schema: { body: CompleteRequest, response: { 200: CompleteResponse } } },
    async (request) => {
      const none = { text: null, usage: null, model: 'extractive' };
      if (!model) return none;
      const { messages, request_id } = request.body;
      let text = '';
      let usage = null;
      try {
        for await (const part of model.stream({ messages })) {
          if (part.type === 'end') ({ usage } = part);
          else text += part.text;
          if (text.length > MAX_CHARACTERS) break;
        }
      } catch (error) {
        logger.warn(
          { event: 'complete.model_failed', request_id, ...failureFields(error) },
          'the model failed; what it was asked for is made without it',
        );
        return none;
      }
      return { text: text.slice(0, MAX_CHARACTERS).toWellFormed(), usage, model: model.name };
    },
  );
}
