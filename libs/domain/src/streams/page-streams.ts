import { createHash } from 'node:crypto';
import { AppError, newId, sha256, type Stream, type StreamBatch, type Scope } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import type { DocumentStore } from '@persona/documents';
import type { ErasureActions } from '../erasure/erasure-actions.ts';
import type { PageActions, PageInput, StoredPage } from '../pages/page-actions.ts';
import type {
  AcceptedBatch,
  AppendOptions,
  IncomingBatch,
  StoredBatch,
  StreamActions,
  StreamMode,
} from './stream-actions.ts';

/** The `seq` under which a batch without one that closed a round is stored. */
const CLOSING = 0;

/**
 * Accepts an ordered batch: its row is inserted (which claims its place), its pages are stored, the answer is
 * kept in the row, and the stream moves on by compare-and-set. It may stop between any two of these: the same
 * batch, sent again, completes them, and the next batch first lets the stream catch up.
 */
export function createPageStreams(
  documents: DocumentStore,
  knowledge: Pick<PageActions & ErasureActions, 'storePages' | 'retireStreamPages'>,
): StreamActions {
  const { streams, streamBatches } = documents;
  /**
   * Ordered batches that are being stored in this process: repeats join them instead of storing them again.
   */
  const running = new Map<string, { bodySha256: string; result: Promise<AcceptedBatch> }>();

  const byClientId = async (scope: Scope, clientId: string): Promise<Stream | null> => {
    const [found] = await streams.find(scope, { where: { client_id_sha256: sha256(clientId) }, limit: 1 });
    return found ?? null;
  };

  const findOrCreate = async (scope: Scope, clientId: string, mode: StreamMode): Promise<Stream> => {
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

  /** Begins the next round, or finds that another request has; the caller reads the stream again. */
  const nextRound = async (scope: Scope, stream: Stream): Promise<void> => {
    await streams.update(scope, stream.id, {
      where: { round: stream.round, closed: stream.closed },
      set: { round: stream.round + 1, last_seq: 0, closed: false, mode: 'replace', updated_at: now() },
      inc: { version: 1 },
    });
  };

  /** Counts a batch and, with `seq`, moves the stream on; null when that was done already. */
  const advance = (
    scope: Scope,
    stream: Stream,
    seq: number | null,
    mode: StreamMode | undefined,
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

  /**
   * Moves the stream over batches that were stored and answered by a process that died before it could do so.
   */
  const catchUp = async (scope: Scope, stream: Stream): Promise<Stream> => {
    for (let current = stream; ;) {
      const next = await getBatch(scope, current, current.last_seq + 1);
      if (!next?.response) return current;
      const { pages, mode } = next.response as unknown as KeptAnswer;
      const moved = await advance(scope, current, next.seq, mode, pages);
      current = moved ?? (await streams.get(scope, current.id)) ?? current;
    }
  };

  const closeStream: StreamActions['closeStream'] = async (scope, stream) => {
    const current = await streams.get(scope, stream.id);
    if (!current || current.round !== stream.round || current.closed) return 0;
    const retired =
      current.mode === 'replace' ? await knowledge.retireStreamPages(scope, stream.id, stream.round) : 0;
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
    const stored = await knowledge.storePages(scope, pages, {
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
    const retired = final ? await closeStream(scope, stream) : null;
    const current = (await streams.get(scope, stream.id)) ?? stream;
    const { pages, job_id, warnings } = stored;
    return { pages, job_id, warnings, stream: current, replayed, retired };
  };

  const openStream: StreamActions['openStream'] = async (scope, clientId, { mode, param }) => {
    for (;;) {
      const stream = await findOrCreate(scope, clientId, mode ?? 'append');
      if (mode === 'replace' && (stream.closed || (stream.mode === 'append' && stream.received > 0))) {
        await nextRound(scope, stream);
        continue;
      }
      if (stream.closed) throw closed(clientId, param);
      return stream;
    }
  };

  const appendToStream: StreamActions['appendToStream'] = async (scope, stream, pages, options) => {
    const stored = await store(scope, stream, pages, options);
    await advance(scope, stream, null, undefined, stored.pages);
    return stored;
  };

  const acceptUnordered = async (
    scope: Scope,
    batch: IncomingBatch,
    bodySha256: string,
  ): Promise<AcceptedBatch> => {
    const { clientId, pages, final, mode, requestedBy, param } = batch;
    if (mode !== 'replace') {
      // The batch that closed the stream may be repeated; any other is too late.
      const stream = await byClientId(scope, clientId);
      const closing = stream?.closed ? await getBatch(scope, stream, CLOSING) : null;
      if (stream && closing?.body_sha256 === bodySha256)
        return answer(scope, stream, closing.response as unknown as KeptAnswer, {
          final: false,
          replayed: true,
        });
    }
    const stream = await openStream(scope, clientId, { mode, param });
    const stored = await appendToStream(scope, stream, pages, { requestedBy, param: `${param}.pages` });
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
    const { clientId, pages, seq, final, mode, requestedBy, param } = batch;
    for (;;) {
      const stream = await catchUp(scope, await findOrCreate(scope, clientId, mode ?? 'append'));
      const before = seq <= stream.last_seq ? await getBatch(scope, stream, seq) : null;
      const same = before?.body_sha256 === bodySha256;
      // After the close, the first batch of a replacing stream begins the next round, unless it repeats a
      // batch that was the whole round.
      if (stream.closed && mode === 'replace' && seq === 1 && !(same && stream.last_seq === 1)) {
        await nextRound(scope, stream);
        continue;
      }
      if (same && before?.response)
        return answer(scope, stream, before.response as unknown as KeptAnswer, { final, replayed: true });
      if (seq <= stream.last_seq) throw seqConflict(clientId, seq, param);
      if (stream.closed) throw closed(clientId, param);
      if (seq > stream.last_seq + 1) throw gap(clientId, stream.last_seq + 1, param);
      if (!(await claim(scope, stream, seq, bodySha256))) continue;

      const stored = await store(scope, stream, pages, { requestedBy, param: `${param}.pages` });
      const kept: KeptAnswer = { ...stored, mode };
      const answered = await streamBatches.update(scope, batchId(stream, seq), {
        where: { body_sha256: bodySha256 },
        set: { response: { ...kept }, updated_at: now() },
      });
      if (!answered) throw seqConflict(clientId, seq, param);
      await advance(scope, stream, seq, mode, stored.pages);
      return answer(scope, stream, stored, { final, replayed: false });
    }
  };

  /**
   * Claims the place of a batch, or takes over a claim that was never answered. Returns false when the batch
   * was answered meanwhile; the caller then reads it again.
   */
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
    openStream,
    appendToStream,
    closeStream,
    findStream: async (scope, id) =>
      (await byClientId(scope, id)) ?? (id.startsWith('str_') ? streams.get(scope, id) : null),

    async acceptBatch(scope, batch) {
      const { clientId, pages, final, mode, seq, param } = batch;
      const bodySha256 = await batchHash(pages, final, mode ?? 'append');
      if (seq === undefined) return acceptUnordered(scope, batch, bodySha256);
      const place = JSON.stringify([scope, clientId, seq]);
      const other = running.get(place);
      if (other) {
        if (other.bodySha256 !== bodySha256) throw seqConflict(clientId, seq, param);
        return { ...(await other.result), replayed: true };
      }
      const result = acceptOrdered(scope, { ...batch, seq }, bodySha256).finally(() => running.delete(place));
      running.set(place, { bodySha256, result });
      return result;
    },
  };
}

/** The fields of its answer that a batch's row keeps. */
interface KeptAnswer extends StoredBatch {
  mode?: StreamMode | undefined;
}

const now = (): string => new Date().toISOString();

function newStream(scope: Scope, clientId: string, mode: StreamMode): Stream {
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

/**
 * The hash of the JSON of `[pages, final, mode]` as they were sent, page by page, because a batch may be
 * long.
 */
async function batchHash(pages: readonly PageInput[], final: boolean, mode: string): Promise<string> {
  const slice = createTimeSlices();
  const hash = createHash('sha256').update('[[');
  for (const [n, { shown: _learnt, ...page }] of pages.entries()) {
    hash.update(`${n > 0 ? ',' : ''}${JSON.stringify(page)}`);
    await slice();
  }
  return hash.update(`],${JSON.stringify(final)},${JSON.stringify(mode)}]`).digest('hex');
}

const shown = (clientId: string): string => JSON.stringify(clientId.slice(0, 80));
const closed = (clientId: string, param: string): AppError =>
  new AppError(
    'stream_closed',
    `Stream ${shown(clientId)} was closed by final:true; use another stream_id, or mode "replace" to send its pages anew`,
    { param: `${param}.stream_id` },
  );
const seqConflict = (clientId: string, seq: number, param: string): AppError =>
  new AppError(
    'stream_seq_conflict',
    `seq ${seq} of stream ${shown(clientId)} was accepted with another body`,
    {
      param: `${param}.seq`,
    },
  );
const gap = (clientId: string, expected: number, param: string): AppError =>
  new AppError('stream_gap', `Stream ${shown(clientId)} expects seq ${expected} next`, {
    param: `${param}.seq`,
    extra: { expected_seq: expected },
  });
