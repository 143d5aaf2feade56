import { Compile, type Validator } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { catalogue } from './catalogue.ts';
import type { CollectionName } from './document-store.ts';

type FieldKind = 'string' | 'number' | 'boolean';

/** A field that queries may name: every adapter stores it where its indexes can use it. */
export interface DeclaredField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly nullable: boolean;
}

/** What the adapters need to know about one collection, derived once from the catalogue. */
export interface CollectionFields {
  readonly collection: CollectionName;
  /** Every top-level field, with its check. */
  readonly all: ReadonlyMap<string, Validator>;
  readonly required: readonly string[];
  /** Fields that a query may name, including `id`, `instance_id` and `version`. */
  readonly declared: ReadonlyMap<string, DeclaredField>;
  /** First fields of the indexes that do not begin with the scope. */
  readonly sweepable: ReadonlySet<string>;
}

const cache = new Map<CollectionName, CollectionFields>();

export function fieldsOf(collection: CollectionName): CollectionFields {
  let fields = cache.get(collection);
  if (!fields) cache.set(collection, (fields = describe(collection)));
  return fields;
}

function describe(collection: CollectionName): CollectionFields {
  const { schema, indexes, unique, sweeps = [] } = catalogue[collection];
  const properties = schema.properties as Record<string, TSchema>;
  const names = new Set([
    'id',
    'instance_id',
    'version',
    ...indexes.flat(),
    ...Object.values(unique).flat(),
    ...sweeps.flat(),
  ]);
  const declared = new Map<string, DeclaredField>();
  for (const name of names) {
    const property = properties[name];
    if (!property)
      throw new TypeError(`The catalogue declares ${collection}.${name}, which its schema lacks`);
    declared.set(name, { name, ...kindOf(property, `${collection}.${name}`) });
  }
  return {
    collection,
    all: new Map(Object.entries(properties).map(([name, property]) => [name, Compile(property)])),
    required: schema.required ?? [],
    declared,
    sweepable: new Set(sweeps.map((fields) => fields[0] ?? '')),
  };
}

/**
 * Indexes hold scalars of one kind, and perhaps null; any other schema in an index is a mistake in the
 * catalogue.
 */
function kindOf(schema: TSchema, where: string): { kind: FieldKind; nullable: boolean } {
  const { type, enum: values, anyOf } = schema as { type?: string; enum?: unknown[]; anyOf?: TSchema[] };
  if (anyOf) {
    const others = anyOf.filter((one) => (one as { type?: string }).type !== 'null');
    const [only] = others;
    if (only && others.length === 1) return { kind: kindOf(only, where).kind, nullable: true };
  }
  if (type === 'string' || values?.every((value) => typeof value === 'string'))
    return { kind: 'string', nullable: false };
  if (type === 'integer' || type === 'number') return { kind: 'number', nullable: false };
  if (type === 'boolean') return { kind: 'boolean', nullable: false };
  throw new TypeError(`The catalogue declares ${where}, which is not a scalar`);
}
