import type { ChatModel } from '@persona/models';

/** The `warnings` of a reply whose context nobody reads: sentences of pages are said as they stand. */
export const warnOfContext = (
  context: string | null,
  model: ChatModel | undefined,
): { warnings?: string[] } =>
  context === null || context.trim() === '' || model !== undefined
    ? {}
    : {
        warnings: [
          'context (for OpenAI clients: the system messages) was not used: no language model is configured, so the persona speaks in the sentences of its pages. Set CHAT_MODEL, or leave it out.',
        ],
      };
