import {
  UnansweredQuery,
  UnansweredReply,
  type Message,
  type Scope,
  type UnansweredQuestion,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import { DAY_MS, dayOf, startOf } from '../days.ts';
import type { Kit } from '../kit.ts';
import { refuseOneUser } from '../refuse-one-user.ts';
import type { Resources } from '../resources.ts';

const DEFAULT_DAYS = 90;
const DEFAULT_LIMIT = 100;
/** The newest silent answers that are looked through, and how many are read at a time. */
const MAX_SILENT_ANSWERS = 2000;
const READ_BATCH_SIZE = 200;
const MAX_PHRASINGS = 5;
const MAX_MESSAGE_IDS = 20;
/** Of a question, for whoever looks through many. */
const MAX_QUESTION_CHARACTERS = 500;

/** An answer that knew nothing, with the question that it answers. */
interface Silence {
  answer: Message;
  question: string;
}

/** Questions to which the persona knew no answer, those that ask the same together. */
export function unansweredRoutes(app: App, { chat, documents }: Resources, { access }: Kit): void {
  app.get(
    '/api/kb/unanswered',
    {
      config: { scope: 'history' },
      schema: {
        tags: ['Knowledge'],
        summary: 'Questions to which the persona knew no answer',
        querystring: UnansweredQuery,
        response: { 200: UnansweredReply },
      },
    },
    async (request) => {
      refuseOneUser(request.caller);
      const {
        limit = DEFAULT_LIMIT,
        from = dayOf(Date.now() - DEFAULT_DAYS * DAY_MS),
        corrected = false,
      } = request.query;
      const since = new Date(startOf(from, 'from')).toISOString();
      const granted = await access.personaIfAny(request);
      const { silences, is_complete } = granted
        ? await readSilences(granted.scope, since)
        : { silences: [], is_complete: true };
      const { groups } =
        silences.length === 0
          ? { groups: [] }
          : await chat.groupQuestions({ texts: silences.map(({ question }) => question) });
      const titles = granted ? await titlesOf(granted.scope, silences) : new Map<string, string>();
      const unanswered = groups
        .map((places) =>
          viewOf(
            places.flatMap((place) => silences[place] ?? []),
            titles,
          ),
        )
        .filter(({ review_id }) => corrected || review_id === null)
        .toSorted((a, b) => b.count - a.count || (a.last_at < b.last_at ? 1 : -1))
        .slice(0, limit);
      return { status: 'success' as const, unanswered, is_complete };
    },
  );

  /** The newest first. */
  const readSilences = async (scope: Scope, since: string) => {
    const silences: Silence[] = [];
    let after: { value: string; id: string } | undefined;
    for (;;) {
      const answers = await documents.messages.find(scope, {
        where: { answer_type: 'no_answer', created_at: { gte: since } },
        orderBy: 'created_at',
        direction: 'desc',
        after,
        limit: READ_BATCH_SIZE,
      });
      const last = answers.at(-1);
      if (!last) return { silences, is_complete: true };
      after = { value: last.created_at, id: last.id };
      const asked = await documents.messages.getMany(
        scope,
        answers.flatMap(({ reply_to }) => reply_to ?? []),
      );
      const texts = new Map(asked.map(({ id, text }) => [id, text]));
      for (const answer of answers) {
        const text = texts.get(answer.reply_to ?? '')?.trim();
        if (text) silences.push({ answer, question: text.slice(0, MAX_QUESTION_CHARACTERS).toWellFormed() });
      }
      if (silences.length >= MAX_SILENT_ANSWERS) return { silences, is_complete: false };
    }
  };

  /** The titles of the pages that were offered, of those that are still there. */
  const titlesOf = async (scope: Scope, silences: readonly Silence[]): Promise<Map<string, string>> => {
    const offered = silences.flatMap(({ answer }) => answer.suggestions?.[0]?.td_id ?? []);
    const pages = await documents.pages.getMany(scope, [...new Set(offered)]);
    return new Map(pages.flatMap(({ id, title, deleted_at }) => (deleted_at === null ? [[id, title]] : [])));
  };
}

/** One group, whose newest is first. */
function viewOf(group: readonly Silence[], titles: ReadonlyMap<string, string>): UnansweredQuestion {
  const [newest] = group;
  const question = newest?.question ?? '';
  const others = new Set(group.map((one) => one.question));
  others.delete(question);
  const td_id = group.map(({ answer }) => answer.suggestions?.[0]?.td_id ?? '').find((id) => titles.has(id));
  return {
    question,
    count: group.length,
    phrasings: [...others].slice(0, MAX_PHRASINGS),
    message_ids: group.slice(0, MAX_MESSAGE_IDS).map(({ answer }) => answer.id),
    nearest: td_id === undefined ? null : { td_id, title: titles.get(td_id) ?? '' },
    review_id:
      group.map(({ answer }) => answer.feedback?.review_id ?? null).find((id) => id !== null) ?? null,
    first_at: group.at(-1)?.answer.created_at ?? '',
    last_at: newest?.answer.created_at ?? '',
  };
}
