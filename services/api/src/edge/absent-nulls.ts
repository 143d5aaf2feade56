import type { TSchema } from 'typebox';
import { branchesOf, propertyOf, type JsonSchema } from './json-schema.ts';

/**
 * Removes, in place, each optional property of `value` that is null where `schema` does not allow null:
 * clients write `null` for what they leave out. Objects that the schema leaves open (`metadata`) are not
 * entered, because a null in them is the caller's data; a required property stays, for validation to refuse.
 */
export function removeAbsentNulls(schema: TSchema, value: unknown): void {
  visit([schema], value);
}

function visit(schemas: readonly JsonSchema[], value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const flat = branchesOf(schemas);
  if (Array.isArray(value)) {
    const items = flat.flatMap((schema) => schema.items ?? []);
    if (items.length > 0) for (const item of value) visit(items, item);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const known = propertyOf(flat, key);
    if (item !== null) visit(known, item);
    else if (known.length > 0 && !known.some(allowsNull) && !flat.some((one) => one.required?.includes(key)))
      Reflect.deleteProperty(value, key);
  }
}

function allowsNull({ type, enum: values, anyOf, allOf, ...rest }: JsonSchema): boolean {
  if (type !== undefined) return [type].flat().includes('null');
  if (values) return values.includes(null);
  if (anyOf) return anyOf.some(allowsNull);
  if (allOf) return allOf.every(allowsNull);
  return !('const' in rest) || rest.const === null;
}
