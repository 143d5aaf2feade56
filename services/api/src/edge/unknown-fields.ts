import type { TSchema } from 'typebox';
import { branchesOf, propertyOf, type JsonSchema } from './json-schema.ts';

const MAX_PATHS = 20;

/**
 * A warning for each field in `value` that `schema` does not know, at most 20; objects that the schema leaves
 * open are not entered.
 */
export function unknownFieldWarnings(schema: TSchema, value: unknown): string[] {
  const found: string[] = [];
  let place = places.get(schema);
  if (place === undefined) places.set(schema, (place = placeOf([schema])));
  if (place) visit(place, value, [], found);
  return found.map((path) => `${path} is not a field of this request and was ignored`);
}
const places = new WeakMap<TSchema, Place | null>();

/** What is known at one place of a body; null where everything is open, there and below. */
interface Place {
  items: Place | null;
  /** The fields of an object; null where any are allowed. */
  fields: ReadonlyMap<string, Place | null> | null;
}

function placeOf(schemas: readonly JsonSchema[]): Place | null {
  const flat = branchesOf(schemas);
  const items = flat.flatMap((schema) => schema.items ?? []);
  const inItems = items.length > 0 ? placeOf(items) : null;
  const closed = flat.filter((schema) => schema.properties);
  const isOpen =
    closed.length === 0 || flat.some((schema) => schema.additionalProperties || schema.patternProperties);
  if (isOpen) return inItems && { items: inItems, fields: null };
  const keys = new Set(closed.flatMap(({ properties = {} }) => Object.keys(properties)));
  const fields = new Map([...keys].map((key) => [key, placeOf(propertyOf(closed, key))]));
  return { items: inItems, fields };
}

/** `path` is the place of `value`; it is shared by the whole walk. */
function visit({ items, fields }: Place, value: unknown, path: (string | number)[], found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (!items) return;
    for (let i = 0; i < value.length && found.length < MAX_PATHS; i++) {
      path.push(i);
      visit(items, value[i], path, found);
      path.pop();
    }
    return;
  }
  if (!fields) return;
  for (const key in value) {
    if (found.length >= MAX_PATHS) return;
    const place = fields.get(key);
    path.push(key);
    if (place) visit(place, (value as Record<string, unknown>)[key], path, found);
    else if (place === undefined && Object.hasOwn(value, key)) found.push(textOf(path));
    path.pop();
  }
}

/** `pages[0].title` */
const textOf = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${key.slice(0, 100)}`,
    '',
  );
