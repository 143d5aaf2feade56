import type { Draft } from './evidence.ts';

/**
 * The answers to several questions of one message as one; undefined when there is none. What was said already
 * is not said again.
 */
export function joinDrafts(drafts: readonly Draft[]): Draft | undefined {
  const [first, ...others] = drafts;
  if (!first) return undefined;
  let response = first.response;
  const citations = [...first.citations];
  for (const draft of others) {
    if (response.includes(draft.response)) continue;
    const offset = response.length + 1;
    response += `\n${draft.response}`;
    for (const citation of draft.citations) {
      const spans = citation.spans.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
      citations.push({ ...citation, index: citations.length + 1, spans });
    }
  }
  return { ...first, response, citations };
}
