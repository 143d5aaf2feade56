import * as contracts from '@persona/contracts';
import {
  isObject,
  isSchemaOfObject,
  type Document,
  type Json,
  type JsonObject,
  type Media,
} from './document.ts';

/** Below these keys stand values, no schemas. */
const VALUES: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'required']);

/**
 * Gives each schema of an object a name under `components`: that of libs/contracts, and where it has none
 * there, that of its operation. Generated clients then have types that a person would choose.
 */
export function nameSchemas(document: Document): void {
  const { schemas } = document.components;
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(contracts as Record<string, unknown>)) {
    const plain = toJson(schema);
    if (isSchemaOfObject(plain) && !names.has(keyOf(plain))) names.set(keyOf(plain), name);
  }

  /** The schema with references for those in it that have a name. */
  const named = (value: Json, ownName?: string): Json => {
    if (Array.isArray(value)) return value.map((one) => named(one));
    if (!isObject(value)) return value;
    const key = isSchemaOfObject(value) ? keyOf(value) : undefined;
    if (key !== undefined && ownName !== undefined && !names.has(key)) names.set(key, ownName);
    const within: JsonObject = {};
    for (const [name, inner] of Object.entries(value))
      within[name] = VALUES.has(name) && !isObject(inner) ? inner : named(inner);
    const name = key === undefined ? undefined : names.get(key);
    if (name === undefined) return within;
    schemas[name] ??= within;
    return { $ref: `#/components/schemas/${name}` };
  };

  for (const operations of Object.values(document.paths))
    for (const operation of Object.values(operations)) {
      const id = operation.operationId ?? '';
      const own = id.charAt(0).toUpperCase() + id.slice(1);
      const nameMedia = (content: Record<string, Media> | undefined, name: string) => {
        for (const media of Object.values(content ?? {}))
          if (media.schema !== undefined) media.schema = named(media.schema, name);
      };
      nameMedia(operation.requestBody?.content, `${own}Request`);
      for (const [status, { content }] of Object.entries(operation.responses))
        nameMedia(content, status === '200' ? `${own}Reply` : `${own}Reply${status}`);
    }
}

const toJson = (schema: unknown): Json | undefined =>
  typeof schema === 'object' && schema !== null ? (JSON.parse(JSON.stringify(schema)) as Json) : undefined;

/**
 * The same text for the same schema, whatever the order of its keys, and as @fastify/swagger writes constants
 * and records; what is said of the whole does not count.
 */
function keyOf(schema: JsonObject): string {
  return JSON.stringify({ ...(sorted(schema) as JsonObject), description: undefined });
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if (key === 'const') return ['enum', [inner]];
    if (key === 'patternProperties' && isObject(inner))
      return ['additionalProperties', sorted(Object.values(inner)[0] ?? {})];
    return [key, sorted(inner)];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
