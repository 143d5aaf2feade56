import {
  ExplainMessageReply,
  IdParams,
  MessageQuery,
  bodyId,
  type Explanation,
  type Scope,
} from '@persona/contracts';
import { shownMessages } from '@persona/domain';
import type { App } from '@persona/runtime';
import { findAnswer } from '../find-answer.ts';
import { hasScope } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';

/** What can be asked about one answer, and said to it. */
export function messageRoutes(app: App, { documents }: Resources, { access }: Kit): void {
  const tags = ['History'];
  const config = { scope: 'history' } as const;

  app.get(
    '/api/persona/messages/:id/explain',
    {
      config,
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

type Slice = Pick<Explanation['passages'][number], 'td_id' | 'version' | 'start' | 'end'>;

const placeOf = ({ td_id, version, start, end }: Slice): string => `${td_id} ${version} ${start} ${end}`;
