import { Type, type Static } from 'typebox';
import { AuditEntry, auditActions, auditOutcomes } from '../audit.ts';
import { ClientId, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

const filters = {
  from: Type.Optional(Timestamp('Not older than this.')),
  to: Type.Optional(Timestamp('Older than this.')),
  actor: Type.Optional(ClientId('Only what this key did; `system` for the install itself.')),
  action: Type.Optional(Type.Enum([...auditActions], { description: 'Only this.' })),
  object: Type.Optional(ClientId('Only what was done to this, as entries name it.')),
  user_id: Type.Optional(ClientId('Only what was done to this user, whom entries name by a keyed hash.')),
  instance_id: Type.Optional(ClientId('Only what concerned this persona.')),
  outcome: Type.Optional(Type.Enum([...auditOutcomes], { description: 'Only what ended so.' })),
};
export const AuditFilterQuery = Type.Object(filters);
export type AuditFilterQuery = Static<typeof AuditFilterQuery>;

export const ListAuditQuery = Type.Object({
  ...PagingQuery,
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'Begin behind the entry with this `seq`.' })),
  order: Type.Optional(
    Type.Enum(['asc', 'desc'], { default: 'asc', description: 'Oldest first unless told.' }),
  ),
  ...filters,
});
export const ListAuditReply = Success({ entries: Type.Array(AuditEntry), ...PagingReply });
