import { Type, type Static } from 'typebox';
import { ClientId, Success, Timestamp } from './common.ts';

export const UserParams = Type.Object({ user_id: ClientId('The user, by the id that its chats have.') });
export const UserQuery = Type.Object({
  instance_id: Type.Optional(ClientId('Only this persona; every one that the key reaches unless told.')),
});

/** What an erasure removed, and what was found when it was looked for afterwards. */
export const Receipt = Type.Object({
  subject: Type.String({ description: 'The user.' }),
  personas: Type.Integer({ description: 'How many personas were looked through.' }),
  removed: Type.Object({
    chats: Type.Integer(),
    messages: Type.Integer(),
    kept_replies: Type.Integer({ description: 'Replies that were kept for an Idempotency-Key.' }),
  }),
  residual: Type.Integer({
    description: 'Chats and messages that are there all the same; 0 unless more came.',
  }),
  at: Timestamp(),
});
export type Receipt = Static<typeof Receipt>;
export const EraseUserReply = Success({ message: Type.String(), receipt: Receipt });
