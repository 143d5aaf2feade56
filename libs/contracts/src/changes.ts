import { Type, type Static } from 'typebox';

/** What `GET /api/events` tells of. */
export const changeTypes = ['job', 'page', 'review', 'chat', 'media'] as const;
export type ChangeType = (typeof changeTypes)[number];

/**
 * That something of a persona is another than before; what it says is read where it is. It holds ids and
 * states, never words.
 */
export const Change = Type.Object({
  type: Type.Enum([...changeTypes]),
  instance_id: Type.String({ description: 'The persona; the key, for media that belong to none yet.' }),
  id: Type.Union([Type.String(), Type.Null()], {
    description: 'What changed; null: `count` things of this type at once, so read the list again.',
  }),
  state: Type.Optional(
    Type.String({
      description:
        'Its state now: of a job, page, submission or medium as these have it, of a chat `answering` or `idle`; `deleted` when it is gone.',
    }),
  ),
  kind: Type.Optional(Type.String({ description: 'Of a job and of a medium.' })),
  version: Type.Optional(Type.Integer({ description: 'Of a page, with `live_version`.' })),
  live_version: Type.Optional(Type.Integer()),
  progress: Type.Optional(
    Type.Object({ done: Type.Number(), total: Type.Number() }, { description: 'Of a job.' }),
  ),
  count: Type.Optional(Type.Integer({ description: 'How many, where `id` is null.' })),
  at: Type.String({ format: 'date-time' }),
});
export type Change = Static<typeof Change>;

/** Takes what has changed and tells it to all gateways; it never waits and never throws. */
export type Announce = (change: Change) => void;
