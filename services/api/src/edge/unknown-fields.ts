import type { TSchema } from 'typebox';
import { branchesOf, propertyOf, type JsonSchema } from './json-schema.ts';

const MAX_PATHS = 20;

/**
 * A warning for each field in `value` that `schema` does not know, at most 20; objects that the schema leaves
 * open are not entered.
 */
export function unknownFieldWarnings(schema: TSchema, value: unknown): string[] {
  const found: string[] = [];
  visit([schema], value, '', found);
  return found.map((path) => `${path} is not a field of this request and was ignored`);
}

function visit(schemas: readonly JsonSchema[], value: unknown, path: string, found: string[]): void {
  if (typeof value !== 'object' || value === null || found.length >= MAX_PATHS) return;
  const flat = branchesOf(schemas);
  if (Array.isArray(value)) {
    const items = flat.flatMap((schema) => schema.items ?? []);
    if (items.length > 0) value.forEach((item, i) => visit(items, item, `${path}[${i}]`, found));
    return;
  }
  const closed = flat.filter((schema) => schema.properties);
  if (closed.length === 0 || flat.some((schema) => schema.additionalProperties || schema.patternProperties))
    return;
  for (const [key, item] of Object.entries(value)) {
    const known = propertyOf(closed, key);
    const here = `${path}${path && '.'}${key.slice(0, 100)}`;
    if (known.length === 0) {
      if (found.length < MAX_PATHS) found.push(here);
    } else visit(known, item, here, found);
  }
}
