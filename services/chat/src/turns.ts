import { answer, type Answer, type Evidence } from '@persona/answers';
import {
  AppError,
  toAppError,
  installScope,
  type ChatAnswer,
  type ChatCancel,
  type ChatFollow,
  type ChatTurn,
  type Instance,
  type Message,
} from '@persona/contracts';
import { createAnswerMetrics } from './answer-metrics.ts';
import { createChats, type BegunBefore, type ChatsOptions, type Claimed } from './chats.ts';
import type { Resources } from './resources.ts';
import type { Retriever } from './retriever.ts';
import { createAnswerStream, type Listener, type AnswerStream } from './answer-stream.ts';

export interface Turns {
  /**
   * One turn of a chat from question to stored answer. `listener` hears its events as they happen: start, retrieval, deltas, citations, done; an
   * error is thrown. A turn that was begun before is joined or told again, after the last event its caller saw. Nobody who goes away stops it.
   */
  run(turn: ChatTurn, listener?: Listener): Promise<ChatAnswer>;
  /** The events of the answer being made in a chat, or of the last one, after the last event the caller saw. */
  follow(asked: ChatFollow, listener: Listener): Promise<ChatAnswer>;
  /** Ends the answer being made in a chat where it is; false when none is. */
  cancel(asked: ChatCancel): Promise<boolean>;
  /** Resolves when no turn is under way. */
  settled(): Promise<void>;
}

/** An answer being made in this process. */
interface ActiveAnswer {
  stream: AnswerStream;
  answer: Promise<ChatAnswer>;
  stop: AbortController;
}

/** Passages retrieved: more than are quoted, since they also tell the extractive answerer which words are rare. */
const RETRIEVED = 30;
const TOLD_PAGES = 10;

export function createTurns(
  { documents, model, logger, metrics }: Resources,
  retriever: Retriever,
  options: ChatsOptions = {},
): Turns {
  /** Answers being made in this process, by their ids. */
  const activeAnswers = new Map<string, ActiveAnswer>();
  const chats = createChats(documents, (answerId) => activeAnswers.get(answerId), options);
  const counters = createAnswerMetrics(metrics);
  const running = new Set<Promise<unknown>>();

  const take = async (turn: ChatTurn, listener: Listener | undefined): Promise<ChatAnswer> => {
    const { instance_id } = turn;
    const persona = await documents.instances.get(installScope, instance_id);
    if (!persona || persona.deleted_at !== null) {
      throw new AppError('not_found', `There is no persona "${instance_id}".`, { param: 'instance_id' });
    }
    const begun = await chats.begin(turn);
    if (begun.state !== 'claimed') return catchUp(begun, listener, turn.last_event_id);
    const { answerId } = begun;
    const stream = createAnswerStream(answerId);
    const stop = new AbortController();
    begun.stopped.addEventListener('abort', () => stop.abort());
    const answer = make(turn, persona, begun, stream, stop.signal, listener !== undefined);
    activeAnswers.set(answerId, { stream, answer, stop });
    if (listener) stream.listen(listener, undefined);
    try {
      return await answer;
    } finally {
      activeAnswers.delete(answerId);
    }
  };

  /** Joins an answer that is being made, or tells a stored one again. */
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
    begun: Claimed,
    stream: AnswerStream,
    signal: AbortSignal,
    streamed: boolean,
  ): Promise<ChatAnswer> => {
    const { instance_id } = turn;
    const chat_id = begun.chat.id;
    try {
      stream.tell({ event: 'start', data: { chat_id, message_id: begun.answerId, instance_id } });
      const answered = await answer({
        persona,
        message: turn.message,
        history: turn.history ?? begun.history.map(({ role, text }) => ({ role, text })),
        context: turn.context,
        model,
        passages: turn.top_k ?? undefined,
        retrieve: (query, pageId) =>
          retriever.retrieve({
            instance_id,
            query,
            limit: Math.max(RETRIEVED, turn.top_k ?? 0),
            filters: pageId === undefined ? turn.filters : { ...turn.filters, td_id: pageId },
          }),
        signal,
        onRetrieved: (evidence) =>
          stream.tell({ event: 'retrieval', data: { passages: evidence.length, pages: pagesOf(evidence) } }),
        ...(streamed ? { onText: (text: string) => stream.tell({ event: 'delta', data: { text } }) } : {}),
      });
      note(turn, chat_id, answered);
      const reply = toReply(await begun.finish(answered));
      // Nobody was listening when it began; somebody may be now.
      if (!streamed && reply.response) stream.tell({ event: 'delta', data: { text: reply.response } });
      return end(reply, stream);
    } catch (error) {
      await begun.release().catch((err: unknown) => {
        // Its lease runs out by itself.
        logger.warn({ event: 'chat.release_failed', chat_id, err }, 'a chat could not be freed');
      });
      throw error;
    }
  };

  const note = (
    turn: ChatTurn,
    chat_id: string,
    { answer_type, model: writer, citations, usage, droppedCitations }: Answer,
  ) => {
    counters.answered(answer_type, writer, droppedCitations);
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
        citations_dropped: droppedCitations,
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
            chat_id: turn.chat_id,
            outcome: code,
            duration_ms: Math.round(performance.now() - began),
          },
          'not answered',
        );
        throw error;
      }
    },
    follow: async (asked, listener) => catchUp(await chats.follow(asked), listener, asked.last_event_id),
    async cancel(asked) {
      const answerId = await chats.cancel(asked);
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
  instance_id,
}: Message): ChatAnswer {
  return {
    chat_id,
    message_id: id,
    response: text,
    answer_type: answer_type ?? 'general',
    citations,
    usage,
    model: model ?? 'extractive',
    instance_id,
  };
}

function pagesOf(passages: readonly Pick<Evidence, 'td_id' | 'title'>[]): { td_id: string; title: string }[] {
  const pages = new Map(passages.map(({ td_id, title }) => [td_id, { td_id, title }]));
  return [...pages.values()].slice(0, TOLD_PAGES);
}
