// The routes of the OpenAPI document, and requests made from their schemas: a route that is added is part of
// every run that is generated from it.
import type { Random } from '../chaos/random.ts';

export interface Schema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  additionalProperties?: unknown;
  items?: Schema;
  anyOf?: readonly Schema[];
  allOf?: readonly Schema[];
}

export interface Operation {
  readonly method: string;
  /** With its parameters, as in `/api/jobs/{id}`. */
  readonly path: string;
  readonly isPublic: boolean;
  readonly parameters: readonly { in: 'path' | 'query'; name: string; required: boolean; schema: Schema }[];
  readonly body: Schema | null;
}

export interface OpenApiDocument<Described = unknown> {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
}

interface Described {
  security?: readonly object[];
  parameters?: Operation['parameters'];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}

/** Every operation of the document, in its order. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(resolvedPaths(document)).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const { security, parameters = [], requestBody } = described as Described;
      return {
        method: method.toUpperCase(),
        path,
        isPublic: security?.length === 0 || (security ?? []).some((one) => Object.keys(one).length === 0),
        parameters: parameters.filter((one) => one.in === 'path' || one.in === 'query'),
        body: requestBody?.content?.['application/json']?.schema ?? null,
      };
    }),
  );
}

/** The paths of the document, with their schemas in place of the names of these. */
export const resolvedPaths = <T>(document: OpenApiDocument<T>): OpenApiDocument<T>['paths'] =>
  withoutReferences(document.paths, document) as OpenApiDocument<T>['paths'];

/** What an install without models or workers answers to what needs one: declared, and no fault. */
export const isUnconfigured = (status: number, text: string): boolean =>
  (status === 501 && /"(?:model_not_configured|speech_unavailable)"/.test(text)) ||
  (status === 503 && /No media worker is running|The queue \(Redis\) does not answer/.test(text));

/** The value with the schemas that it refers to; other references are of no use here. */
function withoutReferences(value: unknown, document: Pick<OpenApiDocument, 'components'>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutReferences(one, document));
  if (typeof value !== 'object' || value === null) return value;
  const [, name] = /^#\/components\/schemas\/(.*)$/.exec(String((value as { $ref?: unknown }).$ref)) ?? [];
  if (name !== undefined) return withoutReferences(document.components.schemas[name], document);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withoutReferences(one, document)]),
  );
}

/** A request before it is written as HTTP. */
export interface Draft {
  method: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
}

export const urlOf = ({ path, params, query }: Draft): string => {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    // A wildcard stands for several parts.
    name === 'path' ? (params[name] ?? '') : encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
};

/** The text for a place of this name, where only the caller knows what fits; undefined: any will do. */
export type TextFor = (name: string) => string | undefined;

/** A request that an operation takes: what it requires, and some of what it allows. */
export function draftOf(operation: Operation, random: Random, textFor: TextFor): Draft {
  const { method, path, parameters, body } = operation;
  const draft: Draft = { method, path, params: {}, query: {}, headers: {}, body: undefined };
  for (const { in: place, name, required, schema } of parameters) {
    if (place === 'path') draft.params[name] = textFor(name) ?? 'x';
    // A cursor is given out by the list alone.
    else if (required || (name !== 'cursor' && random.chance(0.2)))
      draft.query[name] = String(valueOf(schema, name, random, textFor));
  }
  if (body) draft.body = valueOf(body, '', random, textFor);
  return draft;
}

/** A value that a schema takes; `name` is that of the property that it is for. */
export function valueOf(schema: Schema, name: string, random: Random, textFor: TextFor): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const branches = schema.anyOf ?? schema.allOf;
  if (branches) return valueOf(random.pick(branches), name, random, textFor);
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'string');
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key) || random.chance(0.2))
          .map(([key, property]) => [key, valueOf(property, key, random, textFor)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () =>
        valueOf(schema.items ?? {}, name, random, textFor),
      );
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      if (schema.format === 'date-time') return new Date(Date.now() + 86_400_000).toISOString();
      return textFor(name) ?? 'When does the tide turn?'.padEnd(schema.minLength ?? 0, '.');
  }
}
