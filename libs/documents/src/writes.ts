import type { Scope } from '@persona/contracts';
import { parseConditions, type Predicate } from './conditions.ts';
import type { Change, Entity } from './document-store.ts';
import type { CollectionFields } from './fields.ts';

/** A change in the one form that adapters carry out. */
export interface ParsedChange {
  id: string;
  predicates: Predicate[];
  set: Record<string, unknown>;
  inc: Record<string, number>;
}

/**
 * Throws a TypeError when a document does not fit its entity's schema or belongs to another scope: a mistake
 * of ours, never of a caller's.
 */
export function checkDocument(fields: CollectionFields, scope: Scope, document: Entity): void {
  for (const name of fields.required)
    if (!(name in document)) throw new TypeError(`A document of ${fields.collection} lacks ${name}`);
  checkFields(fields, document);
  if (document.instance_id !== scope)
    throw new TypeError(
      `A document of ${fields.collection} belongs to another scope than the one it is written to`,
    );
  if (document.id === '') throw new TypeError(`A document of ${fields.collection} has an empty id`);
}

/** Checks a change and drops fields that are `undefined`. */
export function parseChange<T extends Entity>(
  fields: CollectionFields,
  id: string,
  change: Change<T>,
): ParsedChange {
  const set = Object.fromEntries(Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined));
  const inc = (change.inc ?? {}) as Record<string, number>;
  const predicates = parseConditions(change.where);
  for (const name of ['id', 'created_at'])
    if (name in set || name in inc) throw new TypeError(`${name} never changes`);
  for (const { field } of predicates)
    if (!fields.all.has(field)) throw new TypeError(`${fields.collection} has no field ${field}`);
  for (const [name, by] of Object.entries(inc))
    if (name in set || !Number.isFinite(by) || !isNumber(fields, name))
      throw new TypeError(`${fields.collection}.${name} can't be raised by ${by}`);
  checkFields(fields, set);
  return { id, predicates, set, inc };
}

function checkFields(fields: CollectionFields, values: object): void {
  for (const [name, value] of Object.entries(values)) {
    const check = fields.all.get(name);
    if (!check) throw new TypeError(`${fields.collection} has no field ${name}`);
    if (!check.Check(value)) throw new TypeError(`${fields.collection}.${name} is not what its schema says`);
  }
}

const isNumber = (fields: CollectionFields, name: string): boolean => {
  const check = fields.all.get(name);
  return check !== undefined && check.Check(1) && !check.Check(null);
};
