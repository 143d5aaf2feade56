import { answer, createExplainer, type Answer, type Evidence } from '@persona/answers';
import {
  AppError,
  grantScope,
  isId,
  toAppError,
  installScope,
  type ChatAnswer,
  type ChatCancel,
  type ChatFollow,
  type ChatTurn,
  type Instance,
  type Message,
} from '@persona/contracts';
import {
  cancelAnswer,
  claimTurn,
  finishTurn,
  followAnswer,
  releaseTurn,
  type BegunBefore,
  type ClaimedTurn,
  type TurnDeps,
  type TurnOptions,
} from '@persona/domain';
import { createAnswerMetrics } from './answer-metrics.ts';
import { placeInRecordings } from './place-in-recordings.ts';
import type { Resources } from './resources.ts';
import { failureFields } from './failure-fields.ts';
import { warnOfContext, warnOfCoverage, warnOfLimits, withWarnings } from './request-warnings.ts';
import type { Retriever } from './retriever.ts';
import { answerIdIn, createAnswerStream, type Listener, type AnswerStream } from './answer-stream.ts';

export interface Turns {
  /**
   * Runs one turn of a chat from question to stored answer. `listener` receives its events as they happen:
   * start, retrieval, deltas, citations, done; an error is thrown. A turn that was begun before is joined or
   * repeated, after the last event that its caller saw. A caller that leaves does not stop it.
   */
  run(turn: ChatTurn, listener?: Listener): Promise<ChatAnswer>;
  /**
   * Passes the events of the answer being made in a chat, or of the last one, after the last event the caller
   * saw.
   */
  follow(asked: ChatFollow, listener: Listener): Promise<ChatAnswer>;
  /** Stops the answer being made in a chat where it is; false when none is. */
  cancel(asked: ChatCancel): Promise<boolean>;
  /** Resolves when no turn is under way. */
  settled(): Promise<void>;
}

/** An answer that this process is making. */
interface ActiveAnswer {
  stream: AnswerStream;
  answer: Promise<ChatAnswer>;
  stop: AbortController;
}

/**
 * How many passages are retrieved: more than are quoted, because the extractive answerer also learns from
 * them which words are rare.
 */
const MAX_PASSAGES = 30;
const MAX_SHOWN_PAGES = 10;

export function createTurns(
  { documents, model, logger, metrics }: Resources,
  retriever: Retriever,
  options: TurnOptions = {},
): Turns {
  /** The answers that this process is making, by their ids. */
  const activeAnswers = new Map<string, ActiveAnswer>();
  const deps: TurnDeps<ActiveAnswer> = {
    documents,
    activeAnswerOf: (answerId) => activeAnswers.get(answerId),
    ...options,
  };
  const counters = createAnswerMetrics(metrics);
  const running = new Set<Promise<unknown>>();

  const take = async (turn: ChatTurn, listener: Listener | undefined): Promise<ChatAnswer> => {
    const { instance_id } = turn;
    const persona = await documents.instances.get(installScope, instance_id);
    if (!persona || persona.deleted_at !== null) {
      throw new AppError('not_found', `There is no persona "${instance_id}".`, { param: 'instance_id' });
    }
    const begun = await claimTurn(deps, turn, answerIdIn(turn.last_event_id));
    if (begun.state !== 'claimed') return catchUp(begun, listener, turn.last_event_id);
    const { answerId } = begun;
    const stream = createAnswerStream(answerId);
    const stop = new AbortController();
    begun.lease.stopped.addEventListener('abort', () => stop.abort());
    const answer = make(turn, persona, begun, stream, stop.signal, listener !== undefined);
    activeAnswers.set(answerId, { stream, answer, stop });
    if (listener) stream.listen(listener, undefined);
    try {
      return await answer;
    } finally {
      activeAnswers.delete(answerId);
    }
  };

  /** Joins an answer that is being made, or sends the events of a stored one. */
  const catchUp = async (
    begun: BegunBefore<ActiveAnswer>,
    listener: Listener | undefined,
    lastEventId: string | undefined,
  ): Promise<ChatAnswer> => {
    if (begun.state === 'running') {
      const { stream, answer } = begun.active;
      if (listener) stream.listen(listener, lastEventId);
      return answer;
    }
    const { answered } = begun;
    const reply = toReply(answered);
    if (!listener) return reply;
    const stream = createAnswerStream(answered.id);
    const { chat_id, instance_id } = answered;
    stream.tell({ event: 'start', data: { chat_id, message_id: answered.id, instance_id } });
    stream.tell({ event: 'retrieval', data: { passages: 0, pages: pagesOf(answered.citations) } });
    if (answered.text) stream.tell({ event: 'delta', data: { text: answered.text } });
    end(reply, stream);
    stream.listen(listener, lastEventId);
    return reply;
  };

  const make = async (
    turn: ChatTurn,
    persona: Instance,
    begun: ClaimedTurn,
    stream: AnswerStream,
    signal: AbortSignal,
    streamed: boolean,
  ): Promise<ChatAnswer> => {
    const { instance_id } = turn;
    const chat_id = begun.chat.id;
    const explainer = createExplainer();
    const began = performance.now();
    try {
      stream.tell({ event: 'start', data: { chat_id, message_id: begun.answerId, instance_id } });
      const coverage = await retriever.coverage(instance_id);
      const answered = await answer({
        persona,
        message: turn.message,
        history: turn.history ?? begun.history.map(({ role, text }) => ({ role, text })),
        context: turn.context,
        model,
        passages: turn.top_k ?? undefined,
        sampling: turn.sampling,
        isIncomplete: coverage.missing > 0,
        retrieve: (query, pageId) =>
          retriever.retrieve({
            instance_id,
            query,
            limit: Math.max(MAX_PASSAGES, turn.top_k ?? 0),
            alsoByWords: true,
            filters: pageId === undefined ? turn.filters : { ...turn.filters, td_id: pageId },
          }),
        nearness: retriever.nearness,
        readPage: (td_id) => retriever.readPage({ instance_id, td_id }),
        pages: () => retriever.pageNames({ instance_id, filters: turn.filters }),
        signal,
        onRetrieved: (evidence) => {
          explainer.retrieved(evidence);
          stream.tell({ event: 'retrieval', data: { passages: evidence.length, pages: pagesOf(evidence) } });
        },
        onExtracted: explainer.extracted,
        ...(streamed ? { onText: (text: string) => stream.tell({ event: 'delta', data: { text } }) } : {}),
      });
      note(turn, chat_id, answered);
      const draft = {
        ...answered,
        citations: await placeInRecordings(deps, grantScope(instance_id), answered.citations),
        dropped: droppedOf(answered),
        took_ms: Math.round(performance.now() - began),
        // Small talk has nothing that was looked up.
        ...(answered.answer_type === 'general' ? {} : { explained: explainer.explain(answered) }),
      };
      const reply = {
        ...toReply(await finishTurn(deps, begun, draft)),
        ...withWarnings([
          ...warnOfContext(turn.context, model),
          ...warnOfCoverage(coverage),
          ...warnOfLimits(turn.sampling, model, answered.limits),
        ]),
      };
      // When it began there was no listener; there may be one now.
      if (!streamed && reply.response) stream.tell({ event: 'delta', data: { text: reply.response } });
      return end(reply, stream);
    } catch (error) {
      await releaseTurn(deps, begun).catch((err: unknown) => {
        // The lease expires by itself.
        logger.warn({ event: 'chat.release_failed', chat_id, err }, 'a chat could not be freed');
      });
      throw error;
    }
  };

  const note = (
    turn: ChatTurn,
    chat_id: string,
    { answer_type, model: writer, citations, usage, dropped, modelError }: Answer,
  ) => {
    counters.answered(answer_type, writer, dropped);
    if (modelError !== undefined)
      logger.warn(
        {
          event: 'chat.model_failed',
          request_id: turn.request_id,
          chat_id,
          ...failureFields(modelError),
        },
        'the model failed; the persona answers in its own sentences',
      );
    if (usage) {
      metrics.modelTokens.inc({ model: writer, direction: 'prompt' }, usage.prompt_tokens);
      metrics.modelTokens.inc({ model: writer, direction: 'completion' }, usage.completion_tokens);
    }
    logger.info(
      {
        event: 'chat.answered',
        request_id: turn.request_id,
        instance_id: turn.instance_id,
        chat_id,
        outcome: answer_type,
        model: writer,
        citations: citations.length,
        sentences_dropped: dropped,
        tokens: usage?.total_tokens ?? null,
      },
      'answered',
    );
  };

  const counted = async <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  };

  return {
    async run(turn, listener) {
      const began = performance.now();
      try {
        return await counted(take(turn, listener));
      } catch (error) {
        const { code } = toAppError(error);
        logger.info(
          {
            event: 'chat.failed',
            request_id: turn.request_id,
            instance_id: turn.instance_id,
            // Until it is found it is whatever the caller sent.
            chat_id: turn.chat_id !== null && isId('cht', turn.chat_id) ? turn.chat_id : null,
            outcome: code,
            ...failureFields(error),
            duration_ms: Math.round(performance.now() - began),
          },
          'not answered',
        );
        throw error;
      }
    },
    async follow(asked, listener) {
      const begun = await followAnswer(deps, asked, answerIdIn(asked.last_event_id));
      return catchUp(begun, listener, asked.last_event_id);
    },
    async cancel(asked) {
      const answerId = await cancelAnswer(deps, asked);
      if (answerId === null) return false;
      activeAnswers.get(answerId)?.stop.abort();
      return true;
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function end(reply: ChatAnswer, stream: AnswerStream): ChatAnswer {
  for (const citation of reply.citations) stream.tell({ event: 'citation', data: citation });
  stream.tell({ event: 'done', data: { status: 'success', ...reply } });
  return reply;
}

function toReply({
  chat_id,
  id,
  text,
  answer_type,
  citations,
  usage,
  model,
  confidence,
  suggestions = [],
  dropped = [],
  truncated = false,
  instance_id,
}: Message): ChatAnswer {
  return {
    chat_id,
    message_id: id,
    response: text,
    answer_type: answer_type ?? 'general',
    citations,
    ...(confidence === undefined ? {} : { confidence }),
    ...(suggestions.length === 0 ? {} : { suggestions }),
    ...(dropped.length === 0 ? {} : { dropped }),
    finish_reason: truncated ? 'length' : 'stop',
    usage,
    model: model ?? 'extractive',
    instance_id,
  };
}

const droppedOf = ({ dropped }: Answer) =>
  Object.entries(dropped).map(([reason, count]) => ({ reason, count }));

function pagesOf(passages: readonly Pick<Evidence, 'td_id' | 'title'>[]): { td_id: string; title: string }[] {
  const pages = new Map(passages.map(({ td_id, title }) => [td_id, { td_id, title }]));
  return [...pages.values()].slice(0, MAX_SHOWN_PAGES);
}
