import type { Condition, Entity, Query, Where } from './document-store.ts';
import type { CollectionFields, DeclaredField } from './fields.ts';

type Scalar = string | number | boolean | null;

/**
 * A condition in the one form that adapters translate. `in` holds no null; `orNull` says that null is among
 * the wanted values.
 */
export type Predicate =
  | { field: string; op: 'eq' | 'ne'; value: Scalar }
  | { field: string; op: 'in'; values: readonly (string | number | boolean)[]; orNull: boolean }
  | { field: string; op: 'lt' | 'lte' | 'gt' | 'gte'; value: string | number }
  | { field: string; op: 'contains'; value: string };

const ranges = new Set(['lt', 'lte', 'gt', 'gte']);
const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/**
 * Parses conditions into predicates that an adapter can translate as they are. Throws on anything but one
 * known operator over scalars, so an object from a caller's body can't become an operator of the store.
 */
export function parseConditions<T>(where: Where<T> | undefined): Predicate[] {
  const predicates: Predicate[] = [];
  for (const [field, condition] of Object.entries(where ?? {}) as [string, Condition | undefined][]) {
    if (condition === undefined) throw new TypeError(`The condition on ${field} is undefined`);
    predicates.push(...partsOf(condition).map((part) => parseCondition(field, part)));
  }
  return predicates;
}

/** A range is its two ends. */
function partsOf(condition: Condition): Condition[] {
  if (typeof condition !== 'object' || condition === null || !('gte' in condition && 'lt' in condition))
    return [condition];
  const { gte, lt, ...more } = condition;
  return Object.keys(more).length > 0 ? [condition] : [{ gte }, { lt }];
}

function parseCondition(field: string, condition: Condition): Predicate {
  if (isScalar(condition)) return { field, op: 'eq', value: condition };
  const entries = typeof condition === 'object' ? Object.entries(condition as object) : [];
  const [op, value] = (entries.length === 1 ? entries[0] : undefined) ?? [];
  if (op === 'ne' && isScalar(value)) return { field, op, value };
  if (op === 'in' && Array.isArray(value) && value.every(isScalar)) {
    const values = value.filter((one) => one !== null);
    return { field, op, values, orNull: values.length < value.length };
  }
  if (op && ranges.has(op) && (typeof value === 'string' || Number.isFinite(value))) {
    return { field, op: op as 'lt', value: value as string | number };
  }
  if (op === 'contains' && typeof value === 'string') return { field, op, value };
  throw new TypeError(`The condition on ${field} is none that the document store knows`);
}

/**
 * Parses the predicates of a find or count. Throws when one names an undeclared field or compares a field
 * with a value of another kind.
 */
export function parseFilter<T>(fields: CollectionFields, where: Where<T> | undefined): Predicate[] {
  const predicates = parseConditions(where);
  for (const predicate of predicates) {
    const declared = declaredField(fields, predicate.field);
    const values = predicate.op === 'in' ? predicate.values : [predicate.value];
    const fits = (value: Scalar) =>
      value === null ||
      (typeof value === declared.kind && (predicate.op !== 'contains' || declared.kind === 'string'));
    if (!values.every(fits))
      throw new TypeError(
        `${fields.collection}.${predicate.field} is a ${declared.kind}; a condition compares it otherwise`,
      );
  }
  return predicates;
}

/** The name of a field whose values can be told apart in a count; throws for any other. */
export function parseGroup(fields: CollectionFields, field: string): string {
  const { kind, nullable } = declaredField(fields, field);
  if (kind !== 'string' || nullable)
    throw new TypeError(
      `${fields.collection} can't be counted by ${field}, which is no string or may be null`,
    );
  return field;
}

export interface ParsedQuery {
  predicates: Predicate[];
  /** Defaults to `id`. */
  orderBy: string;
  descending: boolean;
  after: { value: string | number; id: string } | undefined;
  limit: number;
}

const RANGES: ReadonlySet<Predicate['op']> = new Set(['lt', 'lte', 'gt', 'gte']);

export function parseQuery<T>(fields: CollectionFields, query: Query<T>, acrossScopes = false): ParsedQuery {
  const predicates = parseFilter(fields, query.where);
  const orderBy = query.orderBy ?? 'id';
  const order = declaredField(fields, orderBy);
  // A range leaves nulls out, because the stores order them differently.
  if (order.nullable && !predicates.some(({ field, op }) => field === orderBy && RANGES.has(op)))
    throw new TypeError(`${fields.collection} can't be ordered by ${orderBy}, which may be null`);
  if (!Number.isSafeInteger(query.limit) || query.limit < 0)
    throw new TypeError(`A limit must be a whole number, not ${query.limit}`);
  const { after } = query;
  if (after && (typeof after.id !== 'string' || typeof after.value !== order.kind))
    throw new TypeError(`"after" must be a place in the order by ${orderBy}`);
  if (acrossScopes) checkSweep(fields, predicates, orderBy);
  return { predicates, orderBy, descending: query.direction === 'desc', after, limit: query.limit };
}

/** Across scopes only an index made for the query bounds it. */
export function checkSweep(fields: CollectionFields, predicates: readonly Predicate[], orderBy = 'id'): void {
  const walks = predicates.length === 0 && orderBy === 'id';
  if (!walks && !predicates.some(({ field }) => fields.sweepable.has(field)))
    throw new TypeError(
      `A query on ${fields.collection} across scopes must name the first field of one of its sweeps, or walk by id`,
    );
}

function declaredField(fields: CollectionFields, name: string): DeclaredField {
  const field = fields.declared.get(name);
  if (!field)
    throw new TypeError(
      `${fields.collection}.${name} is not declared in the catalogue, so no query may name it`,
    );
  return field;
}

/**
 * Compares strings by code point, as SQLite and MongoDB compare their UTF-8; JavaScript's `<` compares UTF-16
 * code units.
 */
export function compare(a: string | number, b: string | number): number {
  if (typeof a === 'string' && typeof b === 'string')
    return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

/** Whether a document satisfies every predicate. */
export function passes(document: Entity, predicates: readonly Predicate[]): boolean {
  return predicates.every((predicate) =>
    passesOne((document as unknown as Record<string, unknown>)[predicate.field] ?? null, predicate),
  );
}

function passesOne(value: unknown, predicate: Predicate): boolean {
  switch (predicate.op) {
    case 'eq':
      return value === predicate.value;
    case 'ne':
      return value !== predicate.value;
    case 'in':
      return value === null ? predicate.orNull : predicate.values.includes(value as string);
    case 'contains':
      return typeof value === 'string' && value.includes(predicate.value);
    default: {
      if (typeof value !== typeof predicate.value) return false;
      const order = compare(value as string, predicate.value);
      if (predicate.op === 'lt') return order < 0;
      if (predicate.op === 'lte') return order <= 0;
      return predicate.op === 'gt' ? order > 0 : order >= 0;
    }
  }
}
