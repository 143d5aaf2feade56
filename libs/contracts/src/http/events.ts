import { Type } from 'typebox';
import { ClientId } from './common.ts';

export const ChangeEventsQuery = Type.Object({
  instance_id: Type.Optional(
    ClientId('Only of this persona; of every one that the key reaches unless told.'),
  ),
  types: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'Only these of `job`, `page`, `review`, `chat`, `media`, with commas; all unless told.',
    }),
  ),
});
