import type { TSchema } from 'typebox';
import { branchesOf, propertyOf, type JsonSchema } from './json-schema.ts';

/**
 * Returns a function that removes, in place, each optional property of a value that is null where `schema`
 * does not allow null: clients write `null` for what they leave out. Objects that the schema leaves open
 * (`metadata`) are not entered, because a null in them is the caller's data; a required property stays, for
 * validation to refuse.
 */
export function createNullRemover(schema: TSchema): (value: unknown) => void {
  const place = placeOf([schema]);
  return (value) => {
    if (place) visit(place, value);
  };
}

/** What is done at one place of a body; null where there is nothing to do, there or below. */
interface Place {
  items: Place | null;
  properties: readonly { key: string; place: Place | null; isRemovable: boolean }[];
}

function placeOf(schemas: readonly JsonSchema[]): Place | null {
  const flat = branchesOf(schemas);
  const items = flat.flatMap((schema) => schema.items ?? []);
  const properties = [...new Set(flat.flatMap((schema) => Object.keys(schema.properties ?? {})))]
    .map((key) => {
      const known = propertyOf(flat, key);
      const isRemovable = !known.some(allowsNull) && !flat.some((one) => one.required?.includes(key));
      return { key, place: placeOf(known), isRemovable };
    })
    .filter(({ place, isRemovable }) => place || isRemovable);
  const inItems = items.length > 0 ? placeOf(items) : null;
  return inItems || properties.length > 0 ? { items: inItems, properties } : null;
}

function visit({ items, properties }: Place, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (items) for (const item of value) visit(items, item);
    return;
  }
  for (const { key, place, isRemovable } of properties) {
    if (!Object.hasOwn(value, key)) continue;
    const item = (value as Record<string, unknown>)[key];
    if (item === null) {
      if (isRemovable) Reflect.deleteProperty(value, key);
    } else if (place) visit(place, item);
  }
}

function allowsNull({ type, enum: values, anyOf, allOf, ...rest }: JsonSchema): boolean {
  if (type !== undefined) return [type].flat().includes('null');
  if (values) return values.includes(null);
  if (anyOf) return anyOf.some(allowsNull);
  if (allOf) return allOf.every(allowsNull);
  return !('const' in rest) || rest.const === null;
}
