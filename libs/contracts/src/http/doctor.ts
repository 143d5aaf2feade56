import { Type, type Static } from 'typebox';
import { Success } from './common.ts';

/** What was looked at, how it is, and what to do about it. */
export const DoctorFinding = Type.Object({
  part: Type.String({ description: 'What was looked at, as in `documents`, `disk` or `ingest`.' }),
  state: Type.Union([Type.Literal('ok'), Type.Literal('note'), Type.Literal('wrong')]),
  text: Type.String(),
  todo: Type.Optional(Type.String({ description: 'What to do about it.' })),
});
export type DoctorFinding = Static<typeof DoctorFinding>;

/** GET /api/admin/doctor */
export const DoctorReply = Success({
  findings: Type.Array(DoctorFinding),
  wrong: Type.Integer({ description: 'How many of them must be put right.' }),
});
