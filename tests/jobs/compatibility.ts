// Whether workers and producers of two versions understand each other: payloads made from one version's
// schemas, checked with another's.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jobCatalogue } from '@persona/contracts';
import * as fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** The jobs of one version, by name. */
export type Jobs = Record<string, { queue: string; data: TSchema }>;

export const todaysJobs: Jobs = jobCatalogue;

/** As scripts/freeze-jobs.ts wrote them. */
export const lastRelease = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'last-release.json'), 'utf8'),
) as { version: string; jobs: Jobs };

/**
 * Says what workers that know `readers` would refuse of what producers that know `writers` put into the
 * queues; empty when nothing.
 */
export function findRefusals(readers: Jobs, writers: Jobs): string[] {
  return Object.entries(writers).flatMap(([name, { queue, data }]) => {
    const reader = readers[name];
    if (reader?.queue !== queue) return [`${name}: nobody takes it from ${queue}`];
    const { failed, counterexample } = fc.check(
      fc.property(payloadsOf(data as JsonSchema), (payload) => accepts(readers, name, payload)),
    );
    return failed ? [`${name}: ${JSON.stringify(counterexample?.[0])}`] : [];
  });
}

/** Whether workers that know `readers` take this payload. */
export function accepts(readers: Jobs, name: string, payload: unknown): boolean {
  const reader = readers[name];
  return reader !== undefined && Value.Check(reader.data, payload);
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  enum?: unknown[];
}

/**
 * Payloads that fit a schema: with and without the optional fields, and lists from the shortest to the
 * longest.
 */
function payloadsOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, field]) => [name, payloadsOf(field)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    case 'array': {
      const items = payloadsOf(schema.items ?? {});
      const { minItems = 0, maxItems = 100 } = schema;
      const full = items.map((item) => Array.from({ length: maxItems }, () => item));
      return fc.oneof(
        fc.array(items, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) }),
        full,
      );
    }
    case 'string':
      return fc.string();
    case 'integer':
      return fc.integer();
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(
        `Job payloads have a new kind of field, which this must learn: ${JSON.stringify(schema)}`,
      );
  }
}
