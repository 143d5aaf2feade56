import type { TSchema } from 'typebox';

const MAX_PATHS = 20;

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: unknown;
  patternProperties?: unknown;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/**
 * Paths of the fields in `value` that `schema` does not know, at most 20; objects that the schema leaves open
 * are not entered.
 */
export function unknownFields(schema: TSchema, value: unknown): string[] {
  const found: string[] = [];
  visit([schema], value, '', found);
  return found;
}

function visit(schemas: readonly JsonSchema[], value: unknown, path: string, found: string[]): void {
  if (typeof value !== 'object' || value === null || found.length >= MAX_PATHS) return;
  const flat = schemas.flatMap((schema) => [schema, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]);
  if (Array.isArray(value)) {
    const items = flat.flatMap((schema) => schema.items ?? []);
    if (items.length > 0) value.forEach((item, i) => visit(items, item, `${path}[${i}]`, found));
    return;
  }
  const closed = flat.filter((schema) => schema.properties);
  if (closed.length === 0 || flat.some((schema) => schema.additionalProperties || schema.patternProperties))
    return;
  for (const [key, item] of Object.entries(value)) {
    const known = closed.flatMap((schema) =>
      Object.hasOwn(schema.properties ?? {}, key) ? [schema.properties![key]!] : [],
    );
    const here = `${path}${path && '.'}${key.slice(0, 100)}`;
    if (known.length === 0) {
      if (found.length < MAX_PATHS) found.push(here);
    } else visit(known, item, here, found);
  }
}
