import { AppError, newId, sha256, type Stream, type StreamBatch, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Domain, PageInput, StoredPage } from '@persona/domain';

/**
 * Ordered, resumable streams of pages (contract §7). A round runs from the opening of a stream to its close; `seq` counts its batches from 1.
 *
 * How an ordered batch is accepted: its row is inserted (a claim on the place), its pages are stored, the answer is kept in the row, and the
 * stream moves on by compare-and-set. It may stop between any two of these: the same batch, sent again, finishes them, and the next one finds
 * a stream that catches up by itself.
 */
export interface PageStreams {
  accept(scope: Scope, batch: IncomingBatch): Promise<AcceptedBatch>;
  /** Opens the stream for pages without `seq`; throws `stream_closed`. */
  open(scope: Scope, clientId: string, mode: Mode | undefined): Promise<Stream>;
  /** Stores pages without `seq` in a stream that is open. */
  append(
    scope: Scope,
    stream: Stream,
    pages: readonly PageInput[],
    options: AppendOptions,
  ): Promise<StoredBatch>;
  /** Closes the stream's round; returns how many pages mode "replace" deleted. Safe to repeat. */
  close(scope: Scope, stream: Stream): Promise<number>;
  /** By the caller's stream_id or the `str_` id. */
  find(scope: Scope, id: string): Promise<Stream | null>;
}

type Mode = Stream['mode'];

interface IncomingBatch {
  clientId: string;
  pages: readonly PageInput[];
  seq: number | undefined;
  final: boolean;
  mode: Mode | undefined;
  requestedBy: string;
}

interface StoredBatch {
  pages: StoredPage[];
  job_id: string | null;
  warnings: string[];
}

interface AcceptedBatch extends StoredBatch {
  stream: Stream;
  replayed: boolean;
  retired: number | null;
}

interface AppendOptions {
  requestedBy: string;
  jobId?: string | undefined;
  param?: string | undefined;
}

/** The place in a round of the batch without `seq` that closed it. */
const CLOSING = 0;

export function createPageStreams(documents: DocumentStore, domain: Domain): PageStreams {
  const { streams, streamBatches } = documents;
  /** Ordered batches being stored in this process: their repeats join them instead of storing beside them. */
  const running = new Map<string, { bodySha256: string; result: Promise<AcceptedBatch> }>();

  const byClientId = async (scope: Scope, clientId: string): Promise<Stream | null> => {
    const [found] = await streams.find(scope, { where: { client_id_sha256: sha256(clientId) }, limit: 1 });
    return found ?? null;
  };

  const findOrCreate = async (scope: Scope, clientId: string, mode: Mode): Promise<Stream> => {
    const found = await byClientId(scope, clientId);
    if (found) return found;
    const stream = newStream(scope, clientId, mode);
    const [inserted] = await streams.insert(scope, [stream]);
    if (inserted === 'inserted') return stream;
    const other = await byClientId(scope, clientId);
    if (!other) throw new AppError('not_ready', 'The stream is being removed; try again', { retryAfter: 1 });
    return other;
  };

  const batchId = (stream: Stream, seq: number): string => `${stream.id}.${stream.round}.${seq}`;
  const getBatch = (scope: Scope, stream: Stream, seq: number): Promise<StreamBatch | null> =>
    streamBatches.get(scope, batchId(stream, seq));

  /** Begins the next round, or finds that another request has; the caller looks at the stream again. */
  const nextRound = async (scope: Scope, stream: Stream): Promise<void> => {
    await streams.update(scope, stream.id, {
      where: { round: stream.round, closed: stream.closed },
      set: { round: stream.round + 1, last_seq: 0, closed: false, mode: 'replace', updated_at: now() },
      inc: { version: 1 },
    });
  };

  /** Counts a batch in and, with `seq`, moves the stream on; null when that was done already. */
  const advance = (
    scope: Scope,
    stream: Stream,
    seq: number | null,
    mode: Mode | undefined,
    pages: readonly StoredPage[],
  ) => {
    const count = (result: StoredPage['result']): number =>
      pages.filter((page) => page.result === result).length;
    return streams.update(scope, stream.id, {
      where: { round: stream.round, ...(seq === null ? {} : { last_seq: seq - 1 }) },
      set: {
        updated_at: now(),
        ...(seq === null ? {} : { last_seq: seq }),
        ...(mode === 'replace' ? { mode } : {}),
      },
      inc: {
        version: 1,
        received: pages.length,
        created: count('created'),
        updated: count('updated'),
        unchanged: count('unchanged'),
      },
    });
  };

  /** Moves the stream over batches that were stored and answered by a process that died before it could. */
  const catchUp = async (scope: Scope, stream: Stream): Promise<Stream> => {
    for (let current = stream; ;) {
      const next = await getBatch(scope, current, current.last_seq + 1);
      if (!next?.response) return current;
      const { pages, mode } = next.response as unknown as KeptAnswer;
      const moved = await advance(scope, current, next.seq, mode, pages);
      current = moved ?? (await streams.get(scope, current.id)) ?? current;
    }
  };

  const close: PageStreams['close'] = async (scope, stream) => {
    const current = await streams.get(scope, stream.id);
    if (!current || current.round !== stream.round || current.closed) return 0;
    const retired =
      current.mode === 'replace' ? await domain.retireStreamPages(scope, stream.id, stream.round) : 0;
    await streams.update(scope, stream.id, {
      where: { round: stream.round, closed: false },
      set: { closed: true, updated_at: now() },
      inc: { version: 1 },
    });
    return retired;
  };

  const store = async (
    scope: Scope,
    stream: Stream,
    pages: readonly PageInput[],
    { requestedBy, jobId, param }: AppendOptions,
  ): Promise<StoredBatch> => {
    if (pages.length === 0) return { pages: [], job_id: null, warnings: [] };
    const stored = await domain.storePages(scope, pages, {
      requestedBy,
      source: 'stream-pages',
      stream: { id: stream.id, round: stream.round },
      jobId,
      param,
    });
    return { pages: stored.pages, job_id: stored.job_id, warnings: stored.warnings };
  };

  const answer = async (
    scope: Scope,
    stream: Stream,
    stored: StoredBatch,
    { final, replayed }: { final: boolean; replayed: boolean },
  ): Promise<AcceptedBatch> => {
    const retired = final ? await close(scope, stream) : null;
    const current = (await streams.get(scope, stream.id)) ?? stream;
    const { pages, job_id, warnings } = stored;
    return { pages, job_id, warnings, stream: current, replayed, retired };
  };

  const open: PageStreams['open'] = async (scope, clientId, mode) => {
    for (;;) {
      const stream = await findOrCreate(scope, clientId, mode ?? 'append');
      if (mode === 'replace' && (stream.closed || (stream.mode === 'append' && stream.received > 0))) {
        await nextRound(scope, stream);
        continue;
      }
      if (stream.closed) throw closed(clientId);
      return stream;
    }
  };

  const append: PageStreams['append'] = async (scope, stream, pages, options) => {
    const stored = await store(scope, stream, pages, options);
    await advance(scope, stream, null, undefined, stored.pages);
    return stored;
  };

  const acceptUnordered = async (
    scope: Scope,
    batch: IncomingBatch,
    bodySha256: string,
  ): Promise<AcceptedBatch> => {
    const { clientId, pages, final, mode, requestedBy } = batch;
    if (mode !== 'replace') {
      // The batch that closed the stream may come again; any other comes too late.
      const stream = await byClientId(scope, clientId);
      const closing = stream?.closed ? await getBatch(scope, stream, CLOSING) : null;
      if (stream && closing?.body_sha256 === bodySha256)
        return answer(scope, stream, closing.response as unknown as KeptAnswer, {
          final: false,
          replayed: true,
        });
    }
    const stream = await open(scope, clientId, mode);
    const stored = await append(scope, stream, pages, { requestedBy, param: 'stream_data.pages' });
    if (final) {
      const row = newBatch(scope, stream, CLOSING, batchId(stream, CLOSING), bodySha256);
      await streamBatches.insert(scope, [{ ...row, response: { ...stored } }]);
    }
    return answer(scope, stream, stored, { final, replayed: false });
  };

  const acceptOrdered = async (
    scope: Scope,
    batch: IncomingBatch & { seq: number },
    bodySha256: string,
  ): Promise<AcceptedBatch> => {
    const { clientId, pages, seq, final, mode, requestedBy } = batch;
    for (;;) {
      const stream = await catchUp(scope, await findOrCreate(scope, clientId, mode ?? 'append'));
      const before = seq <= stream.last_seq ? await getBatch(scope, stream, seq) : null;
      const same = before?.body_sha256 === bodySha256;
      // The first batch of a replacement after the close is the next round, unless it is the one that was the whole round.
      if (stream.closed && mode === 'replace' && seq === 1 && !(same && stream.last_seq === 1)) {
        await nextRound(scope, stream);
        continue;
      }
      if (same && before?.response)
        return answer(scope, stream, before.response as unknown as KeptAnswer, { final, replayed: true });
      if (seq <= stream.last_seq) throw seqConflict(clientId, seq);
      if (stream.closed) throw closed(clientId);
      if (seq > stream.last_seq + 1) throw gap(clientId, stream.last_seq + 1);
      if (!(await claim(scope, stream, seq, bodySha256))) continue;

      const stored = await store(scope, stream, pages, { requestedBy, param: 'stream_data.pages' });
      const kept: KeptAnswer = { ...stored, mode };
      const answered = await streamBatches.update(scope, batchId(stream, seq), {
        where: { body_sha256: bodySha256 },
        set: { response: { ...kept }, updated_at: now() },
      });
      if (!answered) throw seqConflict(clientId, seq);
      await advance(scope, stream, seq, mode, stored.pages);
      return answer(scope, stream, stored, { final, replayed: false });
    }
  };

  /** Takes the place of a batch, also one that was claimed but never answered; false: it was answered meanwhile, look again. */
  const claim = async (scope: Scope, stream: Stream, seq: number, bodySha256: string): Promise<boolean> => {
    const id = batchId(stream, seq);
    const [inserted] = await streamBatches.insert(scope, [newBatch(scope, stream, seq, id, bodySha256)]);
    if (inserted === 'inserted') return true;
    const held = await streamBatches.get(scope, id);
    if (!held || held.response) return false;
    if (held.body_sha256 === bodySha256) return true;
    const taken = await streamBatches.update(scope, id, {
      where: { version: held.version, response: null },
      set: { body_sha256: bodySha256, updated_at: now() },
      inc: { version: 1 },
    });
    return taken !== null;
  };

  return {
    open,
    append,
    close,
    find: async (scope, id) =>
      (await byClientId(scope, id)) ?? (id.startsWith('str_') ? streams.get(scope, id) : null),

    async accept(scope, batch) {
      const { clientId, pages, final, mode, seq } = batch;
      const bodySha256 = sha256(JSON.stringify([pages, final, mode ?? 'append']));
      if (seq === undefined) return acceptUnordered(scope, batch, bodySha256);
      const place = JSON.stringify([scope, clientId, seq]);
      const other = running.get(place);
      if (other) {
        if (other.bodySha256 !== bodySha256) throw seqConflict(clientId, seq);
        return { ...(await other.result), replayed: true };
      }
      const result = acceptOrdered(scope, { ...batch, seq }, bodySha256).finally(() => running.delete(place));
      running.set(place, { bodySha256, result });
      return result;
    },
  };
}

/** What a batch's row keeps of its answer. */
interface KeptAnswer extends StoredBatch {
  mode?: Mode | undefined;
}

const now = (): string => new Date().toISOString();

function newStream(scope: Scope, clientId: string, mode: Mode): Stream {
  return {
    id: newId('str'),
    instance_id: scope,
    version: 1,
    created_at: now(),
    updated_at: now(),
    client_id: clientId,
    client_id_sha256: sha256(clientId),
    last_seq: 0,
    closed: false,
    round: 1,
    mode,
    received: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
  };
}

function newBatch(scope: Scope, stream: Stream, seq: number, id: string, bodySha256: string): StreamBatch {
  return {
    id,
    instance_id: scope,
    version: 1,
    created_at: now(),
    updated_at: now(),
    stream_id: stream.id,
    round: stream.round,
    seq,
    body_sha256: bodySha256,
    response: null,
  };
}

const shown = (clientId: string): string => JSON.stringify(clientId.slice(0, 80));
const closed = (clientId: string): AppError =>
  new AppError(
    'stream_closed',
    `Stream ${shown(clientId)} was closed by final:true; use another stream_id, or mode "replace" to send its pages anew`,
    { param: 'stream_data.stream_id' },
  );
const seqConflict = (clientId: string, seq: number): AppError =>
  new AppError(
    'stream_seq_conflict',
    `seq ${seq} of stream ${shown(clientId)} was accepted with another body`,
    {
      param: 'stream_data.seq',
    },
  );
const gap = (clientId: string, expected: number): AppError =>
  new AppError('stream_gap', `Stream ${shown(clientId)} expects seq ${expected} next`, {
    param: 'stream_data.seq',
    extra: { expected_seq: expected },
  });
