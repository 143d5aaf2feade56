import type { ChatAnswer, Citation } from '@persona/contracts';

/** How an answer is shown to its caller. */
export interface Presentation {
  /** Marks citations in the text and lists their sources behind it. */
  inline: boolean;
  /** Where a citation can be read. */
  addressOf: (citation: Citation) => string;
}

type Shown = Pick<ChatAnswer, 'response' | 'citations'>;

/** The answer with an address for each citation and, inline, with marks and a list of sources in its text. */
export function presentAnswer<A extends Shown>(answer: A, { inline, addressOf }: Presentation): A {
  const citations = answer.citations.map((citation) => ({ ...citation, url: addressOf(citation) }));
  return { ...answer, ...(inline ? withSources({ response: answer.response, citations }) : { citations }) };
}

/**
 * Puts `[1]` behind each cited statement and a line for each source behind the text. The spans of the
 * citations are moved with their statements.
 */
function withSources({ response, citations }: Shown): Shown {
  if (citations.length === 0) return { response, citations };
  const marks = new Map<number, number[]>();
  for (const { index, spans } of citations)
    for (const { start, end } of spans) {
      const at = start + response.slice(start, end).trimEnd().length;
      marks.set(at, [...(marks.get(at) ?? []), index]);
    }
  let text = '';
  let from = 0;
  /** Where marks were put in, and how many characters they took. */
  const moves: { at: number; length: number }[] = [];
  for (const [at, numbers] of [...marks].toSorted(([a], [b]) => a - b)) {
    const mark = ` ${[...new Set(numbers)]
      .toSorted((a, b) => a - b)
      .map((number) => `[${number}]`)
      .join('')}`;
    text += response.slice(from, at) + mark;
    moves.push({ at, length: mark.length });
    from = at;
  }
  text += response.slice(from);
  const moved = (place: number, isEnd: boolean): number =>
    moves.reduce(
      (sum, { at, length }) => (at < place || (!isEnd && at === place) ? sum + length : sum),
      place,
    );
  const list = citations.map(
    ({ index, title, url }) => `- [${index}] ${title.replaceAll(/\s+/g, ' ')}: ${url}`,
  );
  return {
    response: `${text}\n\n${list.join('\n')}`,
    citations: citations.map((citation) => ({
      ...citation,
      spans: citation.spans.map(({ start, end }) => ({ start: moved(start, false), end: moved(end, true) })),
    })),
  };
}
