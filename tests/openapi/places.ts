// The places of a request where an id may stand.
import type { Draft, Operation, Schema } from './operations.ts';

/** One place of an operation's requests, and how a text is put there. */
export interface Place {
  readonly name: string;
  /** Whether the document names it; else a route might look there all the same. */
  readonly isDeclared: boolean;
  put(draft: Draft, text: string): void;
}

/** Names under which ids are looked for, also where a route declares none of them. */
const ID_NAMES = (
  'id instance_id chat_id key_id stream_id video_id voice_id td_id job_id ' +
  'user_id message_id owner_key_id external_id url'
).split(' ');
const WRAPPERS = (
  'instance_data voice_data video_data data review_data stream_data training_data chat_data ' +
  'metadata configuration'
).split(' ');
const HEADERS = ['x-instance-id', 'idempotency-key', 'last-event-id', 'x-user-id', 'x-request-id'];

/**
 * Every place for a text that an operation declares, and beside them those in which any route might look: all
 * names of ids in the query, at the top of the body and in its wrappers, and headers.
 */
export function placesOf({ method, parameters, body }: Operation): Place[] {
  const declared = parameters
    .filter(({ schema }) => takesText(schema))
    .map((parameter): Place => {
      const part = parameter.in === 'path' ? 'params' : 'query';
      return {
        name: `${parameter.in} ${parameter.name}`,
        isDeclared: true,
        put: (draft, text) => {
          draft[part][parameter.name] = text;
        },
      };
    });
  const inBody = body ? textsOf(body, []).map((way) => bodyPlace(way, true)) : [];
  const undeclared: Place[] = [
    ...HEADERS.map((name): Place => ({
      name: `header ${name}`,
      isDeclared: false,
      put: ({ headers }, text) => {
        headers[name] = text;
      },
    })),
    ...ID_NAMES.map((name): Place => ({
      name: `query ${name}`,
      isDeclared: false,
      put: ({ query }, text) => {
        query[name] = text;
      },
    })),
    ...(method === 'HEAD' ? [] : ID_NAMES.map((name) => bodyPlace([name], false))),
    ...(method === 'HEAD'
      ? []
      : WRAPPERS.flatMap((one) => ID_NAMES.map((name) => bodyPlace([one, name], false)))),
  ];
  const all = [...undeclared, ...declared, ...inBody];
  return [...new Map(all.map((place) => [place.name, place])).values()];
}

const takesText = ({ type, enum: values, anyOf, const: one, format }: Schema): boolean =>
  !values && one === undefined && format === undefined
    ? anyOf
      ? anyOf.some(takesText)
      : type === undefined || [type].flat().includes('string')
    : false;

/** The ways to every text of a body; `0` is the first element of a list. */
function textsOf(schema: Schema, way: readonly string[]): (readonly string[])[] {
  if (schema.anyOf) return schema.anyOf.flatMap((branch) => textsOf(branch, way));
  if (schema.items) return textsOf(schema.items, [...way, '0']);
  const free = schema.additionalProperties ? ID_NAMES.map((name) => [...way, name]) : [];
  if (schema.properties)
    return [
      ...Object.entries(schema.properties).flatMap(([key, property]) => textsOf(property, [...way, key])),
      ...free,
    ];
  if (free.length > 0) return free;
  return takesText(schema) && way.length > 0 ? [way] : [];
}

const bodyPlace = (way: readonly string[], isDeclared: boolean): Place => ({
  name: `body ${way.join('.')}`,
  isDeclared,
  put: (draft, text) => {
    draft.body = within(draft.body, way, text);
  },
});

/** A copy of `value` in which `text` stands at the end of `way`, whatever has to be made for it. */
function within(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text;
  if (key === '0') {
    const [first, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
    return [within(first, rest, text), ...more];
  }
  const object = isObject(value) ? value : {};
  return { ...object, [key]: within(object[key], rest, text) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
