/** The keywords of JSON Schema that the walks over a body and its schema look at. */
export interface JsonSchema {
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: unknown;
  patternProperties?: unknown;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
}

/** The schemas themselves and the branches of their unions and intersections, one level deep. */
export const branchesOf = (schemas: readonly JsonSchema[]): JsonSchema[] =>
  schemas.flatMap((schema) => [schema, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]);

/** What `schemas` say of the property `key`; empty when they do not know it. */
export const propertyOf = (schemas: readonly JsonSchema[], key: string): JsonSchema[] =>
  schemas.flatMap(({ properties }) =>
    properties && Object.hasOwn(properties, key) ? [properties[key]!] : [],
  );
