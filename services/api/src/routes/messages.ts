import {
  AppError,
  ExplainMessageReply,
  FeedbackBody,
  FeedbackReply,
  IdParams,
  MessageQuery,
  MiB,
  bodyId,
  type Explanation,
  type Scope,
} from '@persona/contracts';
import { shownMessages } from '@persona/domain';
import type { App } from '@persona/runtime';
import { notFoundIn } from '../access.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { findAnswer } from '../find-answer.ts';
import { hasScope } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import { bytesOfPages, checkContent } from '../pages/page-input.ts';
import type { Resources } from '../resources.ts';

const MAX_FEEDBACK_BODY_BYTES = MiB;

/** What can be asked about one answer, and said to it. */
export function messageRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { config, documents, domain } = resources;
  const tags = ['History'];

  app.get(
    '/api/persona/messages/:id/explain',
    {
      config: { scope: 'history' },
      schema: {
        tags,
        summary: 'Why an answer is as it is',
        description:
          'What was found for it, with scores, what of it was read, chosen and left out, and why. `id` is that of the answer or of the message that it answers.',
        params: IdParams,
        querystring: MessageQuery,
        response: { 200: ExplainMessageReply },
      },
    },
    async (request) => {
      const {
        scope,
        chat,
        answer: stored,
        question,
      } = await findAnswer(documents, access, request, request.params.id);
      const kept = await documents.explanations.get(scope, stored.id);
      const [answer = stored] = await shownMessages(documents, scope, [stored]);
      const slices = hasScope(request.caller, 'kb')
        ? await readSlices(scope, kept)
        : { textOf: () => null, titleOf: () => null };
      return {
        status: 'success' as const,
        message_id: answer.id,
        chat_id: chat.id,
        question: question?.text ?? '',
        response: answer.text,
        answer_type: answer.answer_type ?? 'general',
        model: answer.model ?? 'extractive',
        confidence: answer.confidence ?? null,
        created_at: answer.created_at,
        took_ms: answer.took_ms ?? null,
        is_kept: kept !== null,
        questions: kept?.questions ?? [],
        passages: (kept?.passages ?? []).map((passage) => ({
          ...passage,
          title: slices.titleOf(passage),
          text: slices.textOf(passage),
        })),
        sentences: (kept?.sentences ?? []).map((sentence) => ({
          ...sentence,
          text: slices.textOf(sentence),
        })),
        model_outcome: kept?.model_outcome ?? null,
        dropped: answer.dropped ?? [],
        suggestions: answer.suggestions ?? [],
      };
    },
  );

  app.post(
    '/api/persona/messages/:id/feedback',
    {
      bodyLimit: MAX_FEEDBACK_BODY_BYTES,
      config: { scope: ['history', 'chat', 'review'], audit: 'message.rate', token: true },
      schema: {
        tags,
        summary: 'Rate an answer, or correct it',
        description:
          'A rating replaces the one before. A correction is a text that the persona may say, and waits in review like a submission.',
        params: IdParams,
        body: FeedbackBody,
        response: { 200: FeedbackReply },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      const { rating, correction } = body;
      if (rating === undefined && correction === undefined)
        throw new AppError('validation_error', 'Send a rating ("up" or "down"), a correction, or both.', {
          param: 'rating',
        });
      if (correction !== undefined) {
        if (caller.isToken || !(hasScope(caller, 'kb') || hasScope(caller, 'review')))
          throw new AppError('scope_missing', 'A correction needs a key with the scope "kb" or "review".', {
            param: 'correction',
          });
        checkContent(correction, 'correction', config.MAX_PAGE_MB * MiB);
      }
      const { scope, chat, answer } = await findAnswer(documents, access, request, request.params.id);
      const given = await quotas.using(caller, amountOf(correction), quotaTeller(reply), () =>
        domain.giveFeedback(scope, answer, { rating, correction, by: caller.keyId }),
      );
      if (!given) throw notFoundIn('messages', request.params.id);
      return {
        status: 'success' as const,
        message: 'Feedback kept successfully',
        message_id: given.id,
        chat_id: chat.id,
        rating: given.feedback?.rating ?? null,
        review_id: given.feedback?.review_id ?? null,
      };
    },
  );

  /** The words behind the offsets of an explanation, as far as the versions of the pages are kept. */
  const readSlices = async (scope: Scope, kept: Explanation | null) => {
    const { passages = [], sentences = [] } = kept ?? {};
    const all = [...passages, ...sentences];
    const pages = await documents.pages.getMany(scope, [...new Set(all.map(({ td_id }) => td_id))]);
    const there = new Set(pages.flatMap(({ id, deleted_at }) => (deleted_at === null ? [id] : [])));
    const texts = new Map<string, string>();
    const titles = new Map<string, string>();
    const versions = Map.groupBy(
      all.filter(({ td_id }) => there.has(td_id)),
      ({ td_id, version }) => bodyId(td_id, version),
    );
    // One text at a time: each may be as large as a page may be.
    for (const [id, slices] of versions) {
      const body = await documents.pageBodies.get(scope, id);
      if (!body) continue;
      titles.set(id, body.title);
      for (const slice of slices) texts.set(placeOf(slice), body.content.slice(slice.start, slice.end));
    }
    return {
      textOf: (slice: Slice) => texts.get(placeOf(slice)) ?? null,
      titleOf: ({ td_id, version }: Slice) => titles.get(bodyId(td_id, version)) ?? null,
    };
  };
}

/** What is counted against the key's quota of pages and of their bytes. */
const amountOf = (correction: string | undefined) => async () => ({
  pages: correction === undefined ? 0 : 1,
  bytes: correction === undefined ? 0 : await bytesOfPages([{ content: correction }]),
});

type Slice = Pick<Explanation['passages'][number], 'td_id' | 'version' | 'start' | 'end'>;

const placeOf = ({ td_id, version, start, end }: Slice): string => `${td_id} ${version} ${start} ${end}`;
