import { Type, type Static, type TLiteral, type TProperties, type TSchema } from 'typebox';

/**
 * The parts that every HTTP body, query and reply is made of. The schema that validates a route is also what
 * /openapi.json shows. Bodies stay open: unknown fields are ignored and listed in `warnings`.
 */

/** Any JSON object, kept unchanged. */
export const FreeObject = (options: { description?: string } = {}) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, ...options });

/** `schema` or null. For scalars and arrays; serialises faster than a union. */
export const Nullable = <S extends TSchema & { type: string }>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: [schema.type, 'null'] });

/** An id or name made by the client: opaque, any character but control characters. */
export const ClientId = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 256,
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
    description,
  });

/**
 * Optional in every request: the persona that it is about, when neither the key nor the install settles it.
 */
export const InstanceId = Type.Optional(ClientId('The persona; also as query parameter or X-Instance-Id.'));

export const Timestamp = (description = 'ISO 8601, UTC.') =>
  Type.String({ format: 'date-time', description });

const extras = {
  instance_id: Type.Optional(Type.String({ description: 'The persona the request was about.' })),
  warnings: Type.Optional(
    Type.Array(Type.String(), { description: 'What was ignored, cleaned or decided for the caller.' }),
  ),
};

/**
 * A success: the documented keys, the persona that the request was about, and warnings about the request. A
 * property of the same name takes precedence.
 */
export const Success = <P extends TProperties>(properties: P, options: { description?: string } = {}) => {
  type All = { status: TLiteral<'success'> } & P & Omit<typeof extras, keyof P>;
  const all: All = { status: Type.Literal('success'), ...properties, ...extras, ...properties };
  return Type.Object(all, { description: 'Success', ...options });
};

export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 1000;

/** Query of a list. */
export const PagingQuery = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_PAGE_SIZE,
      default: DEFAULT_PAGE_SIZE,
      description: `How many, ${DEFAULT_PAGE_SIZE} unless told.`,
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 2048, description: 'next_cursor of the answer before.' })),
};

/** Reply fields of a list. */
export const PagingReply = {
  has_more: Type.Boolean(),
  next_cursor: Nullable(Type.String()),
};

/** Reply fields of a delete. */
export const Deleted = {
  message: Type.String(),
  already_deleted: Type.Optional(Type.Boolean({ description: 'True when an earlier request deleted it.' })),
};

/** Reply fields of a request that started work. */
export const Started = {
  job_id: Nullable(
    Type.String({ description: 'Follow it at /api/jobs/{id}; null when there was nothing to do.' }),
  ),
};

/** The error body. */
export const ErrorReply = Type.Object({
  status: Type.Literal('error'),
  message: Type.String(),
  error: Type.Object({
    type: Type.String(),
    code: Type.String(),
    message: Type.String(),
    param: Nullable(Type.String()),
    details: Type.Optional(Type.Array(Type.Object({ path: Type.String(), code: Type.String() }))),
    retryable: Type.Boolean(),
    request_id: Type.String(),
  }),
});
