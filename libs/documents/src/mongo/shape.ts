import mongoose, { type Connection, type IndexDefinition, type Model, type SchemaDefinition } from 'mongoose';
import type { TSchema } from 'typebox';
import { catalogue } from '../catalogue.ts';
import type { ParsedQuery, Predicate } from '../conditions.ts';
import type { CollectionName, Entity } from '../document-store.ts';
import { fieldsOf } from '../fields.ts';
import type { ParsedChange } from '../writes.ts';

/**
 * How entities are stored in MongoDB: scalars as they are, everything else as JSON text, so that a caller's
 * `metadata` is returned exactly. BSON refuses or reorders some keys (dots, dollars, digits). No query reads
 * inside of these values, and SQLite stores them as JSON too.
 */
export type Stored = { _id: string } & Record<string, unknown>;

export interface Shape {
  toStored(document: Entity): Stored;
  fromStored(stored: Stored): Entity;
  /** A change as MongoDB's update; undefined when it changes nothing. */
  toUpdate(change: ParsedChange): Record<string, unknown> | undefined;
  /**
   * The places that only one document can take, by the names of the stored fields: its id, and each unique
   * index.
   */
  readonly places: readonly Place[];
}

interface Place {
  readonly name: string;
  readonly fields: readonly string[];
  /** The index that enforces the place. */
  readonly index: string;
}

const scalarTypes = new Set(['string', 'number', 'integer', 'boolean']);

function isScalar(schema: TSchema): boolean {
  const { type, enum: values, anyOf } = schema as { type?: string; enum?: unknown[]; anyOf?: TSchema[] };
  if (anyOf) return anyOf.every((one) => (one as { type?: string }).type === 'null' || isScalar(one));
  return values !== undefined || scalarTypes.has(type ?? '');
}

export function shapeOf(collection: CollectionName): Shape {
  const { schema, unique } = catalogue[collection];
  const properties = Object.entries(schema.properties as Record<string, TSchema>);
  const asJson = new Set(properties.filter(([, property]) => !isScalar(property)).map(([name]) => name));
  const leftOut = nullablePlaces(collection);
  const encode = (name: string, value: unknown) =>
    value !== null && asJson.has(name) ? JSON.stringify(value) : value;
  const decode = (name: string, value: unknown) =>
    typeof value === 'string' && asJson.has(name) ? (JSON.parse(value) as unknown) : value;

  return {
    places: [
      { name: 'id', fields: ['_id'], index: '_id_' },
      ...Object.entries(unique).map(([name, fields]) => ({
        name,
        fields: ['instance_id', ...fields],
        index: ['one', 'instance_id', ...fields].join('_'),
      })),
    ],
    toStored(document) {
      const stored: Stored = { _id: document.id };
      for (const [name, value] of Object.entries(document)) {
        if (name === 'id' || value === undefined || (value === null && leftOut.has(name))) continue;
        stored[name] = encode(name, value);
      }
      return stored;
    },
    fromStored(stored) {
      const document: Record<string, unknown> = { id: stored._id };
      for (const [name] of properties) {
        if (name in stored) document[name] = decode(name, stored[name]);
        else if (leftOut.has(name)) document[name] = null;
      }
      return document as unknown as Entity;
    },
    toUpdate({ set, inc }) {
      const $set: Record<string, unknown> = {};
      const $unset: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(set)) {
        if (value === null && leftOut.has(name)) $unset[name] = '';
        else $set[name] = encode(name, value);
      }
      const parts = Object.entries({ $set, $unset, $inc: inc }).filter(
        ([, part]) => Object.keys(part).length > 0,
      );
      return parts.length === 0 ? undefined : Object.fromEntries(parts);
    },
  };
}

/**
 * Fields of unique indexes that may be null. A null takes no place, and only a missing field is in no index.
 */
function nullablePlaces(collection: CollectionName): Set<string> {
  const { declared } = fieldsOf(collection);
  const fields = Object.values(catalogue[collection].unique).flat();
  return new Set(fields.filter((name) => declared.get(name)?.nullable));
}

/** The field in which a document keeps the mark of the last call that changed it among others. */
export const MARK = 'changed_by';

/** The Mongoose model of a collection. It neither creates anything by itself nor waits for a connection. */
export function createModel(connection: Connection, collection: CollectionName): Model<Stored> {
  const definition: Record<string, unknown> = {
    _id: { type: String, required: true },
    [MARK]: String,
  };
  const properties = catalogue[collection].schema.properties as Record<string, TSchema>;
  for (const [name, property] of Object.entries(properties))
    if (name !== 'id') definition[name] = mongooseType(property);
  const schema = new mongoose.Schema<Stored>(definition as SchemaDefinition<Stored>, {
    _id: false,
    id: false,
    versionKey: false,
    minimize: false,
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    collection,
  });
  return connection.model<Stored>(collection, schema);
}

function mongooseType(schema: TSchema): unknown {
  const { type, anyOf } = schema as { type?: string; anyOf?: TSchema[] };
  if (anyOf && isScalar(schema)) {
    const only = anyOf.find((one) => (one as { type?: string }).type !== 'null');
    return only ? mongooseType(only) : String;
  }
  if (type === 'boolean') return Boolean;
  return type === 'integer' || type === 'number' ? Number : String;
}

export interface MongoIndex {
  name: string;
  key: IndexDefinition;
  unique?: true;
  partialFilterExpression?: Record<string, unknown>;
}

/** The indexes of a collection: as in SQLite, the scope first, the id last to break ties. */
export function indexesOf(collection: CollectionName): MongoIndex[] {
  const { indexes, unique, sweeps = [] } = catalogue[collection];
  const leftOut = nullablePlaces(collection);
  const index = (kind: string, fields: readonly string[]): MongoIndex => ({
    name: [kind, ...fields].join('_'),
    key: Object.fromEntries(fields.map((field) => [field === 'id' ? '_id' : field, 1 as const])),
  });
  const ordered = (fields: readonly string[]) => (fields.includes('id') ? fields : [...fields, 'id']);
  return [
    index('by', ['instance_id', 'id']),
    ...indexes.map((fields) => index('by', ordered(['instance_id', ...fields]))),
    ...sweeps.map((fields) => index('sweep', ordered(fields))),
    ...Object.values(unique).map((fields): MongoIndex => {
      const present = fields
        .filter((field) => leftOut.has(field))
        .map((field) => [field, { $exists: true }] as const);
      return {
        ...index('one', ['instance_id', ...fields]),
        unique: true,
        ...(present.length > 0 ? { partialFilterExpression: Object.fromEntries(present) } : {}),
      };
    }),
  ];
}

export type Filter = Record<string, unknown>;

const nameOf = (field: string) => (field === 'id' ? '_id' : field);

/** The predicates as MongoDB's filter; only scalars in it come from a caller. */
export function toFilter(scope: string | undefined, predicates: readonly Predicate[]): Filter {
  const parts = predicates.map((predicate) => ({ [nameOf(predicate.field)]: condition(predicate) }));
  if (scope !== undefined) parts.unshift({ instance_id: { $eq: scope } });
  return parts.length === 0 ? {} : { $and: parts };
}

function condition(predicate: Predicate): Record<string, unknown> {
  switch (predicate.op) {
    case 'in':
      return { $in: predicate.orNull ? [...predicate.values, null] : predicate.values };
    case 'contains':
      return {
        $regex: predicate.value
          .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
          .replaceAll('\0', String.raw`\x00`),
      };
    default:
      return { [`$${predicate.op}`]: predicate.value };
  }
}

/**
 * A query as MongoDB's. Where no two documents can have the same value, the order is by that value alone: a
 * unique index does not end with the id, and with the id in the order MongoDB would sort everything it finds.
 */
export function toFind(
  scope: string | undefined,
  { predicates, orderBy, descending, after }: ParsedQuery,
  unique: Readonly<Record<string, readonly string[]>>,
): { filter: Filter; sort: Record<string, 1 | -1> } {
  const filter = toFilter(scope, predicates);
  const direction = descending ? -1 : 1;
  const field = nameOf(orderBy);
  const fixed = new Set(
    predicates.flatMap((predicate) =>
      predicate.op === 'eq' && predicate.value !== null ? [predicate.field] : [],
    ),
  );
  const noTies =
    scope !== undefined &&
    Object.values(unique).some(
      (fields) => fields.includes(orderBy) && fields.every((one) => one === orderBy || fixed.has(one)),
    );
  const sort: Record<string, 1 | -1> = { [field]: direction };
  if (!noTies) sort['_id'] = direction;
  if (!after) return { filter, sort };
  const beyond = descending ? '$lt' : '$gt';
  const place: Filter[] =
    field === '_id'
      ? [{ _id: { [beyond]: after.id } }]
      : [
          // The first follows from the second, but an index can begin with it.
          { [field]: { [`${beyond}e`]: after.value } },
          { $or: [{ [field]: { [beyond]: after.value } }, { _id: { [beyond]: after.id } }] },
        ];
  return { filter: { $and: [...((filter['$and'] as Filter[] | undefined) ?? []), ...place] }, sort };
}
