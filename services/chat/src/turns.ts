import { answer, type Answer, type Evidence } from '@persona/answers';
import {
  AppError,
  toAppError,
  type ChatAnswer,
  type ChatEvent,
  type ChatTurn,
  type Message,
} from '@persona/contracts';
import { installScope } from '@persona/documents';
import { createAnswerMetrics } from './answer-metrics.ts';
import { createChats, type ChatsOptions } from './chats.ts';
import type { Resources } from './resources.ts';
import { createRetriever } from './retriever.ts';

export interface Turns {
  /**
   * One turn of a chat from question to stored answer. `tell` hears its events as they happen: start, retrieval, deltas, citations, done; an
   * error is thrown. Nothing stops a turn that has begun: who went away finds the answer in the chat.
   */
  run(turn: ChatTurn, tell?: (event: ChatEvent) => void): Promise<ChatAnswer>;
  /** Resolves when no turn is under way. */
  settled(): Promise<void>;
}

/** Passages retrieved: more than are quoted, since they also tell the extractive answerer which words are rare. */
const RETRIEVED = 30;
const TOLD_PAGES = 10;

export function createTurns(
  { documents, search, model, logger, metrics }: Resources,
  options: ChatsOptions = {},
): Turns {
  const chats = createChats(documents, options);
  const retriever = createRetriever({ documents, search });
  const counters = createAnswerMetrics(metrics);
  const underWay = new Set<Promise<unknown>>();

  const take = async (
    turn: ChatTurn,
    tell: (event: ChatEvent) => void,
    streamed: boolean,
  ): Promise<ChatAnswer> => {
    const { instance_id } = turn;
    const persona = await documents.instances.get(installScope, instance_id);
    if (!persona || persona.deleted_at !== null) {
      throw new AppError('not_found', `There is no persona "${instance_id}".`, { param: 'instance_id' });
    }
    const begun = await chats.begin(turn);
    const chat_id = begun.chat.id;
    if (begun.answered) {
      const { answered } = begun;
      tell({ event: 'start', data: { chat_id, message_id: answered.id, instance_id } });
      tell({ event: 'retrieval', data: { passages: 0, pages: pagesOf(answered.citations) } });
      tell({ event: 'delta', data: { text: answered.text } });
      return end(toReply(answered), tell);
    }
    try {
      tell({ event: 'start', data: { chat_id, message_id: begun.answerId, instance_id } });
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
        onRetrieved: (evidence) =>
          tell({ event: 'retrieval', data: { passages: evidence.length, pages: pagesOf(evidence) } }),
        ...(streamed ? { onText: (text: string) => tell({ event: 'delta', data: { text } }) } : {}),
      });
      note(turn, chat_id, answered);
      return end(toReply(await begun.finish(answered)), tell);
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
    { answer_type, model: writer, citations, usage, lies }: Answer,
  ) => {
    counters.answered(answer_type, writer, lies);
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
        citations_dropped: lies,
        tokens: usage?.total_tokens ?? null,
      },
      'answered',
    );
  };

  return {
    async run(turn, tell) {
      const began = performance.now();
      const running = take(turn, tell ?? (() => undefined), tell !== undefined);
      underWay.add(running);
      try {
        return await running;
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
      } finally {
        underWay.delete(running);
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function end(reply: ChatAnswer, tell: (event: ChatEvent) => void): ChatAnswer {
  for (const citation of reply.citations) tell({ event: 'citation', data: citation });
  tell({ event: 'done', data: { status: 'success', ...reply } });
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
