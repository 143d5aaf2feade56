import { bodyId, type Citation, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { cueTimes } from '@persona/text';

/** Adds to citations of what is said in recordings where it is heard. */
export async function placeInRecordings(
  { documents }: { documents: Pick<DocumentStore, 'pageBodies'> },
  scope: Scope,
  citations: readonly Citation[],
): Promise<Citation[]> {
  const spoken = citations.filter(({ metadata, locator }) => locator && mediaId(metadata) !== null);
  if (spoken.length === 0) return [...citations];
  const ids = [...new Set(spoken.map(({ td_id, version }) => bodyId(td_id, version)))];
  const bodies = new Map(
    (await documents.pageBodies.getMany(scope, ids)).map(({ id, content }) => [id, content]),
  );
  return citations.map((citation) => {
    const { td_id, version, locator, metadata } = citation;
    const id = mediaId(metadata);
    const content = bodies.get(bodyId(td_id, version));
    const times = id !== null && locator && content ? cueTimes(content, locator.start, locator.end) : null;
    if (!locator || !times || id === null) return citation;
    const { language, track } = metadata;
    return {
      ...citation,
      locator: {
        ...locator,
        media_id: id,
        start_ms: times.startMs,
        end_ms: times.endMs,
        language: typeof language === 'string' ? language : null,
        ...(typeof track === 'string' && { track }),
        speaker: times.speaker,
      },
    };
  });
}

const mediaId = ({ media_id }: Record<string, unknown>): string | null =>
  typeof media_id === 'string' && /^(?:vid|voi)_/.test(media_id) ? media_id : null;
