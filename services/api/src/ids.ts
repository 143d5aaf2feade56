import { AppError } from '@persona/contracts';
import { Type } from 'typebox';
import type { Request } from './types.ts';

/** The JSON wrappers of the documented bodies, each of which may hold ids. */
const WRAPPERS = [
  'instance_data',
  'voice_data',
  'video_data',
  'data',
  'review_data',
  'stream_data',
  'training_data',
  'chat_data',
] as const;

const ids = Object.fromEntries(
  ['id', 'instance_id', 'chat_id', 'key_id', 'stream_id', 'video_id', 'voice_id'].map((name) => [
    name,
    Type.Unknown(),
  ]),
);
/** What may be read of the body of a route that declares none: the ids that the functions below look for. */
export const IdsBody = Type.Object({
  ...ids,
  ...Object.fromEntries(WRAPPERS.map((wrapper) => [wrapper, Type.Object(ids)])),
});

/**
 * The one id that a request names: in the path, the query or the body, under any of `names`, at the top or in
 * a documented wrapper. Throws `id_required` when there is none (an empty id never means all) and
 * `id_conflict` when two differ.
 */
export function readId(request: Request, what: string, names: readonly string[]): string {
  const id = readOptionalId(request, names);
  if (id === undefined)
    throw new AppError(
      'id_required',
      `${what} is required: in the path, as ?${names[0]}=, or in the JSON body.`,
      {
        param: names[0],
      },
    );
  return id;
}

/** Like readId, but undefined when there is none. */
export function readOptionalId(request: Request, names: readonly string[]): string | undefined {
  const found = [
    ...idsIn(request.params, names),
    ...idsIn(request.query, names),
    ...bodyIds(request.body, names),
  ];
  return agree(found, names[0] ?? 'id');
}

/** The persona that a request names, also in the header X-Instance-Id; undefined when it names none. */
export function readInstanceId(request: Request): string | undefined {
  const names = ['instance_id'];
  const header = request.headers['x-instance-id'];
  return agree(
    [
      ...idsIn(request.params, names),
      ...idsIn(request.query, names),
      ...idsIn({ instance_id: header }, names),
      ...bodyIds(request.body, names),
    ],
    'instance_id',
  );
}

function agree(found: readonly string[], param: string): string | undefined {
  const [first] = found;
  if (first !== undefined && found.some((id) => id !== first))
    throw new AppError('id_conflict', `The request names two different values of ${param}; send one.`, {
      param,
    });
  return first;
}

function bodyIds(body: unknown, names: readonly string[]): string[] {
  if (!isObject(body)) return [];
  return [...idsIn(body, names), ...WRAPPERS.flatMap((wrapper) => idsIn(body[wrapper], names))];
}

function idsIn(place: unknown, names: readonly string[]): string[] {
  if (!isObject(place)) return [];
  return names.flatMap((name) => {
    const value = Object.hasOwn(place, name) ? place[name] : undefined;
    if (value === undefined || value === null || value === '') return [];
    if (typeof value !== 'string' || value.length > 256 || CONTROL.test(value))
      throw new AppError('validation_error', `${name} must be one string of 1 to 256 characters`, {
        param: name,
      });
    return [value];
  });
}

const CONTROL = /\p{Cc}/u;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
