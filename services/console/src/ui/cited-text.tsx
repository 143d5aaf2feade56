import type { Citation } from '@persona/contracts';
import { t } from '../i18n/index.ts';

/** An answer with a button behind each statement for each of its sources. */
export function CitedText({
  text,
  citations,
  onOpen,
}: {
  text: string;
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}) {
  const ends = new Map<number, Citation[]>();
  for (const citation of citations)
    for (const { end } of citation.spans.length > 0 ? citation.spans : [{ end: text.length }])
      ends.set(end, [...(ends.get(end) ?? []), citation]);
  const places = [...ends.keys()].toSorted((a, b) => a - b);
  let from = 0;
  const parts = places.map((end) => {
    const part = text.slice(from, end);
    from = end;
    return (
      <span key={end}>
        {part}
        {ends.get(end)?.map((citation) => (
          <button
            key={citation.index}
            type="button"
            class="cite"
            aria-label={t.value.source(String(citation.index), citation.title)}
            onClick={() => onOpen(citation)}
          >
            {citation.index}
          </button>
        ))}
      </span>
    );
  });
  return (
    <p class="said" dir="auto">
      {parts}
      {text.slice(from)}
    </p>
  );
}
