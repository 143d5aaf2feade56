import { Transform, pipeline, type Readable } from 'node:stream';
import type { ChatAnswer, Citation } from '@persona/contracts';
import { presentAnswer, type Presentation } from './present-answer.ts';

interface EventBlock {
  id: string | undefined;
  event: string;
  data: unknown;
}

/**
 * The events of an answer as its caller is shown them: citations with their addresses, and the warnings about
 * the request in the last event, `done`, which is the whole reply. Text passes byte for byte; where sources
 * are put into it, it is held until they are known, and comes as one `delta`.
 */
export function presentEvents(
  events: Readable,
  presentation: Presentation,
  warnings: readonly string[] = [],
): Readable {
  const decoder = new TextDecoder();
  let pending = '';
  /** What waits for the end of an answer with its sources in the text. */
  let heldText: EventBlock | undefined;
  let heldCitations: EventBlock[] = [];

  const done = (block: EventBlock): string => {
    const reply = presentAnswer(block.data as ChatAnswer, presentation);
    const all = [...warnings, ...(reply.warnings ?? [])];
    const last = { ...block, data: all.length > 0 ? { ...reply, warnings: all } : reply };
    if (!presentation.inline) return write(last);
    const text = { id: heldText?.id, event: 'delta', data: { text: reply.response } };
    const citations = heldCitations.map((held, n) => ({ ...held, data: reply.citations[n] }));
    return [...(heldText ? [text] : []), ...citations, last].map(write).join('');
  };
  const present = (source: string): string => {
    const block = read(source);
    if (!block) return source;
    const { event, data } = block;
    if (event === 'done') return done(block);
    if (event === 'citation' && !presentation.inline)
      return write({
        ...block,
        data: { ...(data as Citation), url: presentation.addressOf(data as Citation) },
      });
    if (!presentation.inline || (event !== 'delta' && event !== 'citation')) return source;
    if (event === 'delta') heldText = block;
    else heldCitations = [...heldCitations, block];
    return '';
  };

  const out = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      pending += decoder.decode(chunk, { stream: true });
      let shown = '';
      for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
        shown += present(pending.slice(0, end + 2));
        pending = pending.slice(end + 2);
      }
      next(null, shown || undefined);
    },
    flush: (next) => next(null, pending),
  });
  // The reply, which reads `out`, sees the error.
  return pipeline(events, out, () => undefined);
}

/** Only what may have to be changed is parsed. */
function read(source: string): EventBlock | null {
  const [, id, event, data] =
    /^(?:id: (.*)\n)?event: (delta|citation|done)\ndata: (.*)\n\n$/.exec(source) ?? [];
  if (event === undefined || data === undefined) return null;
  return { id, event, data: JSON.parse(data) as unknown };
}

const write = ({ id, event, data }: EventBlock): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
