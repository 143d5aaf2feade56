import type { ModelLimit } from '@persona/answers';
import type { Sampling } from '@persona/contracts';
import { percentIndexed, type IndexCoverage } from '@persona/domain';
import type { ChatModel } from '@persona/models';

/** The warning of a reply whose context nobody reads: sentences of pages are said as they stand. */
export const warnOfContext = (context: string | null, model: ChatModel | undefined): string[] =>
  context === null || context.trim() === '' || model !== undefined
    ? []
    : [
        'context (for OpenAI clients: the system messages) was not used: no language model is configured, so the persona speaks in the sentences of its pages. Set CHAT_MODEL, or leave it out.',
      ];

/** The warning of a reply that may lack something, because the index does not hold all pages yet. */
export const warnOfCoverage = (coverage: IndexCoverage): string[] =>
  coverage.missing === 0
    ? []
    : [
        `${coverage.missing} of ${coverage.pages} pages are not searched yet (${percentIndexed(coverage)} % are): they are being indexed, and the reply may lack what they say.`,
      ];

/** The warnings of a reply whose model could not take all that it was asked with. */
export function warnOfLimits(
  sampling: Sampling = {},
  model: ChatModel | undefined,
  limits: readonly ModelLimit[] = [],
): string[] {
  const names = Object.keys(sampling).join(', ');
  return [
    ...(names !== '' && model === undefined
      ? [
          `${names} had no effect: no language model is configured, so the persona speaks in the sentences of its pages.`,
        ]
      : []),
    ...(limits.includes('sampling')
      ? [`${names} had no effect: the language model does not take it, and answered without.`]
      : []),
    ...(limits.includes('context')
      ? [
          'The context of the language model is too small for the question with its passages and the conversation before: it answered from the best passages alone.',
        ]
      : []),
  ];
}

export const withWarnings = (warnings: string[]) => (warnings.length === 0 ? {} : { warnings });
