import { Type, type Static } from 'typebox';
import {
  ClientId,
  Deleted,
  FreeObject,
  Nullable,
  PagingQuery,
  PagingReply,
  Started,
  Success,
  Timestamp,
} from './common.ts';

/** Of a persona's configuration as JSON. */
export const MAX_CONFIGURATION_BYTES = 64 * 1024;

const name = Type.String({ minLength: 1, maxLength: 256, description: 'What the persona is called.' });
const description = Type.String({
  maxLength: 16_384,
  description: 'Who the persona is; the model speaks as this.',
});
const configuration = FreeObject({
  description: 'Settings of the persona, at most 64 KB. `voice_id` attaches a voice.',
});

export const CreateInstanceBody = Type.Object({
  instance_data: Type.Object({ name, description, configuration }),
});
export const CreateInstanceForOwnerBody = Type.Object({
  instance_data: Type.Object({
    name,
    description,
    configuration,
    owner_key_id: Type.Optional(ClientId('The key that shall own it; the calling one unless told.')),
  }),
});
export const CreateInstanceReply = Success({ message: Type.String(), instance_id: Type.String() });

const wrappedInstanceId = Type.Optional(Type.Object({ instance_id: Type.Optional(Type.String()) }));

export const UpdateInstanceBody = Type.Object({
  instance_id: Type.Optional(Type.String()),
  instance_data: Type.Optional(
    Type.Object({
      instance_id: Type.Optional(Type.String()),
      name: Type.Optional(name),
      description: Type.Optional(description),
      configuration: Type.Optional(configuration),
    }),
  ),
  name: Type.Optional(name),
  description: Type.Optional(description),
  configuration: Type.Optional(configuration),
  default: Type.Optional(
    Type.Literal(true, { description: 'Makes it the persona of requests that name none.' }),
  ),
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Change only if this is the current version.' }),
  ),
});
export type UpdateInstanceBody = Static<typeof UpdateInstanceBody>;

export const DeleteInstanceBody = Type.Optional(
  Type.Object({ instance_id: Type.Optional(Type.String()), instance_data: wrappedInstanceId }),
);
export const DeleteInstanceReply = Success({ ...Deleted, ...Started });

export const InstanceView = Type.Object({
  instance_id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  configuration: FreeObject(),
  default: Type.Boolean({ description: 'Whether requests that name no persona are about this one.' }),
  owner_key_id: Type.String(),
  voice_id: Nullable(Type.String({ description: 'The attached voice.' })),
  version: Type.Integer(),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type InstanceView = Static<typeof InstanceView>;
export const ListInstancesQuery = Type.Object({
  ...PagingQuery,
  id: Type.Optional(ClientId('Only this one.')),
  instance_id: Type.Optional(ClientId('Only this one.')),
});
export const ListInstancesReply = Success({
  instances: Type.Array(InstanceView),
  instance: Type.Optional(InstanceView),
  ...PagingReply,
});
export const InstanceReply = Success({ instance: InstanceView });
export const UpdateInstanceReply = Success({ message: Type.String(), instance: InstanceView });
